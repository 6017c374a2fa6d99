"""The gate every yen goes through: lock the month's row, refuse if it is closed, write, recompute, commit."""

from collections.abc import Iterable

from django.db import transaction

from programs.shared.month import Month
from workers.domain.refusals import MonthClosed
from workers.domain.roll_up import roll_up_listed
from workers.models import Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Answer
from workers.signals import tell_income_months_touched

Pair = tuple[int, Month]


def lock_months(pairs: Iterable[Pair]) -> dict[Pair, IncomeMonth]:
    """Lock the income months of these (enrollment id, month) pairs, in one fixed order; make missing ones.

    A new row has its target from the start. Runs inside the caller's transaction, which holds the locks until it ends.
    Says nothing about closed months.
    """
    wanted = sorted(set(pairs))
    found = _lock_existing(wanted)
    missing = [pair for pair in wanted if pair not in found]
    if missing:
        _refuse_closed_cohort_months(missing)
        IncomeMonth.objects.bulk_create(
            [IncomeMonth(enrollment_id=enrollment_id, month=month.first) for enrollment_id, month in missing],
            ignore_conflicts=True,
        )
        made = _lock_existing(missing)
        roll_up_listed(row.pk for row in made.values() if not row.is_closed)
        found |= made
    return found


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


def _lock_existing(pairs: list[Pair]) -> dict[Pair, IncomeMonth]:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("The gate stands inside a transaction.")
    rows = (
        IncomeMonth.objects.select_for_update(no_key=True, of=("self",))
        .filter(
            enrollment__in={enrollment_id for enrollment_id, _month in pairs},
            month__in={month.first for _enrollment_id, month in pairs},
        )
        .order_by("enrollment_id", "month")
    )
    wanted = set(pairs)
    return {pair: row for row in rows if (pair := (row.enrollment_id, row.period)) in wanted}


def _refuse_closed_cohort_months(pairs: list[Pair]) -> None:
    cohort_of = dict(
        Enrollment.objects.filter(pk__in={enrollment_id for enrollment_id, _month in pairs}).values_list("pk", "cohort")
    )
    closings = MonthClosing.objects.in_force().filter(
        cohort__in=set(cohort_of.values()), month__in={month.first for _enrollment_id, month in pairs}
    )
    closed = {(one.cohort_id, one.month): one for one in closings.select_related("closed_by")}
    for enrollment_id, month in pairs:
        if closing := closed.get((cohort_of[enrollment_id], month.first)):
            raise MonthClosed(month, closed_at=closing.closed_at, closed_by=closing.closed_by)
