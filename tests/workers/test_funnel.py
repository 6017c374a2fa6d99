"""The funnel: first days of steps from attendances, entries and notes; people counted once; who was lost where."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.models import RampStep
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_program
from tests.make_programme import (
    make_attendance,
    make_attendee,
    make_course,
    make_session,
)
from workers.domain.funnel import funnel_of, steps_of
from workers.models import FunnelStep
from workers.models.funnel_step import FunnelStepKind as Step

TODAY = dt.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def on(month: int, day: int, hour: int = 10) -> dt.datetime:
    return timezone.make_aware(dt.datetime(2026, month, day, hour))


def attend(enrollment, *days: tuple[int, int], kind: str = "seminar", state: str = "present", **fields):
    """The person's attendance at a course with a session on each of these days."""
    course = make_course(enrollment.cohort.program, kind=kind, **fields)
    attendee = getattr(enrollment.worker, "attendee", None) or make_attendee(
        enrollment.worker.municipality, worker=enrollment.worker
    )
    for day in days:
        make_attendance(make_session(course, starts_at=on(*day)), attendee, state=state)
    return course


def leave(enrollment, day: dt.date = TODAY, reason: str = "income"):
    enrollment.left_on, enrollment.leaving_reason = day, reason
    enrollment.save()
    return enrollment


@pytest.fixture
def person(nichinan):
    """Sakita, since 10 January, with a target of 200,000 yen a month after fees."""
    return nichinan.enrollment


def test_nobody_has_taken_a_step_without_a_trace(person):
    assert steps_of(person) == {}


def test_the_seminar_is_the_first_one_they_were_present_at(person):
    attend(person, (3, 7))
    attend(person, (2, 7), state="absent")
    attend(person, (1, 8), (1, 9))
    assert steps_of(person) == {Step.SEMINAR: dt.date(2026, 1, 8)}


def test_another_programs_seminar_is_no_step_here(person):
    other = make_enrollment(make_cohort(make_program(person.worker.municipality)), worker=person.worker)
    attend(other, (1, 8))
    attend(other, (2, 8), kind="course")
    assert (steps_of(person), set(steps_of(other))) == ({}, {Step.SEMINAR, Step.COURSE})


def test_a_cancelled_seminar_was_not_taken(person):
    course = attend(person, (3, 7))
    course.sessions.update(cancelled_at=on(3, 1))
    assert steps_of(person) == {}


def test_a_course_is_completed_on_the_day_of_the_last_needed_session(person):
    attend(person, (5, 9), (5, 16), (5, 23), kind="course", sessions_to_complete=2)
    assert steps_of(person) == {Step.COURSE: dt.date(2026, 5, 16)}


def test_the_first_entry_is_the_first_order_and_the_first_income(person):
    make_earning(person, 5_000, dt.date(2026, 6, 20))
    make_earning(person, 1_000, dt.date(2026, 6, 3))
    assert steps_of(person) == dict.fromkeys((Step.FIRST_ORDER, Step.FIRST_INCOME), dt.date(2026, 6, 3))


@pytest.mark.parametrize(("written", "first"), [((5, 20), (5, 20)), ((7, 1), (6, 3))])
def test_an_order_written_down_counts_when_it_came_earlier(person, written, first):
    make_earning(person, 1_000, dt.date(2026, 6, 3))
    FunnelStep.objects.create(enrollment=person, step="first_order", reached_on=dt.date(2026, *written))
    days = steps_of(person)
    assert (days[Step.FIRST_ORDER], days[Step.FIRST_INCOME]) == (dt.date(2026, *first), dt.date(2026, 6, 3))


def test_half_and_all_of_the_target_are_reached_on_the_day_the_sum_is(person):
    make_earning(person, 90_000, dt.date(2026, 5, 30))  # another month: its sum begins at nothing
    make_earning(person, 99_999, dt.date(2026, 6, 3))
    make_earning(person, 1, dt.date(2026, 6, 10))
    make_earning(person, 100_000, dt.date(2026, 6, 30))
    drain()
    days = steps_of(person)
    assert (days[Step.HALF_TARGET], days[Step.TARGET]) == (dt.date(2026, 6, 10), dt.date(2026, 6, 30))


def test_one_yen_less_reaches_nothing(person):
    make_earning(person, 199_999, dt.date(2026, 6, 3))
    drain()
    assert Step.TARGET not in steps_of(person)


@pytest.mark.parametrize(("basis", "reached"), [("net", False), ("gross", True)])
def test_the_basis_of_the_program_decides_what_counts(person, basis, reached):
    person.cohort.program.target_basis = basis
    person.cohort.program.save()
    make_earning(person, 200_000, dt.date(2026, 6, 3), platform_fee=1)
    drain()
    assert (Step.TARGET in steps_of(person)) is reached


def test_a_step_of_the_ramp_is_not_the_target(person):
    RampStep.objects.create(cohort=person.cohort, from_month=1, target=10_000)
    make_earning(person, 99_999, dt.date(2026, 6, 3))
    drain()
    assert list(steps_of(person)) == [Step.FIRST_ORDER, Step.FIRST_INCOME]


def test_the_cohorts_target_comes_before_the_programs(person):
    person.cohort.target = 50_000
    person.cohort.save()
    make_earning(person, 50_000, dt.date(2026, 6, 3))
    assert Step.TARGET in steps_of(person)


def test_what_came_after_the_leaving_is_no_step_of_that_stay(person):
    attend(person, (9, 1))
    leave(person, dt.date(2026, 9, 1))
    assert steps_of(person) == {}
    again = make_enrollment(make_cohort(person.cohort.program), worker=person.worker)
    assert steps_of(again) == {Step.SEMINAR: dt.date(2026, 9, 1)}


def test_somebody_elses_steps_are_not_mine(person):
    other = make_enrollment(person.cohort)
    attend(other, (3, 7))
    make_earning(other, 500_000, dt.date(2026, 6, 3))
    assert steps_of(person) == {}


# -- counting ----------------------------------------------------------------------------------------
def row(funnel, step: Step):
    return next(one for one in funnel.steps if one.step == step)


def test_the_counts_of_a_cohort(nichinan, person):
    attend(person, (2, 1))
    make_earning(person, 1_000, dt.date(2026, 3, 1))
    lost = leave(make_enrollment(nichinan.cohort), reason="care")
    attend(lost, (2, 1))
    make_enrollment(nichinan.cohort)
    make_enrollment(make_cohort(nichinan.program))
    funnel = funnel_of(nichinan.program, nichinan.cohort)
    assert [(one.reached, one.waiting, one.lost, one.reasons, one.days) for one in funnel.steps] == [
        (2, 1, 0, {}, None),
        (0, 0, 1, {"care": 1}, None),
        (1, 0, 0, {}, None),
        (1, 0, 0, {}, 0),
        (0, 1, 0, {}, None),
        (0, 0, 0, {}, None),
    ]
    assert (funnel.people, funnel.here, funnel.gone) == (3, 0, 0)


def test_who_leaves_after_the_target_is_lost_before_no_step(nichinan, person):
    make_earning(person, 200_000, dt.date(2026, 6, 3))
    drain()
    leave(person, reason="hired")
    funnel = funnel_of(nichinan.program, nichinan.cohort)
    assert (sum(one.lost for one in funnel.steps), funnel.gone, funnel.reasons) == (0, 1, {"hired": 1})


def test_who_will_leave_tomorrow_takes_part_today(nichinan, person):
    leave(person, dt.date(2026, 11, 23))
    assert row(funnel_of(nichinan.program), Step.SEMINAR).waiting == 1
    assert row(funnel_of(nichinan.program, today=dt.date(2026, 11, 23)), Step.SEMINAR).lost == 1


def test_a_person_in_two_cohorts_counts_once_in_the_program(nichinan, person):
    leave(person, dt.date(2026, 6, 1), reason="care")
    again = make_enrollment(make_cohort(nichinan.program), worker=person.worker, joined_on=dt.date(2026, 8, 1))
    make_earning(again, 1_000, dt.date(2026, 9, 1))
    funnel = funnel_of(nichinan.program)
    assert (funnel.people, row(funnel, Step.FIRST_ORDER).reached) == (1, 1)
    assert (sum(one.lost for one in funnel.steps), row(funnel, Step.HALF_TARGET).waiting) == (0, 1)
    assert funnel.ways[0].enrollment == again.pk
    assert row(funnel_of(nichinan.program, nichinan.cohort), Step.SEMINAR).reasons == {"care": 1}


def test_who_left_both_cohorts_left_for_the_last_reason(nichinan, person):
    leave(person, dt.date(2026, 10, 1), reason="hired")
    leave(
        make_enrollment(make_cohort(nichinan.program), worker=person.worker, joined_on=dt.date(2026, 8, 1)),
        dt.date(2026, 9, 1),
        reason="care",
    )
    assert row(funnel_of(nichinan.program), Step.SEMINAR).reasons == {"hired": 1}


def test_the_median_is_of_those_who_took_both_steps_in_this_order(nichinan, person):
    for course_day, seminar_day in ((11, 1), (5, 1), (1, 4)):  # ten and four days, and one the other way round
        one = make_enrollment(nichinan.cohort)
        attend(one, (2, seminar_day))
        attend(one, (2, course_day), kind="course")
    assert row(funnel_of(nichinan.program), Step.COURSE).days == 7


def test_another_program_is_another_funnel(nichinan, komagane):
    other = make_enrollment(make_cohort(make_program(nichinan.municipality)))
    make_earning(other, 1_000, dt.date(2026, 6, 3))
    make_earning(komagane.enrollment, 1_000, dt.date(2026, 6, 3))
    funnel = funnel_of(nichinan.program)
    assert (funnel.people, row(funnel, Step.FIRST_ORDER).reached) == (1, 0)


@pytest.mark.parametrize("people", [1, 3, 60])
def test_the_number_of_queries_does_not_grow_with_people(nichinan, people, django_assert_num_queries):
    for n in range(people):
        one = make_enrollment(nichinan.cohort)
        make_earning(one, 1_000 * (n + 1), dt.date(2026, 6, 3))
        attend(one, (3, 7), kind="course")
        FunnelStep.objects.create(enrollment=one, step="seminar", reached_on=TODAY)
    with django_assert_num_queries(6):
        funnel_of(nichinan.program)
