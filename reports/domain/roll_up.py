"""Working off what is due: income months marked stale are recomputed, then counted into their cohort-months."""

import logging
from time import monotonic

from django.db import transaction
from django.db.models import F

from reports.domain.cohort_months import settle_cohort_months
from reports.domain.sweeps import note_sweep
from workers.domain.roll_up import roll_up_listed
from workers.models import IncomeMonth
from workers.models.income_month import Due

log = logging.getLogger(__name__)

BATCH = 1000
MAX_FAILURES = 5  # then a row is parked: shown on the operations page, no longer tried


def drain(*, batch: int = BATCH, seconds: float = 50) -> int:
    """Settle due income months, `batch` at a time, until none is left or the time is up. Returns how many."""
    settled, deadline = 0, monotonic() + seconds
    while monotonic() < deadline:
        taken = _drain_batch(batch)
        settled += taken
        if taken < batch:
            break
    note_sweep("roll_up", rows=settled)
    return settled


def parked() -> "list[IncomeMonth]":
    """Rows that failed too often to be tried again by themselves."""
    return list(IncomeMonth.objects.filter(due__gt=0, failures__gte=MAX_FAILURES).order_by("pk")[:100])


@transaction.atomic
def _drain_batch(batch: int) -> int:
    rows = list(
        IncomeMonth.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        .annotate(cohort=F("enrollment__cohort_id"))
        .filter(due__gt=0, failures__lt=MAX_FAILURES)
        .order_by("pk")
        .only("pk", "due", "month")[:batch]
    )
    try:
        with transaction.atomic():
            _settle(rows)
    except Exception:  # whatever one row does, it must not hold the country back
        log.exception("A batch of %d income months failed; trying them one by one", len(rows))
        for row in rows:
            _settle_alone(row)
    return len(rows)


def _settle_alone(row: IncomeMonth) -> None:
    try:
        with transaction.atomic():
            _settle([row])
    except Exception:
        log.exception("Income month %d cannot be rolled up", row.pk)
        IncomeMonth.objects.filter(pk=row.pk).update(failures=F("failures") + 1)


def _settle(rows: list[IncomeMonth]) -> None:
    if not rows:
        return
    roll_up_listed(row.pk for row in rows if row.due == Due.RECOMPUTE)
    settle_cohort_months((row.cohort, row.month) for row in rows)
    IncomeMonth.objects.filter(pk__in=[row.pk for row in rows]).update(due=Due.NOTHING, failures=0)
