"""Making every figure again from the earnings, and comparing what stands with what should stand."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from programs.shared.month import Month
from reports.domain.cohort_months import COLUMNS, CohortAndMonth, figures_statement, settle_cohort_months
from reports.domain.roll_up import drain
from reports.domain.sweeps import note_sweep
from reports.models import CohortMonth
from workers.domain.frozen_months import differences_of
from workers.domain.roll_up import COMPARED, SPAN, differences_statement, roll_up_statement
from workers.models import Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Due

log = logging.getLogger(__name__)

PEOPLE_AT_ONCE = 1000
EVER = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Difference:
    """A row that stands wrong: whose, which month, and of each wrong column what stands and what is right."""

    what: str
    owner: int
    month: dt.date
    wrong: dict[str, tuple[object, object]]

    @classmethod
    def of(cls, what: str, row: tuple, columns: tuple[str, ...]) -> "Difference":
        """From a row of owner, month, then stored and right of each of `columns`."""
        owner, month, *figures = row
        pairs = zip(columns, figures[::2], figures[1::2], strict=True)
        day = month if isinstance(month, dt.date) else dt.date.fromisoformat(month)
        return cls(what, owner, day, {name: (stored, right) for name, stored, right in pairs if stored != right})

    @property
    def place(self) -> str:
        """Without amounts, which do not belong in a log."""
        return f"{self.what} {self.owner} {self.month:%Y-%m}: {', '.join(self.wrong)}"

    def __str__(self) -> str:
        told = [f"{name} {stored} is stored, {right} is right" for name, (stored, right) in self.wrong.items()]
        return f"{self.what} {self.owner} {self.month:%Y-%m}: {'; '.join(told)}"


def rebuild(*, since: Month | None = None) -> int:
    """Recompute every open income month (since `since`) and all cohort-months they touch. Returns changed months.

    Takes people in slices; each slice holds the table of income months against writers for its own short moment, so
    that no writer's commit can fall between reading its earnings and writing the sum. A slice's cohort-months are
    counted before it commits: what it changed is due for nothing more, and no row is written twice.
    """
    first = since.first if since else EVER
    changed = 0
    for low, high in _slices():
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL jit = off")  # it compiles every slice anew, longer than the slice takes
                cursor.execute("LOCK TABLE workers_incomemonth IN EXCLUSIVE MODE")
            cursor.execute(roll_up_statement(SPAN, due=Due.NOTHING), [timezone.now(), *[low, high, first] * 2])
            changed += cursor.rowcount
            settle_cohort_months(_cohort_months_of(low, high, first))
    drain(seconds=240)
    note_sweep("rebuild", rows=changed)
    return changed


def rebuild_open_months() -> int:
    """The nightly rebuild: from the first month somebody still has open."""
    first = IncomeMonth.objects.filter(closed_at=None).order_by("month").values_list("month", flat=True).first()
    return rebuild(since=Month.of(first)) if first else 0


def check() -> list[Difference]:
    """Compare income months with their earnings, cohort-months with these, closings with their people; change nothing.

    Rows that are due are not wrong yet and are left out. What is found goes to the log and to the operations page.
    """
    found = [*_wrong_income_months(), *_wrong_cohort_months(), *_wrong_closings()]
    for difference in found:
        log.error("Roll-up differs: %s", difference.place)
    note_sweep("check", rows=len(found), alarm="\n".join(str(difference) for difference in found[:50]))
    return found


def _slices() -> Iterator[tuple[int, int]]:
    last = 0
    while pks := list(
        Enrollment.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PEOPLE_AT_ONCE]
    ):
        yield pks[0], pks[-1]
        last = pks[-1]


def _cohort_months_of(low: int, high: int, first: dt.date) -> Iterable[CohortAndMonth]:
    """The cohort-months that the income months of these enrollments count into."""
    months = IncomeMonth.objects.filter(enrollment_id__gte=low, enrollment_id__lte=high, month__gte=first)
    return months.order_by().values_list("enrollment__cohort_id", "month").distinct()


def _wrong_income_months() -> Iterator[Difference]:
    for low, high in _slices():
        with connection.cursor() as cursor:
            cursor.execute(differences_statement(SPAN), [low, high, EVER] * 2)
            rows = cursor.fetchall()
        yield from (Difference.of("income month of enrollment", row, COMPARED) for row in rows)


def _wrong_cohort_months() -> Iterator[Difference]:
    wrong = " OR ".join(f"cm2.{column} <> f.{column}" for column in COLUMNS)
    pairs = ", ".join(f"cm2.{column}, f.{column}" for column in COLUMNS)
    these = "SELECT id FROM reports_cohortmonth WHERE cohort_id BETWEEN %s AND %s"
    # Materialized: joined as it stands, PostgreSQL may add the hundred cohorts up anew for each of their months.
    statement = (
        f"WITH f AS MATERIALIZED ({figures_statement(these)})"
        f" SELECT cm2.cohort_id, cm2.month, {pairs} FROM f JOIN reports_cohortmonth cm2 ON cm2.id = f.cm_id"
        f" WHERE ({wrong})"
        " AND NOT EXISTS (SELECT 1 FROM workers_incomemonth m JOIN workers_enrollment en ON en.id = m.enrollment_id"
        " WHERE m.due > 0 AND en.cohort_id = cm2.cohort_id AND m.month = cm2.month)"
    )
    cohorts = list(CohortMonth.objects.order_by("cohort_id").values_list("cohort_id", flat=True).distinct())
    for start in range(0, len(cohorts), 100):
        low, high = cohorts[start], cohorts[min(start + 99, len(cohorts) - 1)]
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, high])
            rows = cursor.fetchall()
        yield from (Difference.of("cohort month of cohort", row, COLUMNS) for row in rows)


def _wrong_closings() -> Iterator[Difference]:
    """Every time a month was signed off, those that were opened again too."""
    for closing in MonthClosing.objects.order_by("pk").iterator(chunk_size=200):
        if wrong := differences_of(closing):
            yield Difference(f"closing {closing.version} of cohort", closing.cohort_id, closing.month, wrong)
