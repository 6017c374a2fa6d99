"""A survey from the hall to the table: answered on a phone by its address, read with small cells withheld."""

import datetime as dt
import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from programs.models import Survey
from tests.browser.cast import today as today_here
from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import FINGER, POINTER, faults
from tests.make_programme import make_attendance, make_course, make_session, make_survey
from workers.domain.survey_answers import record_response
from workers.domain.survey_questions import version_of
from workers.models import SurveyResponse

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def survey(town) -> Survey:
    """Open, the scale must be answered; of twelve who came eleven have answered."""
    course = make_course(town.program)
    survey = make_survey(course, title="説明会のアンケート")
    session, today = make_session(course, starts_at=timezone.now() - dt.timedelta(hours=3)), today_here()
    for _n in range(12):
        make_attendance(session, state="present")
    Survey.objects.filter(pk=survey.pk).update(opens_on=today, closes_on=today)
    survey.questions.filter(kind="scale").update(is_required=True)
    survey.refresh_from_db()
    questions = list(survey.questions.order_by("position"))
    for choice in (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2):
        answers = dict(zip((one.pk for one in questions), (choice, [0], 4, ""), strict=True))
        record_response(survey=survey, answers=answers, seen=version_of(questions))
    return survey


def test_a_survey_is_answered_in_a_minute_and_read_with_cells_withheld(visitor, town, survey):
    person = visitor(PHONE, touch=True)
    person.refusals_expected = True
    began = time.monotonic()
    page = person.go(f"/surveys/{survey.answer_key.upper()}/")
    expect(page.get_by_role("heading", name="説明会のアンケート")).to_be_visible()
    assert faults(page, FINGER) == []
    page.get_by_label("知人", exact=True).tap()
    page.get_by_label("ライティング", exact=True).tap()
    page.get_by_label("ご感想").fill("駐車場が狭かったです")
    page.get_by_role("button", name="回答を送る").tap()

    expect(page.locator(".error")).to_contain_text("1から5の数字を選んでください")
    expect(page.get_by_label("ご感想")).to_have_value("駐車場が狭かったです")
    expect(page.get_by_label("知人", exact=True)).to_be_checked()
    assert faults(page, FINGER) == []
    page.get_by_label("5", exact=True).tap()
    page.get_by_role("button", name="回答を送る").tap()
    expect(page.get_by_role("heading", name="回答を受け取りました")).to_be_visible()
    assert time.monotonic() - began < 60
    assert SurveyResponse.objects.count() == 12

    page = person.go(f"/surveys/{survey.answer_key}/")
    page.get_by_role("link", name="この端末で別の人が回答する").tap()
    expect(page.get_by_label("先にこの端末で回答した人とは別の人です")).to_be_checked()

    read_results(visitor(DESK).sign_in(town.people["director"]).go(f"/p/{town.program.slug}/surveys/"))


def read_results(page: Page) -> None:
    """Seven said 広報; four 知人 and one ウェブ may not be told."""
    page.get_by_role("link", name="説明会のアンケート").click()
    known = page.locator("section", has=page.get_by_role("heading", name="どこで知りましたか"))
    known.get_by_text("表で見る").click()
    expect(known.get_by_role("row", name="広報")).to_contain_text("7人")
    expect(known.get_by_role("row", name="知人")).to_contain_text("秘匿")
    expect(known.get_by_role("row", name="ウェブ")).to_contain_text("秘匿")
    expect(page.get_by_text("駐車場が狭かったです")).to_have_count(0)  # one voice alone would be known
    assert faults(page, POINTER, unfolded=True) == []


def test_questions_are_written_and_ordered_without_a_script(visitor, town):
    director = visitor(DESK, java_script_enabled=False).sign_in(town.people["director"])
    director.refusals_expected = True  # the wrong year
    page = director.go(f"/p/{town.program.slug}/surveys/add/")
    page.get_by_label("対象者").select_option(label=str(town.cohort))
    page.get_by_label("題", exact=False).first.fill("期のふり返り")
    page.locator("[name=closes_on]").fill("2099-01-01")
    page.get_by_role("button", name="作って、質問を書く").click()
    expect(page.locator(".error")).to_contain_text("年を確かめてください")
    page.locator("[name=closes_on]").fill(page.locator("[name=opens_on]").input_value())
    page.get_by_role("button", name="作って、質問を書く").click()
    for text, kind in (("役に立ちましたか", "1〜5の段階"), ("ひとことどうぞ", "自由記述")):
        page.get_by_label("質問", exact=False).first.fill(text)
        page.get_by_label(kind, exact=True).check()
        page.get_by_role("button", name="この質問を追加する").click()
    page.get_by_role("button", name="上へ：ひとことどうぞ").click()
    expect(page.locator(".survey-question").first).to_contain_text("ひとことどうぞ")
    page.get_by_role("link", name="見え方を確かめる").click()
    expect(page.get_by_role("button", name="回答を送る")).to_be_disabled()
