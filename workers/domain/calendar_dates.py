"""A person's own dates: courses signed up for, days off, when an answer is due. No amounts, nobody else's name."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import CourseSession
from programs.shared.month import Month
from workers.domain.reminders import owing
from workers.domain.skills import BEFORE_THE_END, asked_skills
from workers.domain.surveys import open_surveys_for
from workers.models import Attendance, Enrollment, SkillCheck, TimeOff, Worker
from workers.models.attendance import SEATED

LOOK_BACK = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """`starts` and `ends` are moments, or days of which `ends` is the first no longer in it. `key` never changes."""

    key: str
    title: str
    starts: dt.date
    ends: dt.date
    place: str = ""
    is_cancelled: bool = False


def calendar_dates(worker: Worker, today: dt.date) -> list[CalendarDate]:
    """What stands in the calendar today; nothing for somebody who takes part in nothing any more."""
    if worker.anonymized_at is not None:
        return []
    here = Q(left_on=None) | Q(left_on__gt=today)
    current = list(worker.enrollments.filter(here).select_related("cohort__program").order_by("pk"))
    if not current:
        return []
    dates = [*_sessions(worker, current, today), *_days_off(current, today)]
    for enrollment in current:
        dates += [*_answers(enrollment, today), *_surveys(enrollment, today), *_last_skill_check(enrollment, today)]
    return sorted({one.key: one for one in dates}.values(), key=lambda one: (_day(one.starts), one.key))


def _sessions(worker: Worker, current: list[Enrollment], today: dt.date) -> Iterator[CalendarDate]:
    """Signed up for, or of the own cohort where nobody signs up. What was cancelled stays, as cancelled."""
    since = timezone.make_aware(dt.datetime.combine(today - LOOK_BACK, dt.time.min))
    sessions = CourseSession.objects.filter(ends_at__gte=since).select_related("course")
    states = dict(
        Attendance.objects.filter(attendee__worker=worker, session__ends_at__gte=since).values_list("session", "state")
    )
    expected = Q(course__cohort__in=[one.cohort_id for one in current], course__takes_sign_up=False)
    for session in sessions.filter(expected | Q(pk__in=states)).distinct().order_by("starts_at", "pk"):
        gone = session.cancelled_at is not None or states.get(session.pk, SEATED[0]) not in SEATED
        place = session.place or _("online")
        yield CalendarDate(
            f"session-{session.pk}", session.course.title, session.starts_at, session.ends_at, place, is_cancelled=gone
        )


def _days_off(current: list[Enrollment], today: dt.date) -> Iterator[CalendarDate]:
    for off in TimeOff.objects.filter(enrollment__in=current, ends_on__gte=today - LOOK_BACK):
        yield CalendarDate(f"off-{off.pk}", _("Days off"), off.starts_on, off.ends_on + dt.timedelta(days=1))


def _answers(enrollment: Enrollment, today: dt.date) -> Iterator[CalendarDate]:
    """The last day for the month that runs and, while it is open, for the one before."""
    this_month = Month.of(today)
    for month in (this_month - 1, this_month):
        due_on = month.last + dt.timedelta(days=enrollment.cohort.program.grace_days)
        if due_on >= today and owing(month).filter(pk=enrollment.pk).exists():
            title = _("Answer how %(month)s went, until today") % {"month": date_format(month.first, "F")}
            yield _whole_day(f"answer-{enrollment.pk}-{month}", title, due_on)


def _surveys(enrollment: Enrollment, today: dt.date) -> Iterator[CalendarDate]:
    for survey in open_surveys_for(enrollment, today):
        title = _("Last day of the survey «%(title)s»") % {"title": survey.title}
        yield _whole_day(f"survey-{survey.key}", title, survey.closes_on)


def _last_skill_check(enrollment: Enrollment, today: dt.date) -> Iterator[CalendarDate]:
    """Until the cohort ends skills are judged once more, from two weeks before."""
    ends_on = enrollment.cohort.ends_on
    if ends_on is None or ends_on < today or not asked_skills(enrollment.cohort.program, today):
        return
    judged = SkillCheck.objects.filter(enrollment=enrollment, checked_on__gte=ends_on - BEFORE_THE_END)
    if not judged.exists():
        yield _whole_day(f"skills-{enrollment.pk}", _("Last day to judge your skills"), ends_on)


def _whole_day(key: str, title: str, day: dt.date) -> CalendarDate:
    return CalendarDate(key, title, day, day + dt.timedelta(days=1))


def _day(starts: dt.date) -> str:
    """To sort days and moments together."""
    return (timezone.localtime(starts) if isinstance(starts, dt.datetime) else starts).isoformat()
