import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.shared.month import Month
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_cohort, make_earning, make_enrollment, make_entry, make_worker
from workers.domain.answers import answer_month
from workers.domain.closing import close_month, preview_closing, reopen_month
from workers.domain.earnings import change_earning, remove_earning
from workers.domain.enrollments import enroll, leave, open_current_months
from workers.domain.refusals import CohortFull, MonthClosed, NotClosable, OutsideEnrollment
from workers.domain.targets import mark_cohort, plan_month
from workers.models import Earning, IncomeMonth, MonthClosing

pytestmark = pytest.mark.django_db
OCTOBER = Month(2026, 10)
OCTOBER_5 = dt.date(2026, 10, 5)


@pytest.fixture
def closed(nichinan):
    make_earning(nichinan.enrollment, 12_000, OCTOBER_5, platform_fee=2_640)
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    return nichinan


def test_who_never_came_is_counted_nowhere_and_asked_nothing(nichinan):
    never = enroll(worker=make_worker(nichinan.municipality), cohort=nichinan.cohort, joined_on=OCTOBER_5)
    leave(enrollment=never, left_on=OCTOBER_5, reason="other")
    never.refresh_from_db()
    preview = preview_closing(cohort=nichinan.cohort, month=OCTOBER)
    assert (preview.unanswered, preview.figures.enrolled) == ([nichinan.enrollment], 1)
    assert not never.takes_part_in(OCTOBER)
    drain()
    assert CohortMonth.objects.get(cohort=nichinan.cohort, month=OCTOBER.first).enrolled == 1


def test_a_close_freezes_a_row_of_everybody_enrolled(nichinan):
    silent = make_enrollment(nichinan.cohort)
    make_earning(nichinan.enrollment, 12_000, OCTOBER_5, platform_fee=2_640)

    closing = close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)

    rows = IncomeMonth.objects.filter(month=OCTOBER.first).order_by("net")
    assert [(row.enrollment_id, row.net, row.closed_by) for row in rows] == [
        (silent.pk, 0, nichinan.official),
        (nichinan.enrollment.pk, 9_360, nichinan.official),
    ]
    assert closing.figures == {
        "enrolled": 2,
        "paused": 0,
        "active": 1,
        "answered": 0,
        "gross": 12_000,
        "net": 9_360,
        "received": 9_360,
        "verified_net": 0,
        "minutes": 0,
        "earning_count": 1,
        "mean": 9_360,
        "median": 9_360,
        "best": 9_360,
        "reached": 0,
        "bands": [1, 0, 0, 0, 0, 0, 0, 0],
        "basis": "net",
        "counted_by": "income-month/1",
    }


def test_a_closed_month_takes_no_entry_no_change_no_removal_and_no_answer(closed):
    earning = Earning.objects.get()
    november = make_earning(closed.enrollment, 5_000)

    with pytest.raises(MonthClosed):
        make_earning(closed.enrollment, 1_000, OCTOBER_5)
    with pytest.raises(MonthClosed):
        change_earning(earning=earning, entry=make_entry(1_000, OCTOBER_5), by=None)
    with pytest.raises(MonthClosed):
        change_earning(earning=earning, entry=make_entry(1_000), by=None)
    with pytest.raises(MonthClosed):
        change_earning(earning=november, entry=make_entry(1_000, OCTOBER_5), by=None)
    with pytest.raises(MonthClosed):
        remove_earning(earning=earning, by=None)
    with pytest.raises(MonthClosed):
        answer_month(enrollment=closed.enrollment, month=OCTOBER, answer="reported", by=closed.worker_user)
    with pytest.raises(MonthClosed):
        plan_month(enrollment=closed.enrollment, month=OCTOBER, target=1)
    assert sorted(Earning.objects.values_list("gross", flat=True)) == [5_000, 12_000]


def test_the_refusal_says_who_closed_the_month_and_what_to_do(closed):
    with pytest.raises(MonthClosed) as refused:
        make_earning(closed.enrollment, 1_000, OCTOBER_5)
    assert str(refused.value) == (
        "2026年10月は11月22日に押川 健一さんが締めました。"
        "開いている月の日付にするか、市町村の担当者に月を開け直すよう頼んでください。"
    )
    assert refused.value.field == "earned_on"


def test_nobody_joins_into_or_leaves_within_a_closed_month(closed):
    with pytest.raises(MonthClosed):
        enroll(worker=make_worker(), cohort=closed.cohort, joined_on=dt.date(2026, 10, 20))
    with pytest.raises(MonthClosed):
        leave(enrollment=closed.enrollment, left_on=dt.date(2026, 10, 20), reason="hired")
    leave(enrollment=closed.enrollment, left_on=dt.date(2026, 11, 20), reason="hired", employer="港町システム")


def test_a_reopened_month_takes_entries_again_and_its_first_closing_stays(closed):
    reopen_month(cohort=closed.cohort, month=OCTOBER, by=closed.official, reason="入力もれ")
    make_earning(closed.enrollment, 1_000, OCTOBER_5)
    close_month(cohort=closed.cohort, month=OCTOBER, by=closed.official)

    versions = MonthClosing.objects.order_by("version").values_list("version", "figures__gross", "reopening_reason")
    assert list(versions) == [(1, 12_000, "入力もれ"), (2, 13_000, "")]


def test_reopening_needs_a_reason_and_a_closed_month(closed):
    with pytest.raises(NotClosable):
        reopen_month(cohort=closed.cohort, month=OCTOBER, by=closed.official, reason="  ")
    with pytest.raises(NotClosable):
        reopen_month(cohort=closed.cohort, month=Month(2026, 9), by=closed.official, reason="入力もれ")


@pytest.mark.parametrize("month", [Month(2026, 11), Month(2026, 12), Month(2025, 12), OCTOBER])
def test_a_month_not_over_not_begun_or_already_closed_cannot_be_closed(closed, month):
    with pytest.raises(NotClosable):
        close_month(cohort=closed.cohort, month=month, by=closed.official)


def test_the_preview_names_who_has_not_answered(nichinan):
    silent = make_enrollment(nichinan.cohort)
    make_earning(nichinan.enrollment, 12_000, OCTOBER_5)
    answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="reported", by=nichinan.worker_user)
    preview = preview_closing(cohort=nichinan.cohort, month=OCTOBER)
    assert (preview.unanswered, preview.figures.gross) == ([silent], 12_000)


def test_enrolling_opens_the_months_since_joining():
    cohort = make_cohort(starts_on=dt.date(2026, 9, 15), ramp={1: 10_000, 3: 40_000})
    enrollment = enroll(worker=make_worker(), cohort=cohort, joined_on=dt.date(2026, 9, 20))
    months = IncomeMonth.objects.filter(enrollment=enrollment).order_by("month").values_list("month", "target")
    assert list(months) == [
        (dt.date(2026, 9, 1), 10_000),
        (dt.date(2026, 10, 1), 10_000),
        (dt.date(2026, 11, 1), 40_000),
    ]


def test_a_full_cohort_takes_nobody_more():
    cohort = make_cohort(capacity=1)
    enroll(worker=make_worker(), cohort=cohort, joined_on=cohort.starts_on)
    with pytest.raises(CohortFull):
        enroll(worker=make_worker(), cohort=cohort, joined_on=cohort.starts_on)


def test_the_months_that_are_missing_open_once_for_everybody(nichinan, komagane):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    people_and_months = 2 * 11 - 1
    assert (open_current_months(), open_current_months()) == (people_and_months, 0)
    assert IncomeMonth.objects.filter(target=200_000).count() == people_and_months + 1


def test_a_seat_is_free_from_the_day_its_holder_leaves():
    cohort = make_cohort(capacity=1)
    first = enroll(worker=make_worker(), cohort=cohort, joined_on=cohort.starts_on)
    leave(enrollment=first, left_on=dt.date(2027, 3, 1), reason="moved")
    with pytest.raises(CohortFull):
        enroll(worker=make_worker(), cohort=cohort, joined_on=dt.date(2026, 11, 1))
    assert enroll(worker=make_worker(), cohort=cohort, joined_on=dt.date(2027, 3, 1)).pk


def test_leaving_before_joining_is_told_the_day_of_joining(nichinan):
    with pytest.raises(Refused) as refused:
        leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 1, 1), reason="moved")
    assert str(refused.value) == "参加したのは2026年1月10日です。その日以降を入れてください。"


def test_who_has_left_keeps_the_record_as_it_stands_and_the_town_may_mend_it(nichinan):
    earning = make_earning(nichinan.enrollment, 12_000, OCTOBER_5)
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 11, 1), reason="moved")
    for deed in (
        lambda by: change_earning(earning=earning, entry=make_entry(1, OCTOBER_5), by=by),
        lambda by: remove_earning(earning=earning, by=by),
    ):
        with pytest.raises(OutsideEnrollment):
            deed(nichinan.worker_user)
    change_earning(earning=earning, entry=make_entry(13_000, OCTOBER_5), by=nichinan.official)
    assert Earning.objects.get().gross == 13_000


def test_a_closed_cohort_month_makes_no_new_row_even_for_a_person_without_one(nichinan):
    """As when somebody is enrolled past the rules: the gate itself must refuse."""
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    late = make_enrollment(nichinan.cohort)
    with pytest.raises(MonthClosed):
        make_earning(late, 1_000, OCTOBER_5)
    assert not IncomeMonth.objects.filter(enrollment=late).exists()


def test_a_preview_shows_what_would_be_frozen_even_while_months_are_stale(nichinan):
    make_earning(nichinan.enrollment, 12_000, OCTOBER_5)
    nichinan.cohort.target = 10_000
    nichinan.cohort.save()
    mark_cohort(nichinan.cohort)
    preview = preview_closing(cohort=nichinan.cohort, month=OCTOBER)
    assert preview.figures.reached == 1
    assert close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, seen=preview.digest).pk


def test_figures_that_changed_since_they_were_seen_are_not_frozen(nichinan):
    make_earning(nichinan.enrollment, 12_000, OCTOBER_5)
    seen = preview_closing(cohort=nichinan.cohort, month=OCTOBER).digest
    make_earning(nichinan.enrollment, 7_800, OCTOBER_5)
    with pytest.raises(NotClosable):
        close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, seen=seen)
    assert not MonthClosing.objects.exists()

    seen = preview_closing(cohort=nichinan.cohort, month=OCTOBER).digest
    assert (
        close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, seen=seen).figures["gross"] == 19_800
    )
