"""A cohort's month, added up from its income months by one statement; closed months keep their signed-off figures.

Several drains may settle the same cohort-month: each locks the row, in sorted order, and sums in a later statement.
"""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils import timezone

from reports.models import CohortMonth
from workers.domain.figures import BAND_EDGES
from workers.models import MonthClosing

CohortAndMonth = tuple[int, date]

_LAST_DAY = {
    "postgresql": "(cm.month + interval '1 month' - interval '1 day')::date",
    "sqlite": "date(cm.month, '+1 month', '-1 day')",
}
# PostgreSQL would rather read every income month of the country than look up some thousand of them one by one.
_THEIR_MONTH = {
    "postgresql": "LEFT JOIN LATERAL (SELECT * FROM workers_incomemonth x"
    " WHERE x.enrollment_id = en.id AND x.month = cm.month LIMIT 1) m ON true",
    "sqlite": "LEFT JOIN workers_incomemonth m ON m.enrollment_id = en.id AND m.month = cm.month",
}
_SUMMED = ("gross", "net", "received", "verified_net", "minutes", "earning_count")

# As `Enrollment.objects.during`: who left on the day of joining never came.
_STAYS = "en.joined_on <= {last_day} AND (en.left_on IS NULL OR (en.left_on > cm.month AND en.left_on > en.joined_on))"
_PEOPLE = """
    SELECT cm.id AS cm_id,
           CASE WHEN {stays} THEN 1 ELSE 0 END AS enrolled,
           CASE WHEN m.id IS NOT NULL AND m.target IS NULL THEN 1 ELSE 0 END AS resting,
           CASE WHEN m.answer IS NOT NULL AND m.answer <> 'open' THEN 1 ELSE 0 END AS answered,
           COALESCE(m.target, 0) AS target,
           CASE WHEN m.earning_count > 0 AND m.gross > 0 AND m.net >= 0 THEN 1 ELSE 0 END AS active,
           CASE WHEN pr.target_basis = 'net' THEN COALESCE(m.net, 0) ELSE COALESCE(m.gross, 0) END AS amount,
           {summed}
    FROM reports_cohortmonth cm
    JOIN programs_cohort c ON c.id = cm.cohort_id
    JOIN programs_program pr ON pr.id = c.program_id
    JOIN workers_enrollment en ON en.cohort_id = cm.cohort_id
    {their_month}
    WHERE cm.id IN ({ids})
      AND (m.id IS NOT NULL OR ({stays}))
"""
_FIGURES = """
    SELECT cm_id, SUM(enrolled) AS enrolled, SUM(enrolled * resting) AS paused, SUM(active) AS active,
           SUM(enrolled * answered * (1 - resting)) AS answered, {sums},
           COALESCE(CAST(SUM(active * amount) AS bigint) / NULLIF(CAST(SUM(active) AS bigint), 0), 0) AS mean,
           COALESCE(CAST(SUM(CASE WHEN {middle} THEN amount ELSE 0 END) AS bigint)
                    / NULLIF(CAST(SUM(CASE WHEN {middle} THEN 1 ELSE 0 END) AS bigint), 0), 0) AS median,
           MAX(active * amount) AS best,
           SUM(CASE WHEN active = 1 AND resting = 0 AND amount >= target THEN 1 ELSE 0 END) AS reached,
           {bands}
    FROM (
        SELECT p.*, ROW_NUMBER() OVER (PARTITION BY cm_id, active ORDER BY amount) AS place,
               COUNT(*) OVER (PARTITION BY cm_id, active) AS places
        FROM ({people}) p
    ) ranked
    GROUP BY cm_id
"""
COLUMNS = (
    *("enrolled", "paused", "active", "answered", *_SUMMED, "mean", "median", "best", "reached"),
    *(f"band_{n}" for n in range(8)),
)


def figures_statement(ids: str) -> str:
    """The SELECT that adds the cohort-months `ids` (a list of placeholders or a subquery) up."""
    middle = "active = 1 AND place IN ((places + 1) / 2, (places + 2) / 2)"
    summed = ", ".join(f"COALESCE(m.{column}, 0) AS {column}" for column in _SUMMED)
    vendor = connection.vendor
    stays = _STAYS.format(last_day=_LAST_DAY[vendor])
    people = _PEOPLE.format(stays=stays, their_month=_THEIR_MONTH[vendor], summed=summed, ids=ids)
    return _FIGURES.format(
        middle=middle,
        people=people,
        sums=", ".join(f"SUM({column}) AS {column}" for column in _SUMMED),
        bands=", ".join(f"SUM(CASE WHEN active = 1 AND {test} THEN 1 ELSE 0 END) AS band_{n}" for n, test in _bands()),
    )


def _bands() -> Iterable[tuple[int, str]]:
    lowest, *rest = BAND_EDGES
    yield 0, f"amount <= {lowest}"
    for n, (low, high) in enumerate(zip([lowest + 1, *rest], [*rest, None], strict=True), start=1):
        yield n, f"amount >= {low}" + (f" AND amount < {high}" if high else "")


def settle_cohort_months(pairs: Iterable[CohortAndMonth]) -> int:
    """Bring these (cohort id, first day of month) pairs to the right figures. Inside the caller's transaction."""
    wanted = sorted(set(pairs))
    if not wanted:
        return 0
    _make_missing(wanted)
    ids = _lock(wanted)
    frozen = _write_frozen(ids)
    open_ids = [pk for pk in ids.values() if pk not in frozen]
    for start in range(0, len(open_ids), 1000):
        slice_ = open_ids[start : start + 1000]
        placeholders = ", ".join(["%s"] * len(slice_))
        columns = ", ".join(f"{column} = f.{column}" for column in COLUMNS)
        statement = (
            f"UPDATE reports_cohortmonth SET {columns}, frozen = %s, rolled_up_at = %s"
            f" FROM ({figures_statement(placeholders)}) f WHERE reports_cohortmonth.id = f.cm_id"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [False, timezone.now(), *slice_])
    return len(ids)


def _of(pairs: list[CohortAndMonth], rows):
    """Those of `rows` that may belong to `pairs`; the caller picks."""
    return rows.filter(cohort__in={cohort for cohort, _month in pairs}, month__in={month for _cohort, month in pairs})


def _make_missing(pairs: list[CohortAndMonth]) -> None:
    there = set(_of(pairs, CohortMonth.objects.order_by()).values_list("cohort_id", "month"))
    missing = [pair for pair in pairs if pair not in there]
    for start in range(0, len(missing), 1000):
        slice_ = missing[start : start + 1000]
        statement = (
            f"INSERT INTO reports_cohortmonth (cohort_id, month, frozen, {', '.join(COLUMNS)})"
            f" SELECT column1, column2, false, {', '.join('0' for _column in COLUMNS)}"
            f" FROM (VALUES {', '.join(['(%s, %s)'] * len(slice_))}) missing WHERE true"
            " ON CONFLICT (cohort_id, month) DO NOTHING"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for pair in slice_ for value in pair])


def _lock(pairs: list[CohortAndMonth]) -> dict[CohortAndMonth, int]:
    """Lock these rows in one fixed order; (cohort id, month) -> id."""
    rows = _of(pairs, CohortMonth.objects.select_for_update(no_key=True)).order_by("cohort_id", "month")
    wanted = set(pairs)
    found = rows.values_list("cohort_id", "month", "pk")
    return {(cohort, month): pk for cohort, month, pk in found if (cohort, month) in wanted}


def _write_frozen(ids: dict[CohortAndMonth, int]) -> set[int]:
    """Give closed months the figures they were signed off with; returns the ids of these rows."""
    closings = _of(list(ids), MonthClosing.objects.in_force()).values_list("cohort_id", "month", "figures")
    signed_off = {ids[cohort, month]: figures for cohort, month, figures in closings if (cohort, month) in ids}
    for row in CohortMonth.objects.filter(pk__in=signed_off):
        right = _columns_of(signed_off[row.pk])
        if row.frozen and all(getattr(row, column) == figure for column, figure in right.items()):
            continue
        for column, figure in right.items():
            setattr(row, column, figure)
        row.frozen, row.rolled_up_at = True, timezone.now()
        row.save()
    return set(signed_off)


def _columns_of(figures: dict) -> dict[str, int]:
    bands = {f"band_{n}": people for n, people in enumerate(figures["bands"])}
    return {column: (figures | bands).get(column, 0) for column in COLUMNS}
