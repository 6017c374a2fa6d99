"""What a person is to reach changes: a ramp, a plan of their own, a pause. The months are marked, not summed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Program, RampStep, RampTemplate
from programs.shared.month import Month
from workers.domain.gate import hold_cohorts, open_months
from workers.domain.stages import refuse_outside_stay
from workers.models import Enrollment, IncomeMonth, MonthPlan, Pause
from workers.models.income_month import Due
from workers.models.pause import PauseReason
from workers.signals import tell_income_months_touched

AT_ONCE = 1000


def mark_for_recompute(months: QuerySet[IncomeMonth], *, cohorts: QuerySet[Cohort]) -> int:
    """Mark the open ones of these months as stale and tell the roll-up. Returns how many.

    Called after what changed was written, in the same transaction. Holding the cohorts lets nobody make a month from
    the old plan meanwhile (domain/gate.py); the months are locked in the order everybody locks them.
    """
    hold_cohorts(cohorts)
    ids = list(
        months.filter(closed_at=None)
        .select_for_update(no_key=True, of=("self",))
        .order_by("enrollment_id", "month")
        .values_list("pk", flat=True)
    )
    for start in range(0, len(ids), AT_ONCE):
        slice_ = IncomeMonth.objects.filter(pk__in=ids[start : start + AT_ONCE], closed_at=None)
        slice_.update(due=Due.RECOMPUTE, failures=0)
    tell_income_months_touched()
    return len(ids)


def mark_enrollment(enrollment: Enrollment) -> int:
    """A break, a leaving, another first day: every open month of this person in this cohort is stale."""
    return mark_for_recompute(
        IncomeMonth.objects.filter(enrollment=enrollment), cohorts=Cohort.objects.filter(pk=enrollment.cohort_id)
    )


@transaction.atomic
def mark_cohort(cohort: Cohort) -> int:
    """The cohort's start, target or ramp changed: every open month of its people is stale."""
    return mark_for_recompute(
        IncomeMonth.objects.filter(enrollment__cohort=cohort), cohorts=Cohort.objects.filter(pk=cohort.pk)
    )


@transaction.atomic
def mark_program(program: Program) -> int:
    """The program's target or basis changed: every open month of its people is stale."""
    return mark_for_recompute(
        IncomeMonth.objects.filter(enrollment__cohort__program=program), cohorts=Cohort.objects.filter(program=program)
    )


@transaction.atomic
def copy_ramp(*, template: RampTemplate, cohort: Cohort) -> list[RampStep]:
    """Replace the cohort's ramp by a copy of the template's steps; closed months keep the target they had."""
    cohort.ramp_steps.all().delete()
    steps = RampStep.objects.bulk_create(
        [RampStep(cohort=cohort, from_month=s.from_month, target=s.target) for s in template.steps.all()]
    )
    mark_cohort(cohort)
    return steps


@transaction.atomic
def plan_month(*, enrollment: Enrollment, month: Month, target: int | None) -> MonthPlan | None:
    """Set a person's own target for one month, or take it back with None. Raises MonthClosed.

    A month still to come is not opened by it: the plan waits there until the month begins.
    """
    hold_cohorts(Cohort.objects.filter(pk=enrollment.cohort_id))
    if month <= Month.of(timezone.localdate()):
        open_months([(enrollment.pk, month)])
    plan = None
    if target is None:
        MonthPlan.objects.filter(enrollment=enrollment, month=month.first).delete()
    else:
        plan, _made = MonthPlan.objects.update_or_create(
            enrollment=enrollment, month=month.first, defaults={"target": target}
        )
    mark_enrollment(enrollment)
    return plan


@transaction.atomic
def pause(
    *, enrollment: Enrollment, starts_on: dt.date, ends_on: dt.date | None, reason: PauseReason = PauseReason.NOT_SAID
) -> Pause:
    """Let a person rest: months wholly inside have no target, unless they are closed already.

    A rest that goes on where another ended becomes one with it. Raises Refused when it overlaps another or begins
    outside the stay.
    """
    hold_cohorts(Cohort.objects.filter(pk=enrollment.cohort_id))
    refuse_outside_stay(Enrollment.objects.get(pk=enrollment.pk), starts_on, field="starts_on")
    last = ends_on or dt.date.max
    if enrollment.pauses.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), starts_on__lte=last).exists():
        raise Refused(_("There is already a break on some of these days."), field="starts_on")
    before = enrollment.pauses.filter(ends_on=starts_on - dt.timedelta(days=1)).first()
    after = enrollment.pauses.filter(starts_on=ends_on + dt.timedelta(days=1)).first() if ends_on else None
    rest = before or Pause(enrollment=enrollment, starts_on=starts_on, reason=reason)
    rest.ends_on = after.ends_on if after else ends_on
    if after:
        after.delete()
    rest.save()
    mark_enrollment(enrollment)
    return rest
