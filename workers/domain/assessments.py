"""What staff note about applicants: each their own checklist, scores and lines, and the average over all of them."""

from collections.abc import Iterable
from functools import reduce
from operator import add

from django.db import IntegrityError, transaction
from django.db.models import Avg, Case, F, FloatField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.models import Application, Assessment
from workers.models.application import ApplicationState
from workers.models.assessment import CHECKS, SCORES


class NewerAssessment(Refused):
    """The same person saved their assessment elsewhere since this form was opened."""


@transaction.atomic
def note_assessment(*, application: Application, by: User, values: dict, seen: str = "") -> Assessment:
    """Write or rewrite the assessment of `by`; nobody else's is touched.

    `values` holds CHECKS, SCORES and «note»; `seen` is `version_of` what the form was filled from. Raises
    NewerAssessment, Refused for an application that was withdrawn.
    """
    current = Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)
    if current.state == ApplicationState.WITHDRAWN:
        raise Refused(_("This application was withdrawn: nothing is noted about it any more."))
    own = Assessment.objects.filter(application=current, by=by).first()
    if seen != version_of(own):
        raise NewerAssessment(
            _("You saved other notes about this person in the meantime. Please compare, then save once more.")
        )
    own = own or Assessment(application=current, by=by)
    for name in (*CHECKS, *SCORES, "note"):
        setattr(own, name, values[name])
    try:
        own.save()
    except IntegrityError as error:  # where rows are not locked: the other window was a moment earlier
        raise NewerAssessment(
            _("You saved other notes about this person in the meantime. Please compare, then save once more.")
        ) from error
    return own


def version_of(assessment: Assessment | None) -> str:
    """Names what was seen: empty while there is nothing."""
    return assessment.noted_at.isoformat() if assessment else ""


def mean_score(assessment: Assessment) -> float | None:
    """Of the scores this person gave; None while they gave none."""
    given = [score for name in SCORES if (score := getattr(assessment, name)) is not None]
    return sum(given) / len(given) if given else None


def average_score(assessments: Iterable[Assessment]) -> float | None:
    """Everybody who gave scores counts once, however many of the four they gave."""
    means = [mean for one in assessments if (mean := mean_score(one)) is not None]
    return sum(means) / len(means) if means else None


def with_average(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Each with `average`, as `average_score` counts it."""
    total = reduce(add, (Coalesce(F(name), Value(0)) for name in SCORES))
    given = reduce(add, (Case(When(**{f"{name}__isnull": False}, then=Value(1)), default=Value(0)) for name in SCORES))
    mean = Cast(total, FloatField()) / NullIf(Cast(given, FloatField()), Value(0.0))
    everybody = Assessment.objects.filter(application=OuterRef("pk")).order_by().values("application")
    return applications.annotate(average=Subquery(everybody.annotate(mean=Avg(mean)).values("mean")))
