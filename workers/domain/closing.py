"""Signing a cohort's month off, and taking that back. A close fails shut: it writes nothing unless all of it holds."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.models import Cohort, User
from programs.shared.month import Month
from workers.domain.figures import COUNTED_BY, CohortFigures
from workers.domain.frozen_months import added_up, as_rows, people_of
from workers.domain.gate import lock_months
from workers.domain.refusals import NotClosable
from workers.domain.roll_up import roll_up_listed
from workers.models import Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Answer, Due
from workers.signals import tell_income_months_touched


@dataclass(frozen=True)
class ClosingPreview:
    """What closing would freeze as things stand, and who has not answered yet."""

    figures: CohortFigures
    unanswered: list[Enrollment]

    @property
    def digest(self) -> str:
        return digest_of(self.figures)


@transaction.atomic
def close_month(*, cohort: Cohort, month: Month, by: User, seen: str | None = None) -> MonthClosing:
    """Freeze a month of every enrollment of the cohort.

    `seen` is the digest of the figures the person looked at. Raises NotClosable: not over yet, already closed, or the
    figures have changed since they were seen.
    """
    cohort = lock_cohort(cohort)
    _refuse_unless_closable(cohort, month)
    rows = lock_months((pk, month) for pk in _enrollments_of(cohort, month).values_list("pk", flat=True))
    now = timezone.now()
    ids = [row.pk for row in rows.values()]
    roll_up_listed(ids)
    people = people_of(cohort, month)
    figures = added_up(people, counts_net=cohort.program.counts_net)
    if seen is not None and seen != digest_of(figures):
        raise NotClosable(_("The figures have changed since you opened this page. Please look at them once more."))
    IncomeMonth.objects.filter(pk__in=ids).update(closed_at=now, closed_by=by, due=Due.COUNT)
    versions = MonthClosing.objects.filter(cohort=cohort, month=month.first).aggregate(last=Max("version"))
    closing = MonthClosing.objects.create(
        cohort=cohort,
        month=month.first,
        version=(versions["last"] or 0) + 1,
        closed_at=now,
        closed_by=by,
        figures=figures.as_json() | {"basis": cohort.program.target_basis, "counted_by": COUNTED_BY},
        people=as_rows(people),
    )
    tell_income_months_touched()
    return closing


@transaction.atomic
def reopen_month(*, cohort: Cohort, month: Month, by: User, reason: str) -> MonthClosing:
    """Open a closed month again; the closing stays on record with who, when and why. Raises NotClosable."""
    cohort = lock_cohort(cohort)
    if not reason.strip():
        raise NotClosable(_("Write why the month is reopened."), field="reason")
    closing = MonthClosing.objects.in_force().filter(cohort=cohort, month=month.first).first()
    if closing is None:
        raise NotClosable(_("This month is not closed."))
    rows = lock_months((pk, month) for pk in _enrollments_of(cohort, month).values_list("pk", flat=True))
    IncomeMonth.objects.filter(pk__in=[row.pk for row in rows.values()]).update(
        closed_at=None, closed_by=None, due=Due.RECOMPUTE
    )
    closing.reopened_at, closing.reopened_by, closing.reopening_reason = timezone.now(), by, reason.strip()
    closing.save(update_fields=["reopened_at", "reopened_by", "reopening_reason"])
    tell_income_months_touched()
    return closing


@transaction.atomic
def preview_closing(*, cohort: Cohort, month: Month) -> ClosingPreview:
    """What `close_month` would freeze now, and whose answer is missing. Raises NotClosable.

    Months that are stale (a ramp was changed a moment ago) are recomputed first: what is shown is what would be frozen.
    """
    _refuse_unless_closable(cohort, month)
    recompute_stale([cohort], month)
    done = IncomeMonth.objects.filter(enrollment__cohort=cohort, month=month.first).exclude(answer=Answer.OPEN)
    paused = IncomeMonth.objects.filter(enrollment__cohort=cohort, month=month.first, target=None)
    missing = (
        Enrollment.objects.during(month)
        .filter(cohort=cohort)
        .exclude(pk__in=done.values("enrollment"))
        .exclude(pk__in=paused.values("enrollment"))
    )
    return ClosingPreview(figures=figures_of(cohort, month), unanswered=list(missing.select_related("worker")))


def recompute_stale(cohorts: Iterable[Cohort], month: Month) -> None:
    """Months of these cohorts whose sums or targets are known to be old; call it in a transaction."""
    of = {"enrollment__cohort__in": list(cohorts)}
    stale = IncomeMonth.objects.filter(**of, month=month.first, due=Due.RECOMPUTE, closed_at=None)
    rows = stale.select_for_update(no_key=True, of=("self",)).order_by("enrollment_id", "month")
    if ids := list(rows.values_list("pk", flat=True)):
        roll_up_listed(ids)


def digest_of(figures: CohortFigures) -> str:
    """A short name for these figures: two people who see the same one see the same figures."""
    text = json.dumps(figures.as_json(), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def figures_of(cohort: Cohort, month: Month) -> CohortFigures:
    """The cohort's figures in that month as its income months stand now."""
    return added_up(people_of(cohort, month), counts_net=cohort.program.counts_net)


def lock_cohort(cohort: Cohort) -> Cohort:
    """The cohort, its row locked until the transaction ends: closing, reopening and enrolling take turns.

    Its program is read afterwards, in a statement of its own: joined to the lock it would be as before the waiting.
    """
    return Cohort.objects.select_for_update(no_key=True).get(pk=cohort.pk)


def _enrollments_of(cohort: Cohort, month: Month):
    """Everybody whose month this is: enrolled in it, or with a row of it."""
    during = Enrollment.objects.during(month).filter(cohort=cohort)
    with_row = Enrollment.objects.filter(cohort=cohort, income_months__month=month.first)
    return Enrollment.objects.filter(pk__in=during.values("pk")) | Enrollment.objects.filter(
        pk__in=with_row.values("pk")
    )


def why_not_closable(cohort: Cohort, month: Month, *, is_closed: bool) -> str:
    """One sentence; empty while the month can be closed."""
    said = {"month": date_format(month.first, "YEAR_MONTH_FORMAT")}
    if month >= Month.of(timezone.localdate()):
        return _("%(month)s is not over yet.") % said
    if month < Month.of(cohort.starts_on):
        return _("The cohort had not started in %(month)s.") % said
    return _("%(month)s is already closed.") % said if is_closed else ""


def _refuse_unless_closable(cohort: Cohort, month: Month) -> None:
    is_closed = MonthClosing.objects.in_force().filter(cohort=cohort, month=month.first).exists()
    if sentence := why_not_closable(cohort, month, is_closed=is_closed):
        raise NotClosable(sentence)
