"""Counting those who came: 延べ counts attendances, 実 counts different people; the two are never added or mixed."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from programs.models import Course, CourseSession
from programs.models.course import CourseKind
from workers.models import Attendance, Attendee, Worker
from workers.models.attendance import SEATED, AttendanceState

Place = tuple[int, int]  # a person's number and the number of the program they came to


@dataclass(frozen=True)
class Turnout:
    """延べ (`total`: marks of presence) and 実 (`unique`: different people among them)."""

    total: int = 0
    unique: int = 0


def attendance_total(sessions: Iterable[CourseSession]) -> int:
    """延べ: how often somebody was present at these sessions."""
    return _present(sessions).count()


def attendance_unique(sessions: Iterable[CourseSession]) -> int:
    """実: how many different people were present at one of these sessions or more."""
    return _present(sessions).values("attendee").distinct().count()


def turnout(sessions: Iterable[CourseSession]) -> Turnout:
    """Both at once, in one query."""
    return Turnout(**_present(sessions).aggregate(total=Count("pk"), unique=Count("attendee", distinct=True)))


def turnout_by_course(sessions: Iterable[CourseSession]) -> dict[int, Turnout]:
    """Course -> both, of those of `sessions` that are its own; courses nobody came to are left out."""
    rows = _present(sessions).order_by().values("session__course")
    counted = rows.annotate(total=Count("pk"), unique=Count("attendee", distinct=True))
    return {row["session__course"]: Turnout(row["total"], row["unique"]) for row in counted}


def marks_by_session(sessions: Iterable[CourseSession]) -> dict[int, dict[str, int]]:
    """Session -> state -> how many; «seated» are all who hold a seat."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys([*AttendanceState.values, "seated"], 0))
    rows = Attendance.objects.filter(session__in=sessions).order_by().values_list("session", "state")
    for session, state, count in rows.annotate(count=Count("pk")):
        found[session][state] = count
        found[session]["seated"] += count if state in SEATED else 0
    return found


def completion(course: Course) -> QuerySet[Attendee]:
    """Those who completed it: present at `sessions_to_complete` sessions, or at all that were not cancelled.

    As long as sessions are still to come, «all» is not reached; a course without sessions nobody completes.
    """
    held = course.sessions.filter(cancelled_at=None)
    needed = course.sessions_to_complete or held.count()
    if not needed:
        return Attendee.objects.none()
    present = Q(attendances__state=AttendanceState.PRESENT, attendances__session__in=held)
    return Attendee.objects.annotate(there=Count("attendances", filter=present)).filter(there__gte=needed)


def seminar_dates(workers: Iterable[Worker]) -> dict[Place, dt.date]:
    """(worker, program) -> the day of the first information seminar of that program they were present at."""
    rows = Attendance.objects.present().filter(
        attendee__worker__in=workers, session__course__kind=CourseKind.SEMINAR, session__cancelled_at=None
    )
    places = rows.order_by().values_list("attendee__worker", "session__course__program")
    return {
        (worker, program): timezone.localdate(moment)
        for worker, program, moment in places.annotate(first=Min("session__starts_at"))
    }


def completed_courses(workers: Iterable[Worker]) -> dict[Place, dt.date]:
    """(worker, program) -> the day they completed their first course or lessons there (as `completion` says)."""
    rows = Attendance.objects.present().filter(attendee__worker__in=workers, session__cancelled_at=None)
    rows = rows.exclude(session__course__kind=CourseKind.SEMINAR).order_by("session__starts_at", "pk")
    there: dict[tuple[Place, int], list[dt.datetime]] = defaultdict(list)
    columns = ("attendee__worker", "session__course__program", "session__course", "session__starts_at")
    for worker, program, course, moment in rows.values_list(*columns):
        there[(worker, program), course].append(moment)
    needed = _needed_sessions({course for _place, course in there})
    done: dict[Place, dt.date] = {}
    for (place, course), moments in there.items():
        if len(moments) >= needed[course]:
            day = timezone.localdate(moments[needed[course] - 1])
            done[place] = min(day, done.get(place, day))
    return done


def _present(sessions: Iterable[CourseSession]) -> QuerySet[Attendance]:
    return Attendance.objects.present().filter(session__in=sessions)


def _needed_sessions(courses: set[int]) -> dict[int, int]:
    held = Count("sessions", filter=Q(sessions__cancelled_at=None))
    rows = Course.objects.filter(pk__in=courses).annotate(held=held)
    return {pk: wanted or held for pk, wanted, held in rows.values_list("pk", "sessions_to_complete", "held")}
