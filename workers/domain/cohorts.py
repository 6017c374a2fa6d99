"""Starting a cohort, and what may still change afterwards."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Membership, Program
from workers.domain.closing import lock_cohort
from workers.domain.enrollments import open_months_of
from workers.domain.targets import mark_cohort
from workers.models import MonthClosing


@dataclass(frozen=True)
class Readiness:
    """What a cohort has before it starts. Only the first day is a condition; the rest is told, not demanded."""

    has_target: bool
    has_director: bool
    enrolled: int
    capacity: int


def readiness_of(cohort: Cohort) -> Readiness:
    directors = Membership.objects.active().filter(role="director", program=cohort.program_id)
    return Readiness(
        has_target=cohort.ramp_steps.exists(),
        has_director=directors.exists(),
        enrolled=cohort.enrollments.filter(left_on=None).count(),
        capacity=cohort.capacity,
    )


@transaction.atomic
def start_cohort(*, cohort: Cohort) -> Cohort:
    """Begin: the start day is fixed from now on, everybody's months are opened. Raises Refused when begun already."""
    current = lock_cohort(cohort)
    if current.started_at is not None:
        raise Refused(_("This cohort has already been started."))
    current.started_at = timezone.now()
    current.save(update_fields=["started_at"])
    for enrollment in current.enrollments.filter(left_on=None):
        open_months_of(enrollment)
    mark_cohort(current)
    return current


def start_is_fixed(cohort: Cohort) -> bool:
    """Once begun, or once a month is signed off, «month n since start» must not move under people's feet."""
    return cohort.started_at is not None or cohort.month_closings.exists()


def refuse_moved_start(*, cohort: Cohort, starts_on: dt.date) -> None:
    """Raise Refused when the cohort's first day may not be moved to `starts_on`."""
    earliest = cohort.enrollments.order_by("joined_on").values_list("joined_on", flat=True).first()
    if earliest and starts_on > earliest:
        day = date_format(earliest, "DATE_FORMAT")
        raise Refused(
            _("Somebody joined on %(day)s. Enter that day or an earlier one.") % {"day": day}, field="starts_on"
        )
    if start_is_fixed(cohort):
        raise Refused(_("The first day cannot be moved any more: the cohort has begun."), field="starts_on")


def basis_is_fixed(program: Program) -> bool:
    """Once a month of any of its cohorts was signed off, even if it is open again: its figures say what they count."""
    return MonthClosing.objects.filter(cohort__program=program).exists()


@transaction.atomic
def refuse_changed_basis(*, program: Program) -> None:
    """Raise Refused when the program may no longer count another amount toward the target."""
    # Closing takes turns by the cohort's row: hold them all, so that none is closed on the old basis meanwhile.
    list(program.cohorts.select_for_update(no_key=True).order_by("pk"))
    if basis_is_fixed(program):
        raise Refused(
            _("A month has been signed off on this basis: it cannot be changed any more."), field="target_basis"
        )
