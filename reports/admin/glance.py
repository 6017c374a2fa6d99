"""The first page: every cohort's month in one table, and which months wait to be closed."""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.db.models.functions import TruncMonth
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from programs.admin.site import site
from programs.models import Cohort
from programs.shared.month import Month
from reports.models import CohortMonth
from workers.models import IncomeMonth, MonthClosing

SHOWN_TO_CLOSE = 3
EARLIEST = Month(2000, 1)  # nobody worked in a crowd before; addresses ask for anything


@dataclass
class Row:
    """One cohort: `figures` of the month looked at, and the months that are over and still open, oldest first."""

    cohort: Cohort
    figures: CohortMonth | None
    closed: bool
    to_close: list[Month] = field(default_factory=list)
    missing: int = 0

    @property
    def close_links(self) -> list[dict]:
        name = "admin:workers_monthclosing_close"
        return [
            {"month": month, "url": reverse(name, args=[self.cohort.pk, str(month)])}
            for month in self.to_close[:SHOWN_TO_CLOSE]
        ]

    @property
    def more(self) -> int:
        return max(len(self.to_close) - SHOWN_TO_CLOSE, 0)

    @property
    def people_url(self) -> str:
        return f"{reverse('admin:workers_enrollment_changelist')}?cohort__id__exact={self.cohort.pk}"

    @property
    def cohort_url(self) -> str:
        return reverse("admin:programs_cohort_change", args=[self.cohort.pk])

    @property
    def reopen_url(self) -> str:
        return reverse("admin:workers_monthclosing_reopen", args=[self.cohort.pk, str(self.figures.period)])


def glance(request: HttpRequest) -> dict:
    """Five queries, however many cohorts and however long their history."""
    this = Month.of(timezone.localdate())
    month = _asked(request, this)
    every = list(
        site.narrow(Cohort.objects.filter(starts_on__lte=this.last), request)
        .select_related("program__municipality")
        .order_by("program__municipality__code", "program", "-number")
    )
    cohorts = [cohort for cohort in every if cohort.starts_on <= month.last]
    ids = [cohort.pk for cohort in cohorts]
    figures = {row.cohort_id: row for row in CohortMonth.objects.filter(cohort__in=ids, month=month.first)}
    open_months = _open_months([cohort.pk for cohort in every], before=this)
    closed = set(
        MonthClosing.objects.in_force().filter(cohort__in=ids, month=month.first).values_list("cohort", flat=True)
    )
    rows = [
        Row(
            cohort=cohort,
            figures=figures.get(cohort.pk),
            closed=cohort.pk in closed,
            to_close=open_months.get(cohort.pk, []),
        )
        for cohort in cohorts
    ]
    for row in rows:
        if row.figures:
            row.missing = max(row.figures.enrolled - row.figures.paused - row.figures.answered, 0)
    return {
        "glance": rows,
        "glance_month": month,
        "glance_is_now": month == this,
        "glance_before": month - 1 if month > EARLIEST else None,
        "glance_after": month + 1 if month < this else None,
        "waiting": sum(len(months) for months in open_months.values()),  # whatever month is looked at
    }


def _asked(request: HttpRequest, this: Month) -> Month:
    try:
        asked = Month.parse(request.GET.get("month", ""))
    except ValueError:
        return this
    return max(min(asked, this), EARLIEST)


def _open_months(cohorts: list[int], *, before: Month) -> dict[int, list[Month]]:
    """Cohort -> months that are over, have people taking part or entries in them, and are not signed off."""
    came = Q(enrollment__left_on__gt=F("enrollment__joined_on"))
    stayed = Q(enrollment__left_on=None) | (Q(enrollment__left_on__gt=F("month")) & came)
    in_stay = Q(month__gte=TruncMonth("enrollment__joined_on")) & stayed
    rows: list[tuple[int, dt.date]] = list(
        IncomeMonth.objects.filter(enrollment__cohort__in=cohorts, month__lt=before.first, closed_at=None)
        .filter(in_stay | Q(earning_count__gt=0))
        .order_by("enrollment__cohort", "month")
        .values_list("enrollment__cohort", "month")
        .distinct()
    )
    found: dict[int, list[Month]] = {}
    for cohort, month in rows:
        found.setdefault(cohort, []).append(Month.of(month))
    return found
