"""What a person is to reach changes: a ramp, a plan of their own, a pause. The months are marked, not summed."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from programs.models import Cohort, RampStep, RampTemplate
from programs.shared.month import Month
from workers.domain.gate import open_months
from workers.models import Enrollment, IncomeMonth, MonthPlan, Pause
from workers.models.income_month import Due
from workers.models.pause import PauseReason
from workers.signals import tell_income_months_touched


def mark_for_recompute(months: QuerySet[IncomeMonth]) -> int:
    """Mark the open ones of these months as stale and tell the roll-up. Returns how many."""
    marked = months.filter(closed_at=None).update(due=Due.RECOMPUTE, failures=0)
    tell_income_months_touched()
    return marked


@transaction.atomic
def copy_ramp(*, template: RampTemplate, cohort: Cohort) -> list[RampStep]:
    """Replace the cohort's ramp by a copy of the template's steps; closed months keep the target they had."""
    cohort.ramp_steps.all().delete()
    steps = RampStep.objects.bulk_create(
        [RampStep(cohort=cohort, from_month=s.from_month, target=s.target) for s in template.steps.all()]
    )
    mark_cohort(cohort)
    return steps


def mark_cohort(cohort: Cohort) -> int:
    """The cohort's start, target or ramp changed: every open month of its people is stale."""
    return mark_for_recompute(IncomeMonth.objects.filter(enrollment__cohort=cohort))


def mark_program(program) -> int:
    """The program's target or basis changed: every open month of its people is stale."""
    return mark_for_recompute(IncomeMonth.objects.filter(enrollment__cohort__program=program))


@transaction.atomic
def plan_month(*, enrollment: Enrollment, month: Month, target: int | None) -> MonthPlan | None:
    """Set a person's own target for one month, or take it back with None. Raises MonthClosed."""
    open_months([(enrollment.pk, month)])
    plan = None
    if target is None:
        MonthPlan.objects.filter(enrollment=enrollment, month=month.first).delete()
    else:
        plan, _made = MonthPlan.objects.update_or_create(
            enrollment=enrollment, month=month.first, defaults={"target": target}
        )
    mark_for_recompute(IncomeMonth.objects.filter(enrollment=enrollment, month=month.first))
    return plan


@transaction.atomic
def pause(
    *, enrollment: Enrollment, starts_on: dt.date, ends_on: dt.date | None, reason: PauseReason = PauseReason.NOT_SAID
) -> Pause:
    """Let a person rest: months wholly inside have no target, unless they are closed already."""
    rest = Pause.objects.create(enrollment=enrollment, starts_on=starts_on, ends_on=ends_on, reason=reason)
    mark_for_recompute(IncomeMonth.objects.filter(enrollment=enrollment))
    return rest
