"""What would happen if a person were made nameless now: what is emptied, what stays, what stands in the way."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Membership, User
from programs.shared.month import Month
from workers.domain.about_person import Person
from workers.domain.erasing import DELETED, EMPTIED
from workers.models import Attendance, Enrollment, IncomeMonth, MonthClosing
from workers.models.application import OPEN_STATES, ApplicationState
from workers.models.attendance import AttendanceState
from workers.models.income_month import Answer

STAY = (
    "workers.IncomeMonth", "workers.Earning", "workers.SkillCheck", "workers.FunnelStep", "workers.Outcome",
    "workers.Attendance",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One table by its name, and how many rows of the person are in it."""

    name: str
    count: int


@dataclass(frozen=True)
class ErasurePlan:
    """The dry run. With an obstacle nothing is done."""

    emptied: list[Line]
    removed: list[Line]
    stays: list[Line]
    obstacles: list[str]


def plan_erasure(person: Person) -> ErasurePlan:
    return ErasurePlan(
        emptied=_lines(person, EMPTIED),
        removed=_lines(person, DELETED),
        stays=_lines(person, STAY),
        obstacles=obstacles_to_erasing(person),
    )


def obstacles_to_erasing(person: Person) -> list[str]:
    """Sentences that say what must happen first; none means that it can be done now."""
    enrollments = list(
        Enrollment.objects.filter(worker__in=person.workers).select_related("cohort").order_by("joined_on", "pk")
    )
    today = timezone.localdate()
    going_on = [one for one in enrollments if one.left_on is None or one.left_on > today]
    found = [_("The participation in %(cohort)s is not over yet.") % {"cohort": one.cohort} for one in going_on]
    for one in enrollments:
        if one not in going_on:
            found += _open_months(one)
    return found + _other_ties(person)


def _open_months(enrollment: Enrollment) -> list[str]:
    """What of a stay that is over was never signed off, and what of that has no answer."""
    cohort = enrollment.cohort
    closed = set(MonthClosing.objects.in_force().filter(cohort=cohort).values_list("month", flat=True))
    rows = {row.month: row for row in IncomeMonth.objects.filter(enrollment=enrollment)}
    stay = {month.first for month in _months_of(enrollment)} | {row.month for row in rows.values() if row.earning_count}
    open_ = sorted(month for month in stay - closed if not (month in rows and rows[month].is_closed))
    silent = [month for month in open_ if month not in rows or rows[month].answer == Answer.OPEN]
    found = []
    if open_:
        found.append(_("Not closed yet in %(cohort)s: %(months)s.") % {"cohort": cohort, "months": _named(open_)})
    if silent:
        found.append(_("Not answered yet in %(cohort)s: %(months)s.") % {"cohort": cohort, "months": _named(silent)})
    return found


def _months_of(enrollment: Enrollment) -> list[Month]:
    first = max(Month.of(enrollment.joined_on), Month.of(enrollment.cohort.starts_on))
    last = Month.of(enrollment.left_on)
    return [month for month in Month.between(first, last) if enrollment.takes_part_in(month)] if first <= last else []


def _named(months: list[dt.date]) -> str:
    return "、".join(date_format(month, "YEAR_MONTH_FORMAT") for month in months)


def _other_ties(person: Person) -> list[str]:
    found = []
    works = Membership.objects.active().filter(user__in=person.users)
    if works.exists() or User.objects.filter(pk__in=person.users, is_superuser=True).exists():
        found.append(_("The account also works for a program or the system. End that role first."))
    waiting = person.rows("workers.Application").filter(state__in=[*OPEN_STATES, ApplicationState.WAITING])
    if waiting.exists():
        found.append(_("An application of this person is not decided yet."))
    seats = Attendance.objects.filter(
        attendee__in=person.attendees, state=AttendanceState.SIGNED_UP, session__starts_at__gt=timezone.now()
    )
    if seats.filter(session__cancelled_at=None).exists():
        found.append(_("The person is signed up for a course that is still to come."))
    return found


def _lines(person: Person, labels) -> list[Line]:
    counted = ((apps.get_model(label), person.rows(label).count()) for label in labels)
    return [Line(str(model._meta.verbose_name), count) for model, count in counted if count]
