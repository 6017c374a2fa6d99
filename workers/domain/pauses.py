"""Coming back from a rest: the open break gets its last day, and the months that changed are marked."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort
from workers.domain.gate import hold_cohorts
from workers.domain.targets import mark_enrollment
from workers.models import Enrollment, Pause


def pause_on(enrollment: Enrollment, day: dt.date) -> Pause | None:
    """The break that covers `day`."""
    return enrollment.pauses.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day).first()


@transaction.atomic
def end_pause(*, enrollment: Enrollment, back_on: dt.date) -> None:
    """Let a person take part again from `back_on`. Raises Refused without a break then, or before it began.

    A break that has not lasted a day is taken away altogether.
    """
    hold_cohorts(Cohort.objects.filter(pk=enrollment.cohort_id))
    rest = pause_on(enrollment, back_on) or enrollment.pauses.filter(ends_on=None).first()
    if rest is None:
        raise Refused(_("There is no break on that day."), field="back_on")
    if back_on < rest.starts_on:
        raise Refused(_("The break began later than that."), field="back_on")
    if back_on == rest.starts_on:
        rest.delete()
    else:
        rest.ends_on = back_on - dt.timedelta(days=1)
        rest.save(update_fields=["ends_on"])
    mark_enrollment(enrollment)
