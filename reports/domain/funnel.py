"""What the page of a funnel shows: shares, reasons by who looks, and the people behind a number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from programs.shared.charts.step_bars import StepBar, StepBars
from workers.domain.funnel import Funnel, StepFigures, Way
from workers.domain.suppression import suppressed
from workers.models.enrollment import SUCCESSES, LeavingReason
from workers.models.funnel_step import FunnelStepKind

REACHED, WAITING, LOST = "reached", "waiting", "lost"
SHOWN = (REACHED, WAITING, LOST)


@dataclass(frozen=True)
class Reason:
    """One coded reason and its people; `count` None is withheld (秘匿), and then `code` and `label` are empty."""

    code: str
    label: str
    count: int | None
    success: bool = False


def share(part: int, whole: int) -> str:
    """38%, rounded down, so that 99.9% is not everybody; "" of nobody."""
    return f"{part * 100 // whole}%" if whole else ""


def bars_of(funnel: Funnel, *, name: str, all_name: str, heads: tuple[str, str]) -> StepBars:
    """Everybody who took part, then each step."""
    bars = [StepBar(all_name, funnel.people, share(funnel.people, funnel.people))]
    for one in funnel.steps:
        bars.append(
            StepBar(
                str(one.step.label),
                one.reached,
                share(one.reached, funnel.people),
                best=one.step == FunnelStepKind.TARGET,
            )
        )
    return StepBars(name, funnel.people, tuple(bars), heads)


def reasons_shown(reasons: dict[str, int], kinds: type[TextChoices], *, in_full: bool) -> list[Reason]:
    """Directors and officials see every reason; for others cells under five people go, so that none can be computed.

    What is withheld is one line without a name: which reasons it stands for says something as well.
    """
    codes: Sequence[str] = kinds.values
    if not sum(reasons.values()):
        return []
    counts = [reasons.get(code, 0) for code in codes]
    cells = tuple(counts) if in_full else suppressed(counts)
    known = [_reason(kinds, code, count) for code, count in zip(codes, cells, strict=True) if count]
    return known + ([Reason("", "", None)] if None in cells else [])


def people_behind(
    funnel: Funnel, step: FunnelStepKind | None, shown: str, today: dt.date, reason: str = ""
) -> list[Way]:
    """The ways behind one number of the table. `step` None is the row of those who took the last step."""
    if shown == REACHED:
        return [way for way in funnel.ways if step in way.days]
    gone = shown == LOST
    ways = [way for way in funnel.ways if way.ahead == step and way.has_left(today) == gone]
    return [way for way in ways if not reason or way.reason == reason]


def narrowest(steps: Sequence[StepFigures]) -> tuple[StepFigures, int] | None:
    """The step before which most people were lost, and how many; who was hired or started a business is no loss."""
    losses = [(one, one.lost - sum(one.reasons.get(reason, 0) for reason in SUCCESSES)) for one in steps]
    worst = max(losses, key=lambda pair: pair[1], default=None)
    return worst if worst and worst[1] else None


def _reason(kinds: type[TextChoices], code: str, count: int) -> Reason:
    success = kinds is LeavingReason and code in SUCCESSES
    return Reason(code, str(kinds(code).label), count, success)
