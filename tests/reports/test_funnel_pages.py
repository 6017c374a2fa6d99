"""The page of the funnel: figures that lead to their people, reasons in full only for those who may know them."""

import datetime as dt
import re

import pytest

from programs.models import AccessRecord
from reports.domain.funnel import Reason, narrowest, reasons_shown, share
from tests.make import make_cohort, make_earning, make_enrollment, make_worker
from tests.make_phases import make_phase
from tests.make_programme import make_application, make_call
from workers.domain.funnel import StepFigures
from workers.models import FunnelStep
from workers.models.application import DecisionReason
from workers.models.enrollment import LeavingReason
from workers.models.funnel_step import FunnelStepKind as Step

URL = "/p/nichinan/funnel/"
pytestmark = pytest.mark.django_db


def leavers(cohort, reason: str, count: int, **fields) -> None:
    for _n in range(count):
        make_enrollment(cohort, left_on=dt.date(2026, 9, 1), leaving_reason=reason, **fields)


def text(response) -> str:
    return response.content.decode()


def words(response) -> str:
    """What a person reads, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(response)))


@pytest.fixture
def watcher(client, viewer):
    client.force_login(viewer)
    return client


# -- the figures -------------------------------------------------------------------------------------
def test_the_page_shows_people_share_and_days_of_each_step(desk, nichinan):
    FunnelStep.objects.create(enrollment=nichinan.enrollment, step="seminar", reached_on=dt.date(2026, 2, 1))
    FunnelStep.objects.create(enrollment=nichinan.enrollment, step="course", reached_on=dt.date(2026, 2, 13))
    make_enrollment(nichinan.cohort)
    page = desk.get(URL)
    rows = page.context["rows"]
    assert [(row["label"], row["reached"], row["share"], row["days"], row["waiting"]) for row in rows[:3]] == [
        ("説明会", 1, "50%", None, 1),
        ("講座の修了", 1, "50%", 12, 0),
        ("はじめての受注", 0, "0%", None, 1),
    ]
    assert ("12日" in words(page), "2人のうち0人が、月の目標に届いた" in words(page)) == (True, True)


def test_the_chart_has_a_bar_for_everybody_and_each_step(desk, nichinan):
    bars = desk.get(URL).context["chart"]["chart"].bars
    assert [bar.name for bar in bars] == [
        "参加", "説明会", "講座の修了", "はじめての受注", "はじめての収入", "目標の半分", "目標達成",
    ]  # fmt: skip


def test_a_cohort_can_be_chosen_and_a_foreign_one_is_not_there(desk, nichinan, komagane):
    make_enrollment(make_cohort(nichinan.program, number=2))
    assert desk.get(URL).context["funnel"].people == 2
    assert desk.get(f"{URL}?cohort=2").context["funnel"].people == 1
    make_cohort(komagane.program, number=7)
    for asked in ("7", "x", "-1", "9" * 20):
        assert desk.get(f"{URL}?cohort={asked}").status_code == 404


def test_a_program_without_anybody_says_so(desk, nichinan):
    nichinan.enrollment.delete()
    assert "まだ参加者がいません" in words(desk.get(URL))


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_number_of_queries_is_the_same(desk, nichinan, people, django_assert_num_queries):
    for _n in range(people):
        one = make_enrollment(nichinan.cohort)
        FunnelStep.objects.create(enrollment=one, step="seminar", reached_on=dt.date(2026, 2, 1))
    desk.get(URL)
    with django_assert_num_queries(11):
        desk.get(URL)


# -- the people behind a number ------------------------------------------------------------------------
def names(page) -> list[str]:
    return [one.worker.given_name for one, _way, _day in page.context["people"]["rows"]]


def test_every_number_leads_to_its_people(desk, nichinan):
    for n, name in enumerate(("一", "二", "三")):
        one = make_enrollment(nichinan.cohort, worker=make_worker(given_name=name, given_name_kana="アイウ"[n]))
        if n:
            make_earning(one, 1_000, dt.date(2026, 6, n))
        if n == 2:
            one.left_on, one.leaving_reason = dt.date(2026, 9, 1), "care"
            one.save()
    page = desk.get(URL)
    links = re.findall(r'href="(/p/nichinan/funnel/\?step=[^"]+)"', text(page))
    found = {link: names(desk.get(link.replace("&amp;", "&"))) for link in links}
    assert {
        link.partition("?")[2].replace("&amp;", "&").removesuffix("#people"): who for link, who in found.items()
    } == {
        "step=seminar&show=waiting": ["一", "恭"],
        "step=first_order&show=reached": ["二", "三"],
        "step=first_income&show=reached": ["二", "三"],
        "step=half_target&show=waiting": ["二"],
        "step=half_target&show=lost": ["三"],
        "step=half_target&show=lost&reason=care": ["三"],
    }
    assert "2026年6月2日（火）" in text(desk.get(f"{URL}?step=first_order&show=reached"))


def test_the_list_of_a_cohort_keeps_to_it(desk, nichinan):
    make_enrollment(make_cohort(nichinan.program, number=2), worker=make_worker(given_name="二"))
    assert names(desk.get(f"{URL}?cohort=2&step=seminar&show=waiting")) == ["二"]


def test_a_list_is_written_to_the_access_record_without_names(desk, nichinan):
    desk.get(f"{URL}?step=seminar&show=waiting")
    record = AccessRecord.objects.get()
    assert (record.action, record.user, record.detail) == ("searched", nichinan.director, "funnel seminar waiting")


@pytest.mark.parametrize("asked", ["step=x&show=reached", "step=seminar", "step=seminar&show=x", "step=&show=lost"])
def test_what_no_number_asks_is_not_there(desk, asked):
    assert desk.get(f"{URL}?{asked}").status_code == 404


def test_a_long_list_has_pages(desk, nichinan):
    for _n in range(50):
        make_enrollment(nichinan.cohort)
    page = desk.get(f"{URL}?step=seminar&show=waiting&page=2")
    assert len(page.context["people"]["rows"]) == 1


# -- reasons -----------------------------------------------------------------------------------------
def test_directors_see_every_reason_with_its_people(desk, nichinan):
    leavers(nichinan.cohort, "income", 2)
    leavers(nichinan.cohort, "hired", 1)
    page = desk.get(f"{URL}?cohort=1")
    assert ("収入面 2人" in words(page), "就職 1人 成果" in words(page)) == (True, True)
    assert "離れた人がいちばん多いのは「説明会」の前（2人）" in words(page)


def test_viewers_see_no_reason_of_fewer_than_five(watcher, nichinan):
    leavers(nichinan.cohort, "income", 6)
    leavers(nichinan.cohort, "care", 4)
    leavers(nichinan.cohort, "moved", 1)
    said = words(watcher.get(URL))
    assert "収入面 6人" in said
    assert [word for word in ("家庭の事情", "転出", "離れた人がいちばん多い") if word in said] == []
    assert "ほかの理由：秘匿（5人未満）" in said


def test_viewers_see_reasons_of_all_cohorts_together_only(watcher, nichinan):
    leavers(nichinan.cohort, "income", 6)
    assert "収入面 6人" in words(watcher.get(URL))
    said = words(watcher.get(f"{URL}?cohort=1"))
    assert "収入面" not in said
    assert "すべての期を合わせたときだけ" in said


def test_viewers_are_not_led_to_those_who_left(watcher, nichinan):
    leavers(nichinan.cohort, "income", 6)
    page = watcher.get(URL)
    assert "show=lost" not in text(page)
    for step in ("seminar", "after"):
        assert watcher.get(f"{URL}?step={step}&show=lost").status_code == 404
    assert watcher.get(f"{URL}?step=seminar&show=waiting").status_code == 200


def test_nobody_finds_out_why_somebody_is_going_to_leave(watcher, nichinan):
    going = make_enrollment(nichinan.cohort, left_on=dt.date(2026, 12, 1), leaving_reason="care")
    pages = [watcher.get(f"{URL}?step=seminar&show=waiting&reason={reason}") for reason in ("care", "income")]
    for page in pages:
        assert going in [one for one, _way, _day in page.context["people"]["rows"]]
        assert "家庭の事情" not in words(page)


def test_applicants_stand_before_the_first_step(desk, viewer, nichinan):
    call = make_call(nichinan.cohort)
    for _n in range(2):
        make_application(call, state="declined", decision_reason="seats")
    said = words(desk.get(URL))
    assert ("応募した人 2人" in said, "定員超過 2人" in said) == (True, True)
    page = text(desk.get(f"{URL}?cohort=1"))
    assert f'href="/p/nichinan/calls/{call.pk}/?state=declined"' in page
    desk.force_login(viewer)
    said = words(desk.get(URL))
    assert ("応募した人 2人" in said, "定員超過" in said) == (True, False)


def test_reasons_under_five_are_withheld_so_that_none_can_be_computed():
    shown = reasons_shown({"hired": 7, "care": 2}, LeavingReason, in_full=False)
    assert shown[-1] == Reason("", "", None)
    assert [one.code for one in shown[:-1]] in (["hired"], [])
    assert reasons_shown({"seats": 4}, DecisionReason, in_full=False) == [Reason("", "", None)]
    assert reasons_shown({}, DecisionReason, in_full=False) == []


def test_in_full_nothing_is_withheld_and_success_is_named():
    shown = reasons_shown({"hired": 1, "care": 2}, LeavingReason, in_full=True)
    assert [(one.code, one.count, one.success) for one in shown] == [("hired", 1, True), ("care", 2, False)]


def test_successes_are_no_loss():
    steps = [
        StepFigures(Step.SEMINAR, 0, 0, 5, {"hired": 4, "care": 1}, None),
        StepFigures(Step.COURSE, 0, 0, 2, {"care": 2}, None),
    ]
    assert narrowest(steps) == (steps[1], 2)
    assert narrowest([StepFigures(Step.SEMINAR, 0, 0, 1, {"hired": 1}, None)]) is None


def test_shares_are_rounded_down():
    assert [share(999, 1000), share(1000, 1000), share(0, 3), share(0, 0)] == ["99%", "100%", "0%", ""]


# -- the line on the overview ----------------------------------------------------------------------------
def test_the_overview_leads_to_phase_and_funnel(desk, nichinan):
    assert "事業の段階：まだ始まっていません" in words(desk.get("/p/nichinan/"))
    make_phase(nichinan.program, "introduction", dt.date(2025, 4, 1))
    page = desk.get("/p/nichinan/")
    assert "事業の段階：導入期（2025年4月から）" in words(page)
    assert f'href="{URL}?cohort=1"' in text(page)
