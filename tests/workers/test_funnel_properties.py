"""The funnel of random people equals a slow count, one person and one question at a time.

What is not promised: that fewer people take a later step. Seminar and course may be missing before an order; only
order, income, half and target imply each other.
"""

import datetime as dt
from collections import Counter
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.make import make_cohort, make_earning, make_enrollment, make_program, make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from tests.workers.test_funnel import on
from workers.domain.funnel import STEPS, Way, by_person, figures_of, funnel_of, steps_of
from workers.models import Attendance, Earning, Enrollment
from workers.models.enrollment import LeavingReason
from workers.models.funnel_step import FunnelStepKind as Step

TODAY = dt.date(2026, 11, 22)
NESTED = (Step.FIRST_ORDER, Step.FIRST_INCOME, Step.HALF_TARGET, Step.TARGET)
days = st.dates(dt.date(2026, 1, 1), TODAY)
reasons = st.sampled_from(LeavingReason.values)


# -- the arithmetic ----------------------------------------------------------------------------------
@st.composite
def ways(draw) -> Way:
    left_on = draw(st.none() | st.dates(dt.date(2026, 6, 1), dt.date(2026, 12, 31)))
    return Way(
        enrollment=draw(st.integers(1, 10_000)),
        worker=draw(st.integers(1, 6)),
        joined_on=draw(days),
        left_on=left_on,
        reason=draw(reasons) if left_on else "",
        days=draw(st.dictionaries(st.sampled_from(STEPS), days)),
    )


@given(st.lists(ways(), max_size=25))
def test_everybody_stands_before_exactly_one_step_or_has_taken_the_last(people):
    funnel = figures_of(people, TODAY)
    assert funnel.people == len(people)
    assert sum(one.waiting + one.lost for one in funnel.steps) + funnel.here + funnel.gone == len(people)
    assert [sum(one.reasons.values()) for one in funnel.steps] == [one.lost for one in funnel.steps]
    assert sum(funnel.reasons.values()) == funnel.gone


@given(st.lists(ways(), max_size=25))
def test_the_figures_equal_a_slow_count(people):
    funnel = figures_of(people, TODAY)
    for place, one in enumerate(funnel.steps):
        reached, waiting, lost, why, waits = 0, 0, 0, Counter(), []
        for way in people:
            reached += STEPS[place] in way.days
            later = [step for step in STEPS[place:] if step in way.days]
            at_the_door = not later and (place == 0 or STEPS[place - 1] in way.days)
            if at_the_door and way.left_on is not None and way.left_on <= TODAY:
                lost, why = lost + 1, why + Counter([way.reason])
            elif at_the_door:
                waiting += 1
            if place and {STEPS[place - 1], STEPS[place]} <= way.days.keys():
                waits.append((way.days[STEPS[place]] - way.days[STEPS[place - 1]]).days)
        waits = sorted(wait for wait in waits if wait >= 0)
        half = len(waits) // 2
        middle = (waits[half] + waits[-half - 1]) / 2 if waits else None
        assert (one.reached, one.waiting, one.lost, one.reasons, one.days) == (reached, waiting, lost, why, middle)


@given(st.lists(ways(), max_size=25))
def test_one_way_for_each_person_with_the_first_day_of_each_step(people):
    together = {way.worker: way for way in by_person(people, TODAY)}
    assert together.keys() == {way.worker for way in people}
    for worker, way in together.items():
        stays = [one for one in people if one.worker == worker]
        for step in STEPS:
            assert way.days.get(step) == min((one.days[step] for one in stays if step in one.days), default=None)
        gone = all(one.left_on is not None and one.left_on <= TODAY for one in stays)
        assert way.has_left(TODAY) == gone
        if gone:
            assert way.left_on == max(one.left_on for one in stays)


# -- from the rows -----------------------------------------------------------------------------------
@st.composite
def lives(draw) -> dict:
    entries = st.tuples(days, st.integers(1, 120_000), st.integers(0, 100))
    return {
        "cohort": draw(st.integers(0, 1)),
        "entries": draw(st.lists(entries, max_size=6)),
        "seminars": draw(st.sets(st.integers(0, 2))),
        "lessons": draw(st.sets(st.integers(0, 3))),
        "left_on": draw(st.none() | st.dates(dt.date(2026, 6, 1), TODAY)),
        "reason": draw(reasons),
    }


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    people=st.lists(lives(), min_size=1, max_size=4),
    basis=st.sampled_from(["net", "gross"]),
    needed=st.integers(1, 4),
    targets=st.tuples(st.none() | st.integers(1, 150_000), st.none() | st.integers(1, 150_000)),
)
def test_the_funnel_of_rows_equals_a_slow_count(people, basis, needed, targets):
    with transaction.atomic():
        program = make_program(target_basis=basis, default_target=50_000)
        cohorts = [make_cohort(program, starts_on=dt.date(2026, 1, 1), target=target) for target in targets]
        seminars = [make_session(make_course(program), starts_at=on(2, 1 + n)) for n in range(3)]
        course = make_course(program, kind="course", sessions_to_complete=needed)
        lessons = [make_session(course, starts_at=on(3, 1 + n)) for n in range(4)]
        for life in people:
            _live(cohorts[life["cohort"]], life, seminars, lessons)
        for cohort in cohorts:
            funnel = funnel_of(program, cohort)
            rows = list(Enrollment.objects.filter(cohort=cohort))
            slow = {one.pk: _slow_days(one, basis, needed) for one in rows}
            assert {way.enrollment: way.days for way in funnel.ways} == slow
            assert all(steps_of(one) == slow[one.pk] for one in rows)
            assert [one.reached for one in funnel.steps] == [
                sum(step in found for found in slow.values()) for step in STEPS
            ]
            for before, after in pairwise(NESTED):
                for found in slow.values():
                    assert after not in found or (before in found and found[before] <= found[after])
        transaction.set_rollback(True)


def _live(cohort, life: dict, seminars: list, lessons: list) -> None:
    worker = make_worker(cohort.program.municipality)
    one = make_enrollment(cohort, worker=worker)
    for day, gross, share in life["entries"]:
        make_earning(one, gross, day, platform_fee=gross * share // 100)
    attendee = make_attendee(worker.municipality, worker=worker)
    for n, session in enumerate(seminars):
        make_attendance(session, attendee, state="present" if n in life["seminars"] else "absent")
    for n, session in enumerate(lessons):
        make_attendance(session, attendee, state="present" if n in life["lessons"] else "excused")
    if life["left_on"]:
        one.left_on, one.leaving_reason = life["left_on"], life["reason"]
        one.save()


def _slow_days(one: Enrollment, basis: str, needed: int) -> dict:
    """Each step asked by itself, entry by entry; nothing shared with the code that is tried."""
    found: dict = {}
    there = Attendance.objects.filter(attendee__worker=one.worker, state="present").order_by("session__starts_at")
    for step, kind, wanted in ((Step.SEMINAR, "seminar", 1), (Step.COURSE, "course", needed)):
        came = [row.session.starts_at for row in there.filter(session__course__kind=kind).select_related("session")]
        if len(came) >= wanted:
            found[step] = came[wanted - 1].astimezone(dt.timezone(dt.timedelta(hours=9))).date()
    entries = list(Earning.objects.filter(enrollment=one))
    if entries:
        found[Step.FIRST_ORDER] = found[Step.FIRST_INCOME] = min(entry.earned_on for entry in entries)
    for step, part in ((Step.HALF_TARGET, 2), (Step.TARGET, 1)):
        for day in sorted({entry.earned_on for entry in entries}):
            so_far = [e for e in entries if e.earned_on <= day and e.earned_on.replace(day=1) == day.replace(day=1)]
            total = sum(entry.net if basis == "net" else entry.gross for entry in so_far)
            if total * part >= (one.cohort.target or one.cohort.program.default_target):
                found.setdefault(step, day)
    return {step: day for step, day in found.items() if one.left_on is None or day < one.left_on}
