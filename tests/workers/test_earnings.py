import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from programs.models import RampStep
from programs.shared.month import Month
from tests.make import make_cohort, make_earning, make_enrollment, make_entry
from workers.domain.answers import answer_month
from workers.domain.earnings import change_earning, record_earning, record_earnings, remove_earning
from workers.domain.refusals import AlreadyGone, HasEarnings, InTheFuture, OutsideEnrollment
from workers.domain.targets import pause, plan_month
from workers.domain.verifying import verify_earning
from workers.models import Earning, IncomeMonth

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2026, 11)
OCTOBER = Month(2026, 10)


def month_of(enrollment, month=NOVEMBER) -> IncomeMonth:
    return IncomeMonth.objects.get(enrollment=enrollment, month=month.first)


def test_a_recorded_earning_is_in_its_month_at_once():
    enrollment = make_enrollment()
    earning = make_earning(enrollment, 11_000, platform_fee=2_420, transfer_fee=100, withholding=1_021, minutes=90)

    row = month_of(enrollment)
    assert (row.gross, row.platform_fee, row.net, row.received) == (11_000, 2_420, 8_580, 7_459)
    assert (row.minutes, row.earning_count, row.verified_net, row.target) == (90, 1, 0, 200_000)
    earning.refresh_from_db()
    assert (earning.net, earning.received, earning.month) == (8_580, 7_459, dt.date(2026, 11, 1))


def test_moving_an_earning_settles_both_months():
    enrollment = make_enrollment()
    make_earning(enrollment, 5_000)
    earning = make_earning(enrollment, 7_000)

    change_earning(earning=earning, entry=make_entry(8_000, dt.date(2026, 10, 31)), by=None)

    assert (month_of(enrollment).gross, month_of(enrollment, OCTOBER).gross) == (5_000, 8_000)
    assert (month_of(enrollment).earning_count, month_of(enrollment, OCTOBER).earning_count) == (1, 1)


def test_removing_the_last_earning_leaves_a_month_of_nothing():
    enrollment = make_enrollment()
    earning = make_earning(enrollment)
    remove_earning(earning=earning, by=None)
    assert (month_of(enrollment).gross, month_of(enrollment).earning_count) == (0, 0)


def test_an_earning_removed_by_somebody_else_is_gone():
    enrollment = make_enrollment()
    earning = make_earning(enrollment)
    Earning.objects.all().delete()
    with pytest.raises(AlreadyGone):
        remove_earning(earning=earning, by=None)


def test_the_month_edge_belongs_to_the_day_in_japan():
    enrollment = make_enrollment()
    make_earning(enrollment, 1, dt.date(2026, 10, 31))
    make_earning(enrollment, 2, dt.date(2026, 11, 1))
    assert (month_of(enrollment, OCTOBER).gross, month_of(enrollment).gross) == (1, 2)


def test_tomorrow_is_refused():
    with pytest.raises(InTheFuture):
        make_earning(make_enrollment(), 1, dt.date(2026, 11, 23))


def test_a_day_before_joining_is_refused():
    enrollment = make_enrollment(joined_on=dt.date(2026, 11, 10))
    with pytest.raises(OutsideEnrollment):
        make_earning(enrollment, 1, dt.date(2026, 11, 9))
    make_earning(enrollment, 1, dt.date(2026, 11, 10))


def test_the_day_of_leaving_is_refused_and_the_day_before_is_not():
    enrollment = make_enrollment(left_on=dt.date(2026, 11, 10), leaving_reason="hired")
    with pytest.raises(OutsideEnrollment):
        make_earning(enrollment, 1, dt.date(2026, 11, 10))
    make_earning(enrollment, 1, dt.date(2026, 11, 9))


@pytest.mark.parametrize(
    "wrong",
    [{"gross": 0}, {"gross": -1}, {"gross": 10_000_001}, {"platform_fee": 10_001}, {"platform_fee": -1}, {"title": ""}],
)
def test_the_database_refuses_an_impossible_earning(wrong):
    enrollment = make_enrollment()
    with pytest.raises(IntegrityError), transaction.atomic():
        record_earning(enrollment=enrollment, entry=make_entry(**wrong), by=None)
    assert Earning.objects.count() == 0


def test_many_earnings_are_written_together_or_not_at_all():
    enrollment = make_enrollment()
    days = [dt.date(2026, 10, 5), dt.date(2026, 11, 5), dt.date(2026, 11, 6)]
    record_earnings(enrollment=enrollment, entries=[make_entry(1_000, day) for day in days], by=None)
    with pytest.raises(InTheFuture):
        record_earnings(
            enrollment=enrollment,
            entries=[make_entry(1_000), make_entry(1_000, dt.date(2026, 12, 1))],
            by=None,
        )
    assert (month_of(enrollment, OCTOBER).gross, month_of(enrollment).gross) == (1_000, 2_000)


def test_a_month_of_more_than_an_integer_can_hold_is_still_right():
    enrollment = make_enrollment()
    record_earnings(enrollment=enrollment, entries=[make_entry(10_000_000)] * 300, by=None)
    assert month_of(enrollment).gross == 3_000_000_000


def test_a_verified_earning_counts_as_verified_until_it_is_changed(nichinan):
    earning = make_earning(nichinan.enrollment, 10_000, platform_fee=2_200)
    verify_earning(earning=earning, by=nichinan.director)
    assert month_of(nichinan.enrollment).verified_net == 7_800
    change_earning(earning=earning, entry=make_entry(9_000), by=nichinan.worker_user)
    assert month_of(nichinan.enrollment).verified_net == 0


def test_the_target_comes_from_own_plan_then_ramp_then_cohort_then_program():
    cohort = make_cohort(starts_on=dt.date(2026, 9, 15))
    enrollment = make_enrollment(cohort)
    make_earning(enrollment)
    assert month_of(enrollment).target == 200_000

    cohort.target = 180_000
    cohort.save()
    make_earning(enrollment)
    assert month_of(enrollment).target == 180_000

    RampStep.objects.create(cohort=cohort, from_month=1, target=10_000)
    RampStep.objects.create(cohort=cohort, from_month=3, target=40_000)
    RampStep.objects.create(cohort=cohort, from_month=4, target=80_000)
    make_earning(enrollment)
    make_earning(enrollment, 1, dt.date(2026, 10, 31))
    assert (month_of(enrollment).target, month_of(enrollment, OCTOBER).target) == (40_000, 10_000)

    plan_month(enrollment=enrollment, month=NOVEMBER, target=25_000)
    make_earning(enrollment)
    assert month_of(enrollment).target == 25_000


def test_a_month_wholly_inside_a_pause_has_no_target():
    enrollment = make_enrollment()
    make_earning(enrollment, 1, dt.date(2026, 10, 31))
    pause(enrollment=enrollment, starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30))
    make_earning(enrollment)
    assert (month_of(enrollment).target, month_of(enrollment, OCTOBER).target) == (None, 200_000)


def test_a_pause_that_ends_within_the_month_leaves_the_target():
    enrollment = make_enrollment()
    pause(enrollment=enrollment, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 11, 29))
    make_earning(enrollment)
    assert month_of(enrollment).target == 200_000


def test_nothing_earned_cannot_stand_beside_an_entry(nichinan):
    answer_month(enrollment=nichinan.enrollment, month=NOVEMBER, answer="nothing_earned", by=nichinan.worker_user)
    assert month_of(nichinan.enrollment).answer == "nothing_earned"
    make_earning(nichinan.enrollment)
    assert month_of(nichinan.enrollment).answer == "open"
    with pytest.raises(HasEarnings):
        answer_month(enrollment=nichinan.enrollment, month=NOVEMBER, answer="nothing_earned", by=nichinan.worker_user)
