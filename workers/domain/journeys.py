"""A person's way through a program on one line: cohorts, stages, steps, breaks, successes, leaving, the life after."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from workers.models import Enrollment, EnrollmentStage, FunnelStep, LaterState, Outcome, Pause
from workers.models.enrollment import SUCCESSES

Kind = Literal["joined", "stage", "step", "pause", "outcome", "left", "later"]
# Where several things fall on one day, this is how they follow each other.
ORDER: tuple[Kind, ...] = ("step", "joined", "stage", "pause", "outcome", "left", "later")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened `on` a day (and lasted to `until`); `about` is the row it is read from."""

    on: dt.date
    kind: Kind
    title: str | Promise
    sub: str | Promise
    enrollment: Enrollment
    about: object
    until: dt.date | None = None
    is_open: bool = False  # a break without a last day


def journey_of(enrollments: Sequence[Enrollment]) -> list[Event]:
    """Everything known about one person in these enrollments, the newest first. Five queries."""
    known = {one.pk: one for one in enrollments}
    events = [event for one in enrollments for event in _stay(one)]
    events += _events_of(Pause.objects.filter(enrollment__in=known), known, _pause)
    events += _events_of(EnrollmentStage.objects.filter(enrollment__in=known), known, _stage)
    events += _events_of(FunnelStep.objects.filter(enrollment__in=known), known, _step)
    events += _events_of(Outcome.objects.filter(enrollment__in=known), known, _outcome)
    said = LaterState.objects.filter(enrollment__in=known, answered_at__isnull=False)
    events += _events_of(said, known, _later)
    return sorted(events, key=lambda one: (one.on, ORDER.index(one.kind)), reverse=True)


def current_stage(events: Iterable[Event], enrollment: Enrollment) -> EnrollmentStage | None:
    """The latest stage of that enrollment."""
    return next((one.about for one in events if one.kind == "stage" and one.enrollment.pk == enrollment.pk), None)


def _events_of(rows, known: dict[int, Enrollment], make) -> list[Event]:
    return [make(row, known[row.enrollment_id]) for row in rows]


def _stay(one: Enrollment) -> Iterator[Event]:
    yield Event(one.joined_on, "joined", _("Joined %(cohort)s") % {"cohort": one.cohort}, "", one, one)
    if one.left_on:
        ahead = one.left_on > timezone.localdate()
        title = (_("Will leave %(cohort)s") if ahead else _("Left %(cohort)s")) % {"cohort": one.cohort}
        if one.leaving_reason in SUCCESSES and not ahead:
            title = _("Left %(cohort)s with success") % {"cohort": one.cohort}
        sub = "・".join(filter(None, (one.get_leaving_reason_display(), one.employer)))
        yield Event(one.left_on, "left", title, sub, one, one)


def _pause(row: Pause, one: Enrollment) -> Event:
    sub = row.get_reason_display()
    title = pgettext("event", "Break")
    return Event(row.starts_on, "pause", title, sub, one, row, until=row.ends_on, is_open=row.ends_on is None)


def _stage(row: EnrollmentStage, one: Enrollment) -> Event:
    title = _("Stage: %(stage)s") % {"stage": row.get_stage_display()}
    return Event(row.began_on, "stage", title, "", one, row)


def _step(row: FunnelStep, one: Enrollment) -> Event:
    return Event(row.reached_on, "step", row.get_step_display(), _("written down by hand"), one, row)


def _outcome(row: Outcome, one: Enrollment) -> Event:
    title = _("Outcome: %(kind)s") % {"kind": row.get_kind_display()}
    return Event(row.happened_on, "outcome", title, "・".join(filter(None, (row.employer, row.note))), one, row)


def _later(row: LaterState, one: Enrollment) -> Event:
    title = _("%(months)s months after leaving: %(life)s") % {
        "months": row.months_after,
        "life": row.get_life_display(),
    }
    heard = _("heard by phone") if row.noted_by_id else _("answered by the person")
    return Event(timezone.localdate(row.answered_at), "later", title, heard, one, row)
