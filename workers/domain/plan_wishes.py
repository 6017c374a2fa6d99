"""A participant asks for another target in a month; it counts once somebody in charge has agreed."""

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Program, User
from programs.shared.month import Month
from workers.domain.gate import hold_cohorts
from workers.domain.own_plans import MONTHS_AHEAD, PlanClosed, plan_open_month, refuse_month_outside
from workers.domain.stages import locked_enrollment
from workers.models import Enrollment, IncomeMonth, PlanWish


@transaction.atomic
def wish_plan(*, enrollment: Enrollment, month: Month, target: int) -> PlanWish:
    """Ask for a target in yen; asking again for the same month takes the place of a wish not decided yet.

    Raises Refused outside the stay, for a past month or one more than a year ahead; PlanClosed.
    """
    enrollment = locked_enrollment(enrollment)
    now = Month.of(timezone.localdate())
    if not now <= month < now + MONTHS_AHEAD:
        raise Refused(_("You can ask for this month and the eleven after it."), field="month")
    refuse_month_outside(enrollment, month, field="month")
    if IncomeMonth.objects.filter(enrollment=enrollment, month=month.first, closed_at__isnull=False).exists():
        raise PlanClosed(month, field="month")
    waiting = PlanWish.objects.undecided().filter(enrollment=enrollment, month=month.first)
    open_wish = waiting.select_for_update(no_key=True, of=("self",)).first()  # gone when it is being decided just now
    if open_wish is None:
        return PlanWish.objects.create(enrollment=enrollment, month=month.first, target=target)
    open_wish.target, open_wish.asked_at = target, timezone.now()
    open_wish.save(update_fields=["target", "asked_at"])
    return open_wish


@transaction.atomic
def decide_wish(*, wish: PlanWish, agreed: bool, by: User, seen: int | None = None) -> PlanWish:
    """Agree, and the month has that target; or not this time, and nothing changes.

    `seen` is the target the person in charge read. Raises Refused when it was decided or changed meanwhile, PlanClosed
    when the month was signed off.
    """
    hold_cohorts(Cohort.objects.filter(enrollments=wish.enrollment_id))
    wish = PlanWish.objects.select_for_update(no_key=True, of=("self",)).get(pk=wish.pk)
    if wish.decided_at is not None:
        raise Refused(_("This wish has been decided already."))
    if agreed and seen is not None and seen != wish.target:
        raise Refused(_("The participant has changed the wish meanwhile. Please look at it once more."))
    if agreed:
        refuse_month_outside(wish.enrollment, Month.of(wish.month))
        plan_open_month(enrollment=wish.enrollment, month=Month.of(wish.month), target=wish.target)
    wish.decided_at, wish.decided_by, wish.is_agreed = timezone.now(), by, agreed
    wish.save(update_fields=["decided_at", "decided_by", "is_agreed"])
    return wish


def open_wishes(program: Program) -> QuerySet[PlanWish]:
    """What waits for an answer in a program, the oldest first."""
    wishes = _answerable(PlanWish.objects.filter(enrollment__cohort__program=program))
    return wishes.select_related("enrollment__worker", "enrollment__cohort").order_by("asked_at", "pk")


def open_wishes_of(enrollment: Enrollment) -> QuerySet[PlanWish]:
    """What one participant waits for an answer to."""
    return _answerable(PlanWish.objects.filter(enrollment=enrollment))


def _answerable(wishes: QuerySet[PlanWish]) -> QuerySet[PlanWish]:
    """Not for a month after the person has left; it waits again when their last day is corrected."""
    return wishes.undecided().exclude(enrollment__left_on__lte=F("month"))
