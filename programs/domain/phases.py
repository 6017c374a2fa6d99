"""Where a program stands: awareness, introduction, establishment. One phase at a time, moved by a verb, with a log."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.domain.fundings import own_revenue_share
from programs.domain.phase_conditions import Finding, conditions_for
from programs.domain.refusals import Refused
from programs.models import Program, ProgramPhase, User
from programs.models.program_phase import Phase

__all__ = [
    "Move",
    "conditions_for",
    "correct_day",
    "earlier_phase",
    "log_of",
    "move_on",
    "next_phase",
    "own_revenue_share",
    "phase_of",
    "take_back",
]

IN_ORDER = tuple(Phase)
PHASE_BEFORE_LATER = _("The phase before began later than that. Enter its first day or a later one.")


@dataclass(frozen=True)
class Move:
    """One line of the log; `back` when the phase before it was a later one."""

    row: ProgramPhase
    back: bool

    @property
    def findings(self) -> list[Finding]:
        return [Finding(one["code"], one["met"], one["found"]) for one in self.row.findings]


def phase_of(program: Program) -> ProgramPhase | None:
    """The phase the program stands in; None before the first."""
    return ProgramPhase.objects.filter(program=program, ended_on=None).first()


def next_phase(now: ProgramPhase | None) -> Phase | None:
    """The one that follows, never a later one; None after the last."""
    return _beside(now, 1) if now else Phase.AWARENESS


def earlier_phase(now: ProgramPhase | None) -> Phase | None:
    return _beside(now, -1) if now else None


def log_of(program: Program) -> list[Move]:
    """Every move, the newest first. One query."""
    moves, before = [], None
    for row in ProgramPhase.objects.filter(program=program).select_related("moved_by").order_by("began_on", "pk"):
        moves.append(Move(row, back=before is not None and _place(row.phase) < _place(before.phase)))
        before = row
    return moves[::-1]


@transaction.atomic
def move_on(
    *, program: Program, by: User, seen: int | None, began_on: dt.date | None = None, reason: str = ""
) -> ProgramPhase:
    """Enter the next phase from `began_on` (today) on, with what is true today frozen in it.

    `seen` is the number of the phase row the person looked at, None for none. Raises Refused: somebody else moved it
    meanwhile, a condition is not met and no reason was given, an impossible day, or there is no phase to come.
    """
    now = _current_under_lock(program, seen)
    coming = next_phase(now)
    if coming is None:
        raise Refused(_("This is the last phase."))
    findings = conditions_for(program, coming, timezone.localdate())
    unmet = any(not finding.met for finding in findings)
    if unmet and not reason.strip():
        raise Refused(_("A condition is not met. Write why you move on all the same."), field="reason")
    said = reason.strip() if unmet else ""
    return _enter(program, coming, now=now, began_on=began_on, by=by, reason=said, findings=findings)


@transaction.atomic
def take_back(*, program: Program, by: User, seen: int | None, reason: str) -> ProgramPhase:
    """Return to the phase before, from today on. Both moves stay in the log. Raises Refused."""
    now = _current_under_lock(program, seen)
    earlier = earlier_phase(now)
    if earlier is None:
        raise Refused(_("There is no earlier phase to go back to."))
    if not reason.strip():
        raise Refused(_("Write why the program goes back."), field="reason")
    return _enter(program, earlier, now=now, began_on=None, by=by, reason=reason.strip(), findings=[])


@transaction.atomic
def correct_day(*, row: ProgramPhase, began_on: dt.date) -> ProgramPhase:
    """Correct the first day of a phase; the one before it ends on that day. Raises Refused."""
    Program.objects.select_for_update(no_key=True).get(pk=row.program_id)
    rows = list(ProgramPhase.objects.filter(program=row.program_id).order_by("began_on", "pk"))
    place = [one.pk for one in rows].index(row.pk)
    before, current = rows[place - 1] if place else None, rows[place]
    latest = current.ended_on or timezone.localdate()
    if began_on > latest:
        raise Refused(_("The phase cannot begin after it ended, nor on a day to come."), field="began_on")
    if before and began_on < before.began_on:
        raise Refused(PHASE_BEFORE_LATER, field="began_on")
    if before:
        before.ended_on = began_on
        before.save(update_fields=["ended_on"])
    current.began_on = began_on
    current.save(update_fields=["began_on"])
    return current


def _current_under_lock(program: Program, seen: int | None) -> ProgramPhase | None:
    """Two clerks at once take turns here; the second is told what the first did."""
    locked = Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    program.own_share_goal = locked.own_share_goal
    now = phase_of(locked)
    if (now.pk if now else None) != seen:
        raise Refused(_("The phase has been changed in the meantime. Please look at the page again."))
    return now


def _enter(
    program: Program,
    phase: Phase,
    *,
    now: ProgramPhase | None,
    began_on: dt.date | None,
    by: User,
    reason: str,
    findings: list[Finding],
) -> ProgramPhase:
    today = timezone.localdate()
    began_on = began_on or today
    if began_on > today:
        raise Refused(_("This day has not come yet. Enter today or an earlier day."), field="began_on")
    if now:
        if began_on < now.began_on:
            raise Refused(PHASE_BEFORE_LATER, field="began_on")
        now.ended_on = began_on
        now.save(update_fields=["ended_on"])
    return ProgramPhase.objects.create(
        program=program,
        phase=phase,
        began_on=began_on,
        moved_by=by,
        reason=reason,
        findings=[finding.as_json() for finding in findings],
    )


def _place(phase: str) -> int:
    return IN_ORDER.index(Phase(phase))


def _beside(now: ProgramPhase, step: int) -> Phase | None:
    place = _place(now.phase) + step
    return IN_ORDER[place] if 0 <= place < len(IN_ORDER) else None
