"""A closed month stays as it is: its entry is taken back in an open one, and the right one stands beside it."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.shared.month import Month
from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_earning, make_entry
from workers.domain.closing import close_month, figures_of, reopen_month
from workers.domain.corrections import correct_earning
from workers.domain.earning_changes import TOLD, history_of, removed_in
from workers.domain.earnings import Entry, change_earning, remove_earning
from workers.domain.refusals import AlreadyGone, Corrected, InTheFuture, MonthClosed
from workers.domain.verifying import return_earning, verify_earning
from workers.models import Earning, EarningChange, IncomeMonth

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
OLD_DAY, TODAY = dt.date(2026, 10, 5), dt.date(2026, 11, 22)


@pytest.fixture
def old(nichinan) -> Earning:
    earning = make_earning(
        nichinan.enrollment, 10_000, OLD_DAY, platform_fee=2_000, transfer_fee=500, withholding=1_021, minutes=90
    )
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    return earning


def correct(earning, by, *, right=None, on=TODAY, reason="金額の打ち間違い"):
    return correct_earning(earning=earning, on=on, reason=reason, right=right, by=by)


def month(enrollment, which=NOVEMBER) -> IncomeMonth:
    return IncomeMonth.objects.get(enrollment=enrollment, month=which.first)


def test_the_old_entry_is_taken_back_to_the_yen_and_the_right_one_stands_beside(nichinan, old):
    done = correct(old, nichinan.worker_user, right=make_entry(12_000, OLD_DAY, platform_fee=2_400, minutes=100))
    row = month(nichinan.enrollment)
    assert (row.gross, row.net, row.received, row.minutes, row.earning_count) == (2_000, 1_600, 3_121, 10, 1)
    assert (done.counter.corrects, done.right.corrects, done.right.earned_on) == (old, old, TODAY)
    assert (done.counter.title, done.counter.recorded_by) == (old.title, nichinan.worker_user)
    closed = month(nichinan.enrollment, OCTOBER)
    assert (closed.gross, closed.net, closed.earning_count) == (10_000, 8_000, 1)
    step = history_of(nichinan.enrollment, old.pk).get()
    assert (step.kind, step.reason) == ("taken_back", "金額の打ち間違い")
    assert step.after == {"counter": done.counter.pk, "right": done.right.pk, "on": "2026-11-22"}


def test_a_month_of_nothing_but_a_correction_is_negative_and_not_active(nichinan, old):
    correct(old, nichinan.worker_user)
    row = month(nichinan.enrollment)
    assert (row.gross, row.net, row.received, row.minutes, row.earning_count) == (-10_000, -8_000, -6_479, -90, 0)
    drain()
    assert check() == []
    figures = figures_of(nichinan.cohort, NOVEMBER)
    assert (figures.active, figures.gross, figures.best, sum(figures.bands), figures.reached) == (0, -10_000, 0, 0, 0)
    counted = CohortMonth.objects.get(month=NOVEMBER.first)
    assert (counted.active, counted.net, counted.best, counted.mean, counted.earning_count) == (0, -8_000, 0, 0, 0)


def test_a_smaller_pay_in_a_month_of_a_larger_correction_is_no_active_month(nichinan, old):
    correct(old, nichinan.worker_user)
    make_earning(nichinan.enrollment, 3_000, TODAY)
    drain()
    row, counted = month(nichinan.enrollment), CohortMonth.objects.get(month=NOVEMBER.first)
    assert (row.net, row.earning_count, counted.active, counted.earning_count) == (-5_000, 1, 0, 1)
    assert figures_of(nichinan.cohort, NOVEMBER).active == 0


def test_an_entry_is_taken_back_once(nichinan, old):
    done = correct(old, nichinan.worker_user, right=make_entry(12_000, OLD_DAY))
    for again in (old, done.counter):
        with pytest.raises(Refused):
            correct(again, nichinan.worker_user)
    assert Earning.objects.filter(gross__lt=0).count() == 1


def test_the_right_entry_may_be_corrected_once_its_month_is_closed(nichinan, old, time_machine):
    done = correct(old, nichinan.worker_user, right=make_entry(12_000, OLD_DAY))
    time_machine.move_to(dt.datetime(2026, 12, 5, 3, tzinfo=dt.UTC))
    close_month(cohort=nichinan.cohort, month=NOVEMBER, by=nichinan.official)
    with pytest.raises(Corrected):
        correct(done.counter, nichinan.worker_user, on=dt.date(2026, 12, 5))
    again = correct(done.right, nichinan.worker_user, on=dt.date(2026, 12, 5))
    assert (again.counter.gross, again.counter.corrects) == (-12_000, done.right)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ({"on": OLD_DAY}, MonthClosed),
        ({"on": dt.date(2026, 11, 23)}, InTheFuture),
        ({"reason": " "}, Refused),
        ({"right": "same"}, Refused),
    ],
    ids=str,
)
def test_what_cannot_be_a_correction_is_refused_and_nothing_is_written(nichinan, old, words, kind):
    if words.get("right"):
        amounts = {"platform_fee": 2_000, "transfer_fee": 500, "withholding": 1_021, "minutes": 90}
        words = {"right": make_entry(10_000, OLD_DAY, **amounts)}
    with pytest.raises(kind):
        correct(old, nichinan.worker_user, **words)
    assert (Earning.objects.count(), EarningChange.objects.count()) == (1, 0)


def test_in_an_open_month_the_entry_itself_is_changed(nichinan, old):
    reopen_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, reason="入力もれ")
    with pytest.raises(Refused, match="10月はまだ開いています"):
        correct(old, nichinan.worker_user)


def test_an_entry_that_is_gone_is_not_corrected(nichinan, old):
    Earning.objects.filter(pk=old.pk).delete()
    with pytest.raises(AlreadyGone):
        correct(old, nichinan.worker_user)


def test_what_belongs_together_goes_in_order(nichinan, old):
    done = correct(old, nichinan.worker_user, right=make_entry(12_000, OLD_DAY))
    with pytest.raises(Corrected):
        change_earning(earning=done.counter, entry=make_entry(5_000, TODAY), by=nichinan.worker_user)
    with pytest.raises(Corrected):
        remove_earning(earning=done.counter, by=nichinan.worker_user)
    change_earning(earning=done.right, entry=make_entry(11_000, TODAY), by=nichinan.worker_user)
    remove_earning(earning=done.right, by=nichinan.worker_user)
    remove_earning(earning=done.counter, by=nichinan.worker_user)
    assert month(nichinan.enrollment).gross == 0
    assert [step.before["gross"] for step in removed_in(nichinan.enrollment, NOVEMBER)] == [-10_000, 11_000]
    assert correct(old, nichinan.worker_user).counter.gross == -10_000


def test_a_corrected_entry_of_a_reopened_month_stays_as_it_is(nichinan, old):
    correct(old, nichinan.worker_user)
    reopen_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official, reason="入力もれ")
    for deed in (
        lambda: change_earning(earning=old, entry=make_entry(5_000, OLD_DAY), by=nichinan.worker_user),
        lambda: remove_earning(earning=old, by=nichinan.worker_user),
        lambda: return_earning(earning=old, reason="x", by=nichinan.director),
    ):
        with pytest.raises(Corrected):
            deed()
    assert verify_earning(earning=old, by=nichinan.director).verified_by == nichinan.director


def test_a_counter_entry_may_be_verified_and_given_back(nichinan, old):
    counter = correct(old, nichinan.worker_user).counter
    verify_earning(earning=counter, by=nichinan.director)
    assert month(nichinan.enrollment).verified_net == -8_000
    assert return_earning(earning=counter, reason="なぜですか", by=nichinan.director).return_reason == "なぜですか"


def test_the_history_tells_all_a_person_can_write():
    assert set(TOLD) == set(Entry.__dataclass_fields__)
