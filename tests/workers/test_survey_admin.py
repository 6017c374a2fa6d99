"""Surveys and skills in the administration: to look at, with the way to their pages."""

import datetime as dt

import pytest
from django.test import Client

from programs.models import Skill, Survey
from tests.doors import prove
from tests.make_programme import make_attendance, make_course, make_session, make_skill, make_survey
from tests.workers.test_survey_results import answer

pytestmark = pytest.mark.django_db
SURVEYS, SKILLS = "/admin/programs/survey/", "/admin/programs/skill/"


@pytest.fixture
def clerk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.official)
    return prove(client)


@pytest.fixture
def survey(nichinan) -> Survey:
    held = {"starts_at": dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)}
    survey = make_survey(make_course(nichinan.program, title="文章講座"))
    session = make_session(survey.course, **held)
    for _person in range(4):
        make_attendance(session, state="present")
    answer(survey, *[(0, [0], 4, "秘密の意見")] * 3, asked=0)
    return survey


def test_the_list_says_who_was_asked_and_who_answered(clerk, survey, komagane):
    make_survey(make_course(komagane.program), title="よその町のアンケート")
    text = clerk.get(SURVEYS).content.decode()
    assert ("文章講座" in text, "4人中3件（75%）" in text, "受付中" in text) == (True, True, True)
    assert "よその町のアンケート" not in text


def test_a_survey_is_looked_at_and_leads_to_its_pages(clerk, survey):
    text = clerk.get(f"{SURVEYS}{survey.pk}/change/").content.decode()
    assert ("どこで知りましたか" in text, "秘密の意見" in text) == (True, False)
    for page in ("", "questions/", "paper/"):
        assert f'href="/p/nichinan/surveys/{survey.pk}/{page}"' in text


def test_nothing_is_written_here(clerk, survey, nichinan):
    skill = make_skill(nichinan.program, name="文書作成")
    clerk.post(f"{SURVEYS}{survey.pk}/change/", {"title": "書きかえ"})
    clerk.post(f"{SKILLS}{skill.pk}/change/", {"name": "書きかえ"})
    clerk.post(f"{SKILLS}{skill.pk}/delete/", {"post": "yes"})
    assert (Survey.objects.get().title, Skill.objects.get().name) == ("受講後のアンケート", "文書作成")


def test_skills_lead_to_their_page(clerk, nichinan, komagane):
    make_skill(nichinan.program, name="文書作成")
    make_skill(komagane.program, name="よその町のスキル")
    text = clerk.get(SKILLS).content.decode()
    assert ("文書作成" in text, 'href="/p/nichinan/skills/"' in text) == (True, True)
    assert "よその町のスキル" not in text


@pytest.mark.parametrize("count", [1, 30])
def test_survey_admin_list_query_count(count, clerk, nichinan, django_assert_num_queries):
    course = make_course(nichinan.program)
    for _one in range(count):
        make_survey(course)
    with django_assert_num_queries(16):
        clerk.get(SURVEYS)
