"""延べ and 実, completion and the first days: set-based, compared with slow counting."""

import datetime as dt

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from programs.models import Course, CourseSession
from tests.make import make_municipality, make_program, make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from workers.domain.attendance import (
    attendance_total,
    attendance_unique,
    completed_courses,
    completion,
    marks_by_session,
    seminar_dates,
    turnout,
    turnout_by_course,
)
from workers.models import Attendance, Worker
from workers.models.attendance import AttendanceState

PEOPLE, SESSIONS = 4, 5


def test_three_sessions_of_one_person_are_three_and_one(nichinan):
    course = make_course(nichinan.program)
    attendee = make_attendee(nichinan.municipality)
    for state in ("present", "present", "present", "absent", "excused", "signed_up"):
        make_attendance(make_session(course), attendee, state=state)
    sessions = CourseSession.objects.filter(course=course)
    assert (attendance_total(sessions), attendance_unique(sessions)) == (3, 1)


def test_counting_asks_once(nichinan, django_assert_num_queries):
    session = make_session(make_course(nichinan.program))
    for _n in range(3):
        make_attendance(session, state="present")
    sessions = CourseSession.objects.all()
    with django_assert_num_queries(1):
        assert turnout(sessions).total == 3
    with django_assert_num_queries(1):
        assert turnout_by_course(sessions)[session.course_id].unique == 3
    with django_assert_num_queries(1):
        assert marks_by_session([session])[session.pk]["seated"] == 3


def test_an_empty_course_nobody_completes(nichinan):
    make_attendee(nichinan.municipality)
    assert list(completion(make_course(nichinan.program))) == []


def test_completion_asks_for_no_session_that_was_cancelled(nichinan):
    course = make_course(nichinan.program)
    here, once = (make_attendee(nichinan.municipality) for _n in range(2))
    for _n in range(2):
        session = make_session(course)
        make_attendance(session, here, state="present")
    make_attendance(session, once, state="present")
    make_session(course, cancelled_at=timezone.now())
    assert list(completion(course)) == [here]


def test_the_first_seminar_and_the_first_completed_course(nichinan):
    worker = nichinan.worker
    place = (worker.pk, nichinan.program.pk)
    me = make_attendee(nichinan.municipality, worker=worker)
    seminar, course = make_course(nichinan.program), make_course(nichinan.program, kind="course")
    for month, state in ((3, "absent"), (5, "present"), (4, "present")):
        make_attendance(make_session(seminar, starts_at=_morning(2026, month)), me, state=state)
    for month in (6, 7):
        make_attendance(make_session(course, starts_at=_morning(2026, month)), me, state="present")
    assert seminar_dates([worker]) == {place: dt.date(2026, 4, 1)}
    assert completed_courses([worker]) == {place: dt.date(2026, 7, 1)}
    make_session(course, starts_at=_morning(2026, 8))
    assert completed_courses([worker]) == {}
    course.sessions_to_complete = 1
    course.save()
    assert completed_courses(Worker.objects.all()) == {place: dt.date(2026, 6, 1)}


def _morning(year: int, month: int) -> dt.datetime:
    return dt.datetime(year, month, 1, 10, tzinfo=timezone.get_default_timezone())


states = st.sampled_from(["present"] * 5 + AttendanceState.values)  # most people come
marks = st.lists(
    st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, SESSIONS - 1), states),
    min_size=5,
    max_size=18,
    unique_by=lambda one: one[:2],
)


class AgainstSlowCounting(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        marks=marks,
        cancelled=st.sets(st.integers(0, SESSIONS - 1), max_size=2),
        needed=st.sampled_from([None, 1, 2, 3]),
    )
    def test_every_figure_is_what_a_person_would_count(self, marks, cancelled, needed):
        town = make_municipality()
        program = make_program(town)
        kinds = ("course", "seminar")
        courses = [make_course(program, kind=kind, sessions_to_complete=needed) for kind in kinds]
        sessions = [self.session(courses[n % 2], n, n in cancelled) for n in range(SESSIONS)]
        workers = [make_worker(town) for _n in range(PEOPLE)]
        people = [make_attendee(town, worker=worker) for worker in workers]
        held = [(who, when) for who, when, state in marks if state == "present" and when not in cancelled]
        for who, when, state in marks:
            if not (state == "present" and when in cancelled):
                make_attendance(sessions[when], people[who], state=state)

        chosen = sessions[::2]
        here = [who for who, when in held if when % 2 == 0]
        assert (attendance_total(chosen), attendance_unique(chosen)) == (len(here), len(set(here)))
        assert (turnout(chosen).total, turnout(chosen).unique) == (len(here), len(set(here)))

        open_ones = [n for n in (0, 2, 4) if n not in cancelled]
        least = needed or len(open_ones)
        done = {who for who in here if least and here.count(who) >= least}
        assert set(completion(courses[0]).values_list("pk", flat=True)) == {people[who].pk for who in done}
        assert set(completed_courses(workers)) == {(workers[who].pk, program.pk) for who in done}

        first = {who: min(when for one, when in held if one == who and when % 2) for who, when in held if when % 2}
        assert seminar_dates(workers) == {
            (workers[who].pk, program.pk): dt.date(2026, 1, 1 + when) for who, when in first.items()
        }
        assert sum(marks_by_session(chosen)[one.pk]["present"] for one in chosen) == len(here)
        assert Attendance.objects.count() <= len(marks)

    def session(self, course: Course, number: int, is_cancelled: bool) -> CourseSession:
        starts = dt.datetime(2026, 1, 1 + number, 10, tzinfo=timezone.get_default_timezone())
        return make_session(course, starts_at=starts, cancelled_at=timezone.now() if is_cancelled else None)


@pytest.mark.parametrize("state", [one for one in AttendanceState.values if one != "present"])
def test_only_presence_counts(nichinan, state):
    session = make_session(make_course(nichinan.program))
    make_attendance(session, state=state)
    assert (attendance_total([session]), attendance_unique([session])) == (0, 0)
