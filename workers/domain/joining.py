"""The first day somebody takes part, mended after it was written down wrongly."""

import datetime as dt

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort
from workers.domain.closing import lock_cohort
from workers.domain.enrollments import open_months_of, refuse_closed_span
from workers.domain.far_days import refuse_far_ahead
from workers.domain.stages import refuse_stages_outside
from workers.domain.targets import mark_enrollment
from workers.models import Earning, Enrollment, IncomeMonth


def refuse_far_start(joined_on: dt.date) -> None:
    """Raise Refused for a first day so far ahead that it is a slip of the pen."""
    refuse_far_ahead(joined_on, field="joined_on")


@transaction.atomic
def correct_joined_on(*, enrollment: Enrollment, joined_on: dt.date) -> Enrollment:
    """Move the first day of an enrollment.

    Raises MonthClosed when a month from the earlier of both days on is signed off; Refused before the cohort's start,
    behind an entry or a stage, behind the last day, or far ahead.
    """
    cohort = lock_cohort(enrollment.cohort)
    months = IncomeMonth.objects.select_for_update(no_key=True, of=("self",)).filter(enrollment=enrollment)
    list(months.order_by("month"))  # whoever is writing an entry now is waited for
    enrollment = Enrollment.objects.select_for_update(no_key=True, of=("self",)).get(pk=enrollment.pk)
    refuse_far_start(joined_on)
    _refuse_outside(cohort, enrollment, joined_on)
    refuse_stages_outside(enrollment, joined_on=joined_on, left_on=enrollment.left_on, field="joined_on")
    refuse_closed_span(cohort, since=min(joined_on, enrollment.joined_on), field="joined_on")
    enrollment.joined_on = joined_on
    enrollment.save(update_fields=["joined_on"])
    open_months_of(enrollment)
    mark_enrollment(enrollment)
    return enrollment


def _refuse_outside(cohort: Cohort, enrollment: Enrollment, joined_on: dt.date) -> None:
    first = Earning.objects.filter(enrollment=enrollment).order_by("earned_on").first()
    if joined_on < cohort.starts_on:
        day = date_format(cohort.starts_on, "DATE_FORMAT")
        raise Refused(
            _("The cohort starts on %(day)s. Enter that day or a later one.") % {"day": day}, field="joined_on"
        )
    if first and first.earned_on < joined_on:
        day = date_format(first.earned_on, "DATE_FORMAT")
        raise Refused(
            _("There is an entry of %(day)s. Enter that day or an earlier one.") % {"day": day}, field="joined_on"
        )
    if enrollment.left_on and joined_on > enrollment.left_on:
        day = date_format(enrollment.left_on, "DATE_FORMAT")
        raise Refused(
            _("The person left on %(day)s. Enter that day or an earlier one.") % {"day": day}, field="joined_on"
        )
