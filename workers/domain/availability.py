"""When participants can usually work, their days off, and how much time a day leaves. No target changes by it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import jpholiday
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from workers.domain.stages import locked_enrollment
from workers.models import Availability, Enrollment, Pause, TimeOff
from workers.models.availability import DayPart

LEAST_MINUTES, MOST_MINUTES = 30, 360  # of a part of a day
LONGEST = 92  # days off in one row; longer is a break, which the town enters
Slot = tuple[int, str]  # weekday from 0 Monday to 6 Sunday, part of the day
State = Literal["free", "none", "off", "rest", "outside"]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """`minutes` a person can work on a day, and why not: no hours usually, days off, a break, not taking part."""

    day: dt.date
    minutes: int
    state: State
    holiday: str = ""


@dataclass(frozen=True, slots=True)
class FreeTime:
    """What is known of a person's time; read it with `free_times`."""

    enrollment: Enrollment
    slots: Mapping[Slot, int] = field(default_factory=dict)
    times_off: Sequence[TimeOff] = ()
    pauses: Sequence[Pause] = ()

    @property
    def weekly_minutes(self) -> int:
        return sum(self.slots.values())

    def on(self, day: dt.date) -> FreeDay:
        holiday = jpholiday.is_holiday_name(day) or ""
        state = self._state(day)
        usual = sum(minutes for (weekday, _part), minutes in self.slots.items() if weekday == day.weekday())
        if state == "free" and not usual:
            state = "none"
        return FreeDay(day, usual if state == "free" else 0, state, holiday)

    def _state(self, day: dt.date) -> State:
        person = self.enrollment
        if day < person.joined_on or (person.left_on is not None and day >= person.left_on):
            return "outside"
        if any(rest.starts_on <= day and (rest.ends_on is None or day <= rest.ends_on) for rest in self.pauses):
            return "rest"
        return "off" if any(off.starts_on <= day <= off.ends_on for off in self.times_off) else "free"


def free_times(enrollments: Iterable[Enrollment], *, first: dt.date, last: dt.date) -> list[FreeTime]:
    """The time of each of these people between two days, in their order. Three queries."""
    people = list(enrollments)
    slots: dict[int, dict[Slot, int]] = {one.pk: {} for one in people}
    offs: dict[int, list[TimeOff]] = {one.pk: [] for one in people}
    rests: dict[int, list[Pause]] = {one.pk: [] for one in people}
    for row in Availability.objects.filter(enrollment__in=people):
        slots[row.enrollment_id][row.weekday, row.part] = row.minutes
    for off in TimeOff.objects.filter(enrollment__in=people, starts_on__lte=last, ends_on__gte=first):
        offs[off.enrollment_id].append(off)
    still = Q(ends_on=None) | Q(ends_on__gte=first)
    for rest in Pause.objects.filter(still, enrollment__in=people, starts_on__lte=last):
        rests[rest.enrollment_id].append(rest)
    return [FreeTime(one, slots[one.pk], offs[one.pk], rests[one.pk]) for one in people]


def free_minutes(enrollment: Enrollment, day: dt.date) -> int:
    """How long a person can work on `day`: nothing outside the stay, in a break or on days off. Holidays count."""
    return free_times([enrollment], first=day, last=day)[0].on(day).minutes


@transaction.atomic
def set_availability(*, enrollment: Enrollment, slots: Mapping[Slot, int]) -> int:
    """These and no others are the hours from now on. Returns a week's minutes. Raises Refused for a strange slot."""
    enrollment = locked_enrollment(enrollment)
    for (weekday, part), minutes in slots.items():
        if weekday not in range(7) or part not in DayPart.values or not LEAST_MINUTES <= minutes <= MOST_MINUTES:
            raise Refused(_("Please choose hours from the table."))
    there = {(row.weekday, row.part): row for row in Availability.objects.filter(enrollment=enrollment)}
    gone = [row.pk for slot, row in there.items() if slot not in slots]
    Availability.objects.filter(pk__in=gone).delete()
    changed = [row for slot, row in there.items() if slot in slots and row.minutes != slots[slot]]
    for row in changed:
        row.minutes = slots[row.weekday, row.part]
    Availability.objects.bulk_update(changed, ["minutes"])
    Availability.objects.bulk_create(
        Availability(enrollment=enrollment, weekday=weekday, part=part, minutes=minutes)
        for (weekday, part), minutes in sorted(slots.items())
        if (weekday, part) not in there
    )
    return sum(slots.values())


@transaction.atomic
def take_days_off(*, enrollment: Enrollment, starts_on: dt.date, ends_on: dt.date) -> TimeOff:
    """Say that there will be no work on these days. Raises Refused: past, too long, outside the stay, said already."""
    enrollment = locked_enrollment(enrollment)
    if ends_on < starts_on:
        raise Refused(_("The last day must not come before the first."), field="ends_on")
    if ends_on < timezone.localdate():
        raise Refused(_("These days are over. Enter today or a later day."), field="starts_on")
    if (ends_on - starts_on).days >= LONGEST:
        raise Refused(
            _("That is longer than three months. Please talk to your director about a break."), field="ends_on"
        )
    if starts_on > timezone.localdate() + dt.timedelta(days=366):
        raise Refused(_("That is more than a year ahead. Please check the year."), field="starts_on")
    if enrollment.left_on and starts_on >= enrollment.left_on:
        day = date_format(enrollment.left_on, "DATE_FORMAT")
        raise Refused(_("Your participation ends on %(day)s. Enter an earlier day.") % {"day": day}, field="starts_on")
    if enrollment.times_off.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise Refused(_("Some of these days are in your list already."), field="starts_on")
    return TimeOff.objects.create(enrollment=enrollment, starts_on=starts_on, ends_on=ends_on)


@transaction.atomic
def remove_days_off(*, time_off: TimeOff) -> None:
    """Take days off back; harmless when they are gone."""
    locked_enrollment(time_off.enrollment)
    TimeOff.objects.filter(pk=time_off.pk).delete()


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def weeks_from(day: dt.date, count: int) -> list[list[dt.date]]:
    """`count` weeks from Monday to Sunday, the first with `day` in it."""
    monday = monday_of(day)
    return [[monday + dt.timedelta(days=7 * week + n) for n in range(7)] for week in range(count)]
