"""Courses and their sessions: making them, one by one or in a rhythm, changing and cancelling them."""

import datetime as dt
import secrets
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, fields

import jpholiday
from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Cohort, Course, CourseSession, Program, User
from workers.domain.course_mails import tell_cancelled, to_be_told
from workers.models import Attendance

MOST_SESSIONS = 52
FAR = dt.timedelta(days=2 * 366)  # a day further away than that is a slip of the pen


class Rhythm(models.TextChoices):
    ONCE = "once", gettext_lazy("only once")
    WEEKLY = "weekly", gettext_lazy("every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("every two weeks")
    MONTHLY = "monthly", gettext_lazy("every month on the same weekday")


@dataclass(frozen=True, kw_only=True)
class CoursePlan:
    """What a course is; `cohort` None opens it to citizens."""

    kind: str
    title: str
    cohort: Cohort | None = None
    about: str = ""
    takes_sign_up: bool = True
    sessions_to_complete: int | None = None


@dataclass(frozen=True, kw_only=True)
class SessionPlan:
    """What the sessions of a course have in common; hours are Japan's."""

    starts: dt.time
    ends: dt.time
    place: str = ""
    online_url: str = ""
    trainer: str = ""
    capacity: int | None = None


def make_course(*, program: Program, plan: CoursePlan) -> Course:
    """Raises Refused for a cohort of another program."""
    _refuse_other_cohort(program, plan)
    return Course.objects.create(program=program, **_columns(plan))


@transaction.atomic
def change_course(*, course: Course, plan: CoursePlan) -> Course:
    """Raises Refused for a cohort of another program."""
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    _refuse_other_cohort(course.program, plan)
    for name, value in _columns(plan).items():
        setattr(course, name, value)
    course.save()
    return course


@transaction.atomic
def add_sessions(*, course: Course, plan: SessionPlan, days: Sequence[dt.date]) -> list[CourseSession]:
    """One session on each of these days, numbered after those that exist, in the order of the days.

    Raises Refused: no day, a day out of reach, a session at that very time.
    """
    if not days:
        raise Refused(_("Choose at least one day."), field="day")
    course = Course.objects.select_for_update(no_key=True).get(pk=course.pk)
    number = course.sessions.aggregate(last=Max("number"))["last"] or 0
    made = []
    for offset, day in enumerate(sorted(set(days)), 1):
        session = CourseSession(course=course, number=number + offset, sign_up_key=secrets.token_urlsafe(12))
        _set_up(session, plan, day)
        session.save(force_insert=True)
        made.append(session)
    return made


@transaction.atomic
def change_session(*, session: CourseSession, plan: SessionPlan, day: dt.date) -> CourseSession:
    """Move or correct a session.

    Raises Refused: cancelled, held and now on a day to come, fewer seats than people, a session at that very time.
    """
    session = locked_session(session)
    if session.cancelled_at:
        raise Refused(_("This session has been cancelled."))
    if day > timezone.localdate() and Attendance.objects.present().filter(session=session).exists():
        raise Refused(_("Somebody is marked as present: this session has been held."), field="day")
    taken = Attendance.objects.seated().filter(session=session).count()
    if plan.capacity and plan.capacity < taken:
        raise Refused(_("%(count)s people have a seat already.") % {"count": taken}, field="capacity")
    _set_up(session, plan, day)
    session.save()
    return session


@transaction.atomic
def cancel_session(*, session: CourseSession, by: User) -> CourseSession:
    """Call a session off and mail those who signed up and gave an address; harmless when repeated.

    Raises Refused once somebody is marked as present.
    """
    session = locked_session(session)
    if session.cancelled_at:
        return session
    if Attendance.objects.present().filter(session=session).exists():
        raise Refused(_("Somebody is marked as present: this session has been held."))
    session.cancelled_at = timezone.now()
    session.save(update_fields=["cancelled_at"])
    if session.starts_at > timezone.now():
        tell_cancelled(session, to_be_told(session))
    town = session.course.program.municipality
    record_access(Action.CHANGED, session, user=by, municipality=town)
    return session


def locked_session(session: CourseSession) -> CourseSession:
    """The session with its course and town, locked: the first lock of whoever seats or marks people."""
    locked = CourseSession.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("course__program__municipality", "course__cohort").get(pk=session.pk)


def recurring_days(first: dt.date, rhythm: str, times: int) -> list[dt.date]:
    """`times` days from `first` on. Monthly keeps the how-manieth weekday; a fifth one falls on the last there is."""
    if rhythm == Rhythm.ONCE:
        return [first]
    if rhythm == Rhythm.MONTHLY:
        return [_same_weekday(first, months) for months in range(times)]
    step = 7 if rhythm == Rhythm.WEEKLY else 14
    return [first + dt.timedelta(days=step * n) for n in range(times)]


def holiday_name(day: dt.date) -> str:
    """What national holiday it is in Japan, by the law's Japanese name; empty for other days."""
    return jpholiday.is_holiday_name(day) or ""


def _same_weekday(first: dt.date, months: int) -> dt.date:
    years, month = divmod(first.month - 1 + months, 12)
    year, month = first.year + years, month + 1
    lead = (first.weekday() - dt.date(year, month, 1).weekday()) % 7
    day = 1 + lead + 7 * ((first.day - 1) // 7)
    return dt.date(year, month, day if day <= monthrange(year, month)[1] else day - 7)


def _set_up(session: CourseSession, plan: SessionPlan, day: dt.date) -> None:
    if abs(day - timezone.localdate()) > FAR:
        raise Refused(_("Please check the year: this day is more than two years away."), field="day")
    if plan.ends <= plan.starts:
        raise Refused(_("The end must come after the start."), field="ends")
    if not (plan.place or plan.online_url):
        raise Refused(_("Write the place, or the address of the online meeting."), field="place")
    for name in ("place", "online_url", "trainer", "capacity"):
        setattr(session, name, getattr(plan, name))
    session.starts_at, session.ends_at = (
        timezone.make_aware(dt.datetime.combine(day, clock)) for clock in (plan.starts, plan.ends)
    )
    there = CourseSession.objects.filter(course=session.course_id, cancelled_at=None, starts_at=session.starts_at)
    if there.exclude(pk=session.pk).exists():
        said = _("This course already has a session on %(day)s at that time.")
        raise Refused(said % {"day": f"{day.year}/{day.month}/{day.day}"}, field="day")


def _columns(plan: CoursePlan) -> dict:
    return {field.name: getattr(plan, field.name) for field in fields(plan)}


def _refuse_other_cohort(program: Program, plan: CoursePlan) -> None:
    if plan.cohort and plan.cohort.program_id != program.pk:
        raise Refused(_("This cohort belongs to another program."), field="cohort")
