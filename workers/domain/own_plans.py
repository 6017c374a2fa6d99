"""A person's targets month by month: what the cohort's ramp says, what was agreed on instead, when they rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort
from programs.shared.month import Month
from workers.domain.gate import hold_cohorts
from workers.domain.refusals import MonthClosed
from workers.domain.targets import plan_month
from workers.models import Enrollment, IncomeMonth, MonthClosing, MonthPlan, Pause, PlanWish

MONTHS_AHEAD = 12  # with the running one
MONTHS_BACK = 12  # how far back an open month may still be planned
Why = Literal["rest", "own", "ramp", "cohort"]


class PlanClosed(Refused):
    """The month is signed off: its target stays as it was."""

    def __init__(self, month: Month, *, field: str | None = None) -> None:
        name = date_format(month.first, "YEAR_MONTH_FORMAT")
        super().__init__(
            _("%(month)s has been signed off meanwhile, so its target stays as it is.") % {"month": name}, field=field
        )


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One month: `ramp` in yen as the cohort has it, `own` if there is a plan, `amount` earned so far if it began."""

    month: Month
    ramp: int
    has_step: bool
    own: int | None
    rests: bool
    amount: int | None
    closed: bool = False
    wish: PlanWish | None = None

    @property
    def target(self) -> int | None:
        return None if self.rests else self.own or self.ramp

    @property
    def why(self) -> Why:
        if self.rests:
            return "rest"
        if self.own is not None:
            return "own"
        return "ramp" if self.has_step else "cohort"


def plan_lines(enrollment: Enrollment, *, also: Sequence[Month] = ()) -> list[PlanLine]:
    """The open months of the last year and twelve months from now on, within the stay; `also` these, closed or not.

    Oldest first. A fixed number of queries.
    """
    now = Month.of(timezone.localdate())
    rows = {row.period: row for row in IncomeMonth.objects.filter(enrollment=enrollment)}
    closed = {Month.of(day) for day in _closings(enrollment).values_list("month", flat=True)}
    closed |= {month for month, row in rows.items() if row.is_closed}
    wanted = [
        month
        for month in Month.between(now - MONTHS_BACK, now + (MONTHS_AHEAD - 1))
        if enrollment.takes_part_in(month) and (month not in closed or month in also)
    ]
    plans = {Month.of(one.month): one.target for one in MonthPlan.objects.filter(enrollment=enrollment)}
    steps = list(enrollment.cohort.ramp_steps.order_by("from_month").values_list("from_month", "target"))
    rests = list(Pause.objects.filter(enrollment=enrollment))
    wishes = {Month.of(one.month): one for one in PlanWish.objects.filter(enrollment=enrollment).order_by("pk")}
    counts_net = enrollment.cohort.program.counts_net
    return [
        PlanLine(
            month=month,
            ramp=ramp_target(enrollment.cohort, month, steps),
            has_step=any(n <= enrollment.cohort.month_number(month) for n, _target in steps),
            own=plans.get(month),
            rests=any(covers(rest, month) for rest in rests),
            amount=_amount(rows.get(month), counts_net=counts_net),
            closed=month in closed,
            wish=wishes.get(month),
        )
        for month in wanted
    ]


def ramp_target(cohort: Cohort, month: Month, steps: Sequence[tuple[int, int]]) -> int:
    """What the cohort asks for in that month, in yen: the step it is on, else its target, else the program's.

    `steps` are (from month, target), in order. The roll-up says the same in SQL (workers/domain/roll_up.py).
    """
    reached = [target for from_month, target in steps if from_month <= cohort.month_number(month)]
    return reached[-1] if reached else cohort.target or cohort.program.default_target


def covers(rest: Pause, month: Month) -> bool:
    """The month lies wholly inside the rest."""
    return rest.starts_on <= month.first and (rest.ends_on is None or rest.ends_on >= month.last)


@transaction.atomic
def set_plans(*, enrollment: Enrollment, targets: Mapping[Month, int | None]) -> int:
    """Give these months their own targets, or take them back with None; all or none. Returns how many.

    Raises PlanClosed; its `field` is "target-2026-11". Raises Refused for a month outside the stay.
    """
    for month, target in sorted(targets.items()):
        field = f"target-{month}"
        refuse_month_outside(enrollment, month, field=field)
        plan_open_month(enrollment=enrollment, month=month, target=target, field=field)
    return len(targets)


@transaction.atomic
def copy_ramp_to_plans(*, enrollment: Enrollment) -> int:
    """Write the cohort's ramp down as the person's own plan, where they have none and do not rest. Returns how many.

    What was agreed on before stays; so a ramp changed later no longer moves these months.
    """
    hold_cohorts(Cohort.objects.filter(pk=enrollment.cohort_id))
    bare = [line for line in plan_lines(enrollment) if line.own is None and not line.rests]
    for line in bare:
        plan_open_month(enrollment=enrollment, month=line.month, target=line.ramp)
    return len(bare)


def plan_open_month(*, enrollment: Enrollment, month: Month, target: int | None, field: str | None = None) -> None:
    """`plan_month`, refusing in words about plans. Raises PlanClosed."""
    try:
        plan_month(enrollment=enrollment, month=month, target=target)
    except MonthClosed as refusal:
        raise PlanClosed(refusal.month, field=field) from refusal


def refuse_month_outside(enrollment: Enrollment, month: Month, *, field: str | None = None) -> None:
    """Raise Refused for a month in which the person does not take part."""
    if not enrollment.takes_part_in(month):
        name = date_format(month.first, "YEAR_MONTH_FORMAT")
        raise Refused(_("%(month)s lies outside the time the person takes part.") % {"month": name}, field=field)


def _closings(enrollment: Enrollment):
    return MonthClosing.objects.in_force().filter(cohort=enrollment.cohort_id)


def _amount(row: IncomeMonth | None, *, counts_net: bool) -> int | None:
    if row is None:
        return None
    return row.net if counts_net else row.gross
