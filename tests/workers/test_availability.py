"""Hours of a usual week, days off, and what a day leaves; no target changes by any of it."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from reports.domain.roll_up import drain
from tests.make import make_enrollment
from workers.domain.availability import (
    free_minutes,
    free_times,
    remove_days_off,
    set_availability,
    take_days_off,
    weeks_from,
)
from workers.domain.enrollments import open_months_of
from workers.domain.targets import pause
from workers.models import Availability, IncomeMonth, TimeOff

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 11, 23)  # 勤労感謝の日
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def person(nichinan):
    hours = {(0, "morning"): 180, (0, "night"): 90, (5, "afternoon"): 120}
    assert set_availability(enrollment=nichinan.enrollment, slots=hours) == 390
    return nichinan.enrollment


def test_a_day_leaves_the_hours_of_its_weekday(person):
    days = {TODAY: 0, MONDAY: 270, dt.date(2026, 11, 28): 120, dt.date(2026, 11, 24): 0}
    assert {day: free_minutes(person, day) for day in days} == days


def test_the_newest_week_takes_the_place_of_the_old_one(person):
    set_availability(enrollment=person, slots={(0, "morning"): 60, (6, "evening"): 30})
    rows = Availability.objects.order_by("weekday").values_list("weekday", "part", "minutes")
    assert list(rows) == [(0, "morning", 60), (6, "evening", 30)]
    set_availability(enrollment=person, slots={})
    assert Availability.objects.count() == 0


@pytest.mark.parametrize("slots", [{(7, "morning"): 60}, {(0, "noon"): 60}, {(0, "night"): 29}, {(0, "night"): 361}])
def test_strange_hours_are_refused_and_the_old_ones_stay(person, slots):
    with pytest.raises(Refused):
        set_availability(enrollment=person, slots=slots)
    assert Availability.objects.count() == 3


def test_days_off_a_break_and_the_end_of_the_stay_leave_nothing(person):
    take_days_off(enrollment=person, starts_on=MONDAY, ends_on=MONDAY)
    pause(enrollment=person, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 10))
    person.left_on, person.leaving_reason = dt.date(2026, 12, 21), "moved"
    person.save()
    mondays = [MONDAY + dt.timedelta(days=7 * n) for n in range(5)]
    time = free_times([person], first=mondays[0], last=mondays[-1])[0]
    assert [(time.on(day).minutes, time.on(day).state) for day in mondays] == [
        (0, "off"),
        (270, "free"),
        (0, "rest"),
        (270, "free"),
        (0, "outside"),
    ]
    assert [time.on(day).holiday for day in mondays[:2]] == ["勤労感謝の日", ""]


def test_days_off_change_no_target(person):
    open_months_of(person)
    take_days_off(enrollment=person, starts_on=TODAY, ends_on=dt.date(2027, 1, 31))
    drain()
    assert set(IncomeMonth.objects.values_list("target", flat=True)) == {200_000}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 11, 21), "starts_on"),
        (dt.date(2026, 11, 25), dt.date(2026, 11, 24), "ends_on"),
        (TODAY, TODAY + dt.timedelta(days=92), "ends_on"),
        (dt.date(2027, 12, 1), dt.date(2027, 12, 2), "starts_on"),
        (dt.date(2026, 12, 2), dt.date(2026, 12, 9), "starts_on"),
    ],
)
def test_days_off_that_cannot_be_are_refused_at_their_field(person, first, last, field):
    take_days_off(enrollment=person, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 3))
    with pytest.raises(Refused) as refused:
        take_days_off(enrollment=person, starts_on=first, ends_on=last)
    assert (refused.value.field, TimeOff.objects.count()) == (field, 1)


def test_days_off_are_taken_back(person):
    off = take_days_off(enrollment=person, starts_on=MONDAY, ends_on=MONDAY)
    remove_days_off(time_off=off)
    remove_days_off(time_off=off)
    assert free_minutes(person, MONDAY) == 270


def test_weeks_begin_on_monday():
    first, second = weeks_from(TODAY, 2)
    assert (first[0], first[6], second[0]) == (dt.date(2026, 11, 16), TODAY, MONDAY)


@pytest.mark.parametrize("rows", [1, 3])
def test_many_peoples_time_is_read_at_once(person, nichinan, rows, django_assert_num_queries):
    people = [person, *(make_enrollment(nichinan.cohort) for _n in range(rows - 1))]
    with django_assert_num_queries(3):
        assert len(free_times(people, first=TODAY, last=MONDAY)) == rows
