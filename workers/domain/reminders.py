"""Whom to remind of a month they have not answered, and on which days. Two steps to the person, then the director."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from programs.shared.month import Month
from workers.models import Enrollment, IncomeMonth, Pause, WorkerPreference
from workers.models.income_month import Answer
from workers.models.reminder import ReminderStep

FIRST_AFTER = 2  # days after the month's end
LAST_CALL = 2  # days before the days of grace end
TOLD_WITHIN = dt.timedelta(days=14)  # so long after its day the director is still told, when nothing ran on that day
QUIET = WorkerPreference()  # the hours of whoever chose none


def days_of(month: Month, *, grace_days: int) -> dict[ReminderStep, dt.date]:
    """The day each step begins. With few days of grace the second falls away: nobody is asked twice on a day."""

    def after(days: int) -> dt.date:
        return month.last + dt.timedelta(days=days)

    first = max(1, min(FIRST_AFTER, grace_days))
    days = {ReminderStep.FIRST: after(first), ReminderStep.DIRECTOR: after(max(grace_days, first) + 1)}
    if grace_days - LAST_CALL > first:
        days[ReminderStep.SECOND] = after(grace_days - LAST_CALL)
    return days


def step_on(day: dt.date, month: Month, *, grace_days: int) -> ReminderStep | None:
    """The step that is on for `month` on `day`: always the latest, so that a gap of ours brings nobody two at once."""
    days = days_of(month, grace_days=grace_days)
    if day >= days[ReminderStep.DIRECTOR]:
        return ReminderStep.DIRECTOR if day < days[ReminderStep.DIRECTOR] + TOLD_WITHIN else None
    begun = [step for step, begins in days.items() if begins <= day]
    return max(begun, default=None)


def owing(month: Month) -> QuerySet[Enrollment]:
    """Who took part in `month` and has not said how it went, unless they rested all of it or it is signed off."""
    row = IncomeMonth.objects.filter(enrollment=OuterRef("pk"), month=month.first)
    settled = row.filter(~Q(answer=Answer.OPEN) | Q(target=None) | Q(closed_at__isnull=False))
    resting = _pauses(month.first, month.last)  # known here a minute before the roll-up knows it
    people = Enrollment.objects.during(month).filter(worker__merged_into=None)
    return people.exclude(Exists(settled)).exclude(Exists(resting))


def to_remind(month: Month, day: dt.date) -> QuerySet[Enrollment]:
    """Of those, who can and should be asked on `day`: with an account, still taking part, not in a break."""
    here = Q(left_on=None) | Q(left_on__gt=day)
    people = owing(month).filter(here, worker__user__is_active=True, worker__anonymized_at=None)
    return people.exclude(Exists(_pauses(day, day)))


def quiet_until(preference: WorkerPreference, moment: dt.datetime) -> dt.datetime | None:
    """When the quiet hours around `moment` end, on the clock of the town; None outside them."""
    first, last, here = preference.quiet_from, preference.quiet_until, timezone.localtime(moment)
    is_quiet = first <= here.hour < last if first <= last else here.hour >= first or here.hour < last
    if not is_quiet:
        return None
    end = here.replace(hour=last, minute=0, second=0, microsecond=0)
    return end if end > here else end + dt.timedelta(days=1)


def _pauses(first: dt.date, last: dt.date) -> QuerySet[Pause]:
    """Breaks of the outer enrollment from `first` or earlier to `last` or later."""
    still = Q(ends_on=None) | Q(ends_on__gte=last)
    return Pause.objects.filter(still, enrollment=OuterRef("pk"), starts_on__lte=first)
