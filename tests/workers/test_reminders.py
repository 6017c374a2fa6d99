"""Who is reminded on which day: rules without sending."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.shared.month import Month
from tests.make import make_enrollment, make_worker
from workers.domain.answers import answer_month
from workers.domain.closing import close_month
from workers.domain.reminders import days_of, owing, quiet_until, step_on, to_remind
from workers.domain.targets import pause
from workers.models import Enrollment, IncomeMonth, WorkerPreference

OCTOBER = Month(2026, 10)
THIRD = dt.date(2026, 11, 3)


def days(grace: int) -> list[tuple[int, dt.date]]:
    return sorted((int(step), day) for step, day in days_of(OCTOBER, grace_days=grace).items())


@pytest.mark.parametrize(
    ("grace", "expected"),
    [
        (5, {1: 2, 2: 3, 3: 6}),
        (10, {1: 2, 2: 8, 3: 11}),
        (28, {1: 2, 2: 26, 3: 29}),
        (4, {1: 2, 3: 5}),  # the second would be the day of the first
        (1, {1: 1, 3: 2}),
        (0, {1: 1, 3: 2}),
    ],
)
def test_the_days_of_the_steps(grace, expected):
    assert days(grace) == [(step, dt.date(2026, 11, day)) for step, day in expected.items()]


@pytest.mark.parametrize(
    ("day", "step"),
    [
        ("2026-10-31", None),
        ("2026-11-01", None),
        ("2026-11-02", 1),
        ("2026-11-03", 2),
        ("2026-11-05", 2),
        ("2026-11-06", 3),
        ("2026-11-19", 3),
        ("2026-11-20", None),
        ("2027-01-02", None),
    ],
)
def test_one_step_is_on_at_a_time_and_long_ago_none(day, step):
    assert step_on(dt.date.fromisoformat(day), OCTOBER, grace_days=5) == step


def test_february_of_a_leap_year():
    assert days_of(Month(2028, 2), grace_days=5)[1] == dt.date(2028, 3, 2)


@pytest.mark.parametrize(
    ("first", "last", "at", "ends"),
    [
        (21, 8, "2026-11-02T20:59", None),
        (21, 8, "2026-11-02T21:00", "2026-11-03T08:00"),
        (21, 8, "2026-11-03T07:59", "2026-11-03T08:00"),
        (21, 8, "2026-11-03T08:00", None),
        (0, 23, "2026-11-03T22:59", "2026-11-03T23:00"),
        (0, 23, "2026-11-03T23:00", None),
        (9, 9, "2026-11-03T09:00", None),  # the same hour twice: never quiet
        (23, 0, "2026-11-03T23:30", "2026-11-04T00:00"),
    ],
)
def test_quiet_hours_end_on_the_clock_of_the_town(first, last, at, ends):
    preference = WorkerPreference(quiet_from=first, quiet_until=last)
    moment = timezone.make_aware(dt.datetime.fromisoformat(at)).astimezone(dt.UTC)
    end = quiet_until(preference, moment)
    assert end == (timezone.make_aware(dt.datetime.fromisoformat(ends)) if ends else None)


@pytest.mark.django_db
class TestWhoOwes:
    def names(self, month=OCTOBER, day=THIRD) -> list[int]:
        return list(to_remind(month, day).values_list("pk", flat=True))

    def test_who_said_nothing_with_or_without_a_row(self, nichinan):
        assert self.names() == [nichinan.enrollment.pk]
        answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="excused", by=nichinan.director)
        assert self.names() == []
        answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="open", by=nichinan.director)
        assert self.names() == [nichinan.enrollment.pk]

    def test_who_answered_owes_nothing(self, nichinan):
        answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user)
        assert self.names() == []

    def test_a_month_that_is_signed_off_is_not_asked_about(self, nichinan):
        close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
        assert (self.names(), owing(OCTOBER).count()) == ([], 0)

    def test_a_rest_owes_nothing_a_moment_after_it_was_written_down(self, nichinan):
        pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 10, 1), ends_on=dt.date(2026, 10, 31))
        assert (self.names(), owing(OCTOBER).count()) == ([], 0)

    def test_who_rests_today_is_left_in_peace_and_still_on_the_list(self, nichinan):
        pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 10, 20), ends_on=None)
        assert (self.names(), owing(OCTOBER).count()) == ([], 1)

    def test_who_left_is_not_written_to_any_more(self, nichinan):
        Enrollment.objects.update(left_on=THIRD, leaving_reason="other")
        assert (self.names(), self.names(day=dt.date(2026, 11, 2))) == ([], [nichinan.enrollment.pk])
        Enrollment.objects.update(left_on=dt.date(2026, 10, 1))
        assert owing(OCTOBER).count() == 0

    def test_who_has_no_account_cannot_be_asked(self, nichinan):
        make_enrollment(nichinan.cohort, worker=make_worker())
        assert (self.names(), owing(OCTOBER).count()) == ([nichinan.enrollment.pk], 2)
        nichinan.worker_user.is_active = False
        nichinan.worker_user.save()
        assert self.names() == []

    def test_entries_alone_are_no_answer(self, nichinan):
        IncomeMonth.objects.create(enrollment=nichinan.enrollment, month=OCTOBER.first, target=1, earning_count=1)
        assert self.names() == [nichinan.enrollment.pk]
