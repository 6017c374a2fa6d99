"""Where a participant stands, stage by stage, and the steps of the way that somebody writes down by hand."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.models import Enrollment, EnrollmentStage, FunnelStep
from workers.models.enrollment_stage import Stage
from workers.models.funnel_step import FunnelStepKind

BY_HAND = (FunnelStepKind.SEMINAR, FunnelStepKind.COURSE, FunnelStepKind.FIRST_ORDER)


@transaction.atomic
def begin_stage(*, enrollment: Enrollment, stage: Stage, began_on: dt.date, by: User | None) -> EnrollmentStage:
    """A stage begins and the one before it ends. Raises Refused outside the stay, in the future, on a taken day."""
    enrollment = locked_enrollment(enrollment)
    _refuse_day(enrollment, began_on)
    return EnrollmentStage.objects.create(enrollment=enrollment, stage=stage, began_on=began_on, by=by)


@transaction.atomic
def correct_stage(*, stage: EnrollmentStage, to: Stage, began_on: dt.date, by: User | None) -> EnrollmentStage:
    """Mend a stage that was written down wrongly. Raises what `begin_stage` raises, and Refused when it is gone."""
    enrollment = locked_enrollment(stage.enrollment)
    current = EnrollmentStage.objects.filter(pk=stage.pk).first()
    if current is None:
        raise Refused(_("Somebody removed this meanwhile."))
    _refuse_day(enrollment, began_on, but=current)
    current.stage, current.began_on, current.by = to, began_on, by
    current.save(update_fields=["stage", "began_on", "by"])
    return current


@transaction.atomic
def remove_stage(*, stage: EnrollmentStage, by: User | None) -> None:
    """Take a stage back; harmless when it is gone."""
    locked_enrollment(stage.enrollment)
    EnrollmentStage.objects.filter(pk=stage.pk).delete()


@transaction.atomic
def note_step(*, enrollment: Enrollment, step: FunnelStepKind, reached_on: dt.date, by: User | None) -> FunnelStep:
    """Write down a step that no attendance, order or entry shows. A seminar or course may lie before the first day.

    Raises Refused: a step of income, one noted already, a day still to come or before the program began, a first order
    outside the stay.
    """
    enrollment = locked_enrollment(enrollment)
    if step not in BY_HAND:
        raise Refused(_("Steps of income come from the entries themselves."), field="step")
    if reached_on > timezone.localdate():
        raise Refused(_("This day is still to come. Write it down when it has happened."), field="reached_on")
    _refuse_before_program(enrollment, reached_on)
    if step == FunnelStepKind.FIRST_ORDER:
        refuse_outside_stay(enrollment, reached_on, field="reached_on")
    if FunnelStep.objects.filter(enrollment=enrollment, step=step).exists():
        raise Refused(_("This step is already written down."), field="step")
    return FunnelStep.objects.create(enrollment=enrollment, step=step, reached_on=reached_on, by=by)


@transaction.atomic
def remove_step(*, step: FunnelStep, by: User | None) -> None:
    """Take a step back; harmless when it is gone."""
    locked_enrollment(step.enrollment)
    FunnelStep.objects.filter(pk=step.pk).delete()


def refuse_stages_outside(enrollment: Enrollment, *, joined_on: dt.date, left_on: dt.date | None, field: str) -> None:
    """Raise Refused when a stage would lie outside such a stay; `field` names the day that was typed.

    The stage of the first day is none: who is selected begins with it, and may never come.
    """
    days = list(enrollment.stages.order_by("began_on").values_list("began_on", flat=True))
    outside = [day for day in days if day < joined_on or (left_on is not None and joined_on < day >= left_on)]
    if outside:
        day = date_format(outside[0], "DATE_FORMAT")
        raise Refused(
            _("A stage began on %(day)s. Correct it first, or enter another day.") % {"day": day}, field=field
        )


def refuse_outside_stay(enrollment: Enrollment, day: dt.date, *, field: str) -> None:
    """Raise Refused before the first day and from the day of leaving on."""
    if day < enrollment.joined_on:
        joined = date_format(enrollment.joined_on, "DATE_FORMAT")
        raise Refused(_("The person joined on %(day)s. Enter that day or a later one.") % {"day": joined}, field=field)
    if enrollment.left_on and day >= enrollment.left_on:
        left = date_format(enrollment.left_on, "DATE_FORMAT")
        raise Refused(_("The person left on %(day)s. Enter an earlier day.") % {"day": left}, field=field)


def locked_enrollment(enrollment: Enrollment) -> Enrollment:
    """Two people who write about one participant at once take turns."""
    return Enrollment.objects.select_for_update(no_key=True, of=("self",)).get(pk=enrollment.pk)


def _refuse_before_program(enrollment: Enrollment, reached_on: dt.date) -> None:
    started_on = enrollment.cohort.program.started_on
    if reached_on < started_on:
        day = date_format(started_on, "DATE_FORMAT")
        raise Refused(
            _("The program began on %(day)s. Enter that day or a later one.") % {"day": day}, field="reached_on"
        )


def _refuse_day(enrollment: Enrollment, began_on: dt.date, but: EnrollmentStage | None = None) -> None:
    refuse_outside_stay(enrollment, began_on, field="began_on")
    if began_on > timezone.localdate():
        raise Refused(_("This day is still to come. Write it down when it has happened."), field="began_on")
    others = enrollment.stages.exclude(pk=but.pk) if but else enrollment.stages.all()
    if others.filter(began_on=began_on).exists():
        raise Refused(_("Another stage began on that day."), field="began_on")
