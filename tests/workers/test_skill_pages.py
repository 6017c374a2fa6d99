"""Skills on the phone and at the desk."""

import datetime as dt

import pytest
from django.test import Client

from programs.models import AccessRecord, Membership, Skill
from tests.make import make_enrollment, make_user, make_worker
from tests.make_programme import make_skill
from workers.models import SkillCheck

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill(nichinan) -> Skill:
    return make_skill(nichinan.program, name="文書作成", hint="1：これから")


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


def once(client: Client, url: str) -> dict:
    return {"once": client.get(url).context["form"]["once"].value()}


def test_judging_takes_one_page(worker, nichinan, skill):
    page = worker.get("/skills/")
    assert page.context["form"]["milestone"].value() == "start"
    sent = once(worker, "/skills/") | {"milestone": "start", f"skill{skill.pk}": "3"}
    assert worker.post("/skills/", sent).url == "/skills/"
    assert worker.post("/skills/", sent).url == "/skills/"  # a double tap
    check = SkillCheck.objects.get()
    assert (check.enrollment, check.level, check.milestone) == (nichinan.enrollment, 3, "start")
    again = worker.get("/skills/").content.decode()
    assert "きょうの分は回答済み" in again
    assert f'value="3" id="id_skill{skill.pk}_2" checked' in again.replace(' aria-describedby="', ' x="').replace(
        f' x="id_skill{skill.pk}_helptext"', ""
    )


def test_the_same_day_is_corrected(worker, skill):
    for level in ("3", "4"):
        worker.post("/skills/", once(worker, "/skills/") | {"milestone": "start", f"skill{skill.pk}": level})
    assert list(SkillCheck.objects.values_list("level", flat=True)) == [4]


@pytest.mark.parametrize(
    ("words", "said"),
    [({}, "1つ以上のスキル"), ({"level": "9"}, "1から5の数字"), ({"milestone": "never"}, "選んでください")],
)
def test_bad_input_gets_a_sentence(worker, skill, words, said):
    sent = {"milestone": words.get("milestone", "start"), f"skill{skill.pk}": words.get("level", "")}
    answer = worker.post("/skills/", once(worker, "/skills/") | sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert SkillCheck.objects.count() == 0


def test_without_skills_the_page_says_so(worker):
    assert "いま答えるスキルはありません" in worker.get("/skills/").content.decode()


def test_who_has_left_keeps_their_lines(worker, nichinan, skill):
    SkillCheck.objects.create(
        enrollment=nichinan.enrollment, skill=skill, milestone="end", checked_on=dt.date(2026, 10, 1), level=4
    )
    type(nichinan.enrollment).objects.update(left_on=dt.date(2026, 11, 1), leaving_reason="hired")
    page = worker.get("/skills/").content.decode()
    assert ("いま答えるスキルはありません" in page, "2026年10月1日" in page) == (True, True)


def test_the_directors_list_of_skills(director, nichinan):
    url = "/p/nichinan/skills/add/"
    for name in ("書く", "話す"):
        director.post(url, once(director, url) | {"name": name, "hint": ""})
    last = Skill.objects.get(name="話す")
    director.post(f"/p/nichinan/skills/{last.pk}/move/", {"to": "up"})
    change = f"/p/nichinan/skills/{last.pk}/change/"
    director.post(change, once(director, change) | {"name": "依頼主と話す", "hint": "1：まだ"})
    director.post(f"/p/nichinan/skills/{Skill.objects.get(name='書く').pk}/end/", {"ended": "1"})
    rows = Skill.objects.order_by("position").values_list("name", "hint", "ended_on")
    assert list(rows) == [("依頼主と話す", "1：まだ", None), ("書く", "", dt.date(2026, 11, 22))]
    assert "聞いていません" in director.get("/p/nichinan/skills/").content.decode()


def test_a_name_that_is_there_is_refused_at_its_field(director, skill):
    url = "/p/nichinan/skills/add/"
    answer = director.post(url, once(director, url) | {"name": "文書作成", "hint": "残る文字"})
    text = answer.content.decode()
    assert (answer.status_code, "同じ名前のスキル" in text, "残る文字" in text) == (422, True, True)


def test_results_withhold_few_people_from_viewers(director, nichinan, skill):
    for level in (2, 3, 4):
        person = make_enrollment(nichinan.cohort, worker=make_worker(nichinan.municipality))
        SkillCheck.objects.create(
            enrollment=person, skill=skill, milestone="start", checked_on=dt.date(2026, 11, 1), level=level
        )
    viewer, eyes = make_user("議員"), Client()
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    eyes.force_login(viewer)
    url = "/p/nichinan/skills/results/?cohort=1"
    seen, hidden = director.get(url).content.decode(), eyes.get(url).content.decode()
    assert ("3.0" in seen, "3.0" in hidden, "秘匿" in hidden) == (True, False, True)
    assert eyes.get("/p/nichinan/skills/results/?cohort=99").status_code == 404


@pytest.mark.parametrize("people", [1, 3, 30])
def test_skill_results_query_count(people, director, nichinan, skill, django_assert_num_queries):
    for _one in range(people):
        person = make_enrollment(nichinan.cohort, worker=make_worker(nichinan.municipality))
        SkillCheck.objects.create(
            enrollment=person, skill=skill, milestone="start", checked_on=dt.date(2026, 11, 1), level=3
        )
    with django_assert_num_queries(6):
        director.get("/p/nichinan/skills/results/")


def test_a_look_at_a_persons_levels_is_written_down(director, nichinan, skill):
    SkillCheck.objects.create(
        enrollment=nichinan.enrollment, skill=skill, milestone="start", checked_on=dt.date(2026, 11, 1), level=2
    )
    page = director.get(f"/p/nichinan/people/{nichinan.enrollment.pk}/skills/").content.decode()
    assert "文書作成" in page
    record = AccessRecord.objects.get(action="looked")
    assert (record.subject_worker, record.detail) == (nichinan.worker.pk, "skills")


def test_another_towns_person_is_not_there(director, komagane):
    assert director.get(f"/p/nichinan/people/{komagane.enrollment.pk}/skills/").status_code == 404
    assert AccessRecord.objects.filter(action="looked").count() == 0
