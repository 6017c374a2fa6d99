"""The gate every yen goes through: lock the month's row, refuse if it is closed, write, recompute, commit."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from programs.models import Cohort
from programs.shared.month import Month
from workers.domain.refusals import MonthClosed, OutsideEnrollment
from workers.domain.roll_up import roll_up_listed
from workers.models import Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Answer
from workers.signals import tell_income_months_touched

Pair = tuple[int, Month]


def lock_months(pairs: Iterable[Pair]) -> dict[Pair, IncomeMonth]:
    """Lock the income months of these (enrollment id, month) pairs, in one fixed order; make missing ones.

    Runs inside the caller's transaction, which holds the locks until it ends. A month made here has its target in the
    database (the returned row does not know it). Says nothing about closed months that exist; raises MonthClosed
    instead of making one.
    """
    wanted = sorted(set(pairs))
    if len(wanted) == 1 and (found := _lock_existing(wanted)):
        return found
    made = _make_missing(wanted)
    found = _lock_existing(wanted)
    roll_up_listed(found[pair].pk for pair in made if not found[pair].is_closed)
    return found


def hold_cohorts(cohorts: QuerySet[Cohort], *, still: bool = False) -> list[int]:
    """Lock these cohorts until the transaction ends, before any month of theirs.

    Whoever changes what months come from (ramp, breaks, joining, closing) holds them alone; whoever makes a month
    holds them `still`, beside others who do the same.
    """
    if still and transaction.get_connection().vendor == "postgresql":
        with transaction.get_connection().cursor() as cursor:
            cursor.execute(
                "SELECT id FROM programs_cohort WHERE id = ANY(%s) ORDER BY id FOR SHARE",
                [list(cohorts.values_list("pk", flat=True))],
            )
            return [pk for (pk,) in cursor.fetchall()]
    return list(cohorts.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))


def open_months(pairs: Iterable[Pair]) -> list[IncomeMonth]:
    """Lock these income months for writing. Raises MonthClosed when one of them is signed off."""
    locked = lock_months(pairs)
    for (_enrollment_id, month), row in locked.items():
        if row.is_closed:
            raise MonthClosed(month, closed_at=row.closed_at, closed_by=row.closed_by)
    return list(locked.values())


def settle_months(months: list[IncomeMonth]) -> None:
    """Recompute the locked `months` from their earnings, take back answers they contradict, tell the upper floors."""
    ids = [row.pk for row in months]
    roll_up_listed(ids)
    _take_back_answers([row.pk for row in months if row.answer in (Answer.NOTHING_EARNED, Answer.REPORTED)])
    tell_income_months_touched()


def _take_back_answers(ids: list[int]) -> None:
    if not ids:
        return
    contradicted = IncomeMonth.objects.filter(pk__in=ids)
    contradicted.filter(answer=Answer.NOTHING_EARNED, earning_count__gt=0).update(answer=Answer.OPEN, answered_at=None)
    contradicted.filter(answer=Answer.REPORTED, earning_count=0).update(answer=Answer.OPEN, answered_at=None)


def _make_missing(pairs: list[Pair]) -> list[Pair]:
    """Make the rows that are not there, before any row is locked: the cohorts come first in the order of locks."""
    _refuse_outside_transaction()
    there = {(row.enrollment_id, row.period) for row in _rows_of(pairs).only("enrollment_id", "month")}
    missing = [pair for pair in pairs if pair not in there]
    if not missing:
        return []
    cohort_of = dict(
        Enrollment.objects.filter(pk__in={enrollment_id for enrollment_id, _month in missing}).values_list(
            "pk", "cohort"
        )
    )
    if any(enrollment_id not in cohort_of for enrollment_id, _month in missing):
        raise OutsideEnrollment(_("This participation has been put together with another. Please open the page again."))
    hold_cohorts(Cohort.objects.filter(pk__in=set(cohort_of.values())), still=True)
    _refuse_closed_cohort_months(missing, cohort_of)
    IncomeMonth.objects.bulk_create(
        [IncomeMonth(enrollment_id=enrollment_id, month=month.first) for enrollment_id, month in missing],
        ignore_conflicts=True,
        batch_size=1000,
    )
    return missing


def _lock_existing(pairs: list[Pair]) -> dict[Pair, IncomeMonth]:
    _refuse_outside_transaction()
    rows = _rows_of(pairs).select_for_update(no_key=True, of=("self",)).order_by("enrollment_id", "month")
    wanted = set(pairs)
    return {pair: row for row in rows if (pair := (row.enrollment_id, row.period)) in wanted}


def _rows_of(pairs: list[Pair]) -> QuerySet[IncomeMonth]:
    return IncomeMonth.objects.order_by().filter(
        enrollment__in={enrollment_id for enrollment_id, _month in pairs},
        month__in={month.first for _enrollment_id, month in pairs},
    )


def _refuse_outside_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The gate stands inside a transaction.")


def _refuse_closed_cohort_months(pairs: list[Pair], cohort_of: dict[int, int]) -> None:
    closings = MonthClosing.objects.in_force().filter(
        cohort__in=set(cohort_of.values()), month__in={month.first for _enrollment_id, month in pairs}
    )
    closed = {(one.cohort_id, one.month): one for one in closings.select_related("closed_by")}
    for enrollment_id, month in pairs:
        if closing := closed.get((cohort_of[enrollment_id], month.first)):
            raise MonthClosed(month, closed_at=closing.closed_at, closed_by=closing.closed_by)
