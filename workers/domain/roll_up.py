"""The roll-up: an income month's sums and target, recomputed by one statement from the earnings.

Recompute, never add deltas, so that it may run twice, late, in parallel or after a kill. The rows must be locked in an
earlier statement than the one that sums (docs/income-month.md): callers come from the gate, the drain or the rebuild.
"""

from collections.abc import Iterable

from django.db import connection
from django.utils import timezone

from workers.models.income_month import Due

_DIALECT = {
    "postgresql": {
        "month_number": "(date_part('year', {0}) * 12 + date_part('month', {0}))::int",
        "last_day": "({0} + interval '1 month' - interval '1 day')::date",
    },
    "sqlite": {
        "month_number": "(CAST(strftime('%%Y', {0}) AS INTEGER) * 12 + CAST(strftime('%%m', {0}) AS INTEGER))",
        "last_day": "date({0}, '+1 month', '-1 day')",
    },
}

# A counter-entry is no pay of its own: it lowers the sums and is not counted.
_SUMS = """
    SUM(e.gross) AS gross, SUM(e.platform_fee) AS platform_fee, SUM(e.gross - e.platform_fee) AS net,
    SUM(e.gross - e.platform_fee - e.transfer_fee - e.withholding) AS received, SUM(e.minutes) AS minutes,
    SUM(CASE WHEN e.gross > 0 THEN 1 ELSE 0 END) AS earning_count,
    SUM(CASE WHEN e.verified_at IS NULL THEN 0 ELSE e.gross - e.platform_fee END) AS verified_net
"""
_COLUMNS = ("gross", "platform_fee", "net", "received", "minutes", "earning_count", "verified_net")
COMPARED = ("target", *_COLUMNS)

LISTED = f"""
    SELECT m.enrollment_id, m.month, {_SUMS}
    FROM workers_incomemonth m
    LEFT JOIN workers_earning e ON e.enrollment_id = m.enrollment_id AND e.month = m.month
    WHERE m.id IN ({{ids}})
    GROUP BY m.enrollment_id, m.month
"""
# Every month of these people that has an entry or a row. The rows bring no amounts: a month whose entries are all gone
# sums to nothing, and nobody has to look each row up among the earnings.
SPAN = f"""
    SELECT e.enrollment_id, e.month, {_SUMS}
    FROM (SELECT enrollment_id, month, gross, platform_fee, transfer_fee, withholding, minutes, verified_at
          FROM workers_earning WHERE enrollment_id BETWEEN %s AND %s AND month >= %s
          UNION ALL
          SELECT enrollment_id, month, NULL, NULL, NULL, NULL, NULL, NULL
          FROM workers_incomemonth WHERE enrollment_id BETWEEN %s AND %s AND month >= %s) e
    GROUP BY e.enrollment_id, e.month
"""

# A person's own plan, else the ramp step of month n since the cohort's start, else the cohort's target, else the
# program's; nothing at all for a month wholly inside a pause.
_TARGETED = """
    SELECT s.enrollment_id, s.month,
           CASE WHEN {some_rest}EXISTS (
                    SELECT 1 FROM workers_pause p
                    WHERE p.enrollment_id = s.enrollment_id AND p.starts_on <= s.month
                      AND (p.ends_on IS NULL OR p.ends_on >= {last_day_of_month}))
                THEN NULL
                ELSE COALESCE(plan.target,
                              (SELECT step.target FROM programs_rampstep step
                               WHERE step.cohort_id = c.id AND step.from_month <= {month_n}
                               ORDER BY step.from_month DESC LIMIT 1),
                              c.target, pr.default_target) END AS target,
           COALESCE(s.gross, 0) AS gross, COALESCE(s.platform_fee, 0) AS platform_fee, COALESCE(s.net, 0) AS net,
           COALESCE(s.received, 0) AS received, COALESCE(s.minutes, 0) AS minutes,
           COALESCE(s.earning_count, 0) AS earning_count, COALESCE(s.verified_net, 0) AS verified_net
    FROM ({sums}) s
    JOIN workers_enrollment en ON en.id = s.enrollment_id
    JOIN programs_cohort c ON c.id = en.cohort_id
    JOIN programs_program pr ON pr.id = c.program_id
    LEFT JOIN workers_monthplan plan ON plan.enrollment_id = s.enrollment_id AND plan.month = s.month
"""

# For many people: who ever rests is read once, so that the others' months need no look-up. For one month that would be
# the pauses of the whole country.
_SOME_REST = "s.enrollment_id IN (SELECT enrollment_id FROM workers_pause) AND "

_ROLL_UP = """
    INSERT INTO workers_incomemonth (enrollment_id, month, target, {columns}, due, failures, rolled_up_at, answer)
    SELECT t.enrollment_id, t.month, t.target, {t_columns}, {due}, 0, %s, 'open' FROM ({targeted}) t WHERE true
    ON CONFLICT (enrollment_id, month) DO UPDATE SET
        target = excluded.target, {assignments}, due = {due}, failures = 0, rolled_up_at = excluded.rolled_up_at
    WHERE workers_incomemonth.closed_at IS NULL
      AND (COALESCE(workers_incomemonth.target, -1) <> COALESCE(excluded.target, -1) OR {differences})
"""

_DIFFERENCES = """
    SELECT t.enrollment_id, t.month, {pairs}
    FROM ({targeted}) t
    LEFT JOIN workers_incomemonth m ON m.enrollment_id = t.enrollment_id AND m.month = t.month
    WHERE m.id IS NULL
       OR (m.due <> 2 AND ({differences}
           OR (m.closed_at IS NULL AND COALESCE(m.target, -1) <> COALESCE(t.target, -1))))
"""


def targeted(sums: str) -> str:
    """The SELECT that gives every pair of `sums` (LISTED or SPAN) its target."""
    words = _DIALECT[connection.vendor]
    month_n = f"{words['month_number'].format('s.month')} - {words['month_number'].format('c.starts_on')} + 1"
    last_day = words["last_day"].format("s.month")
    some_rest = _SOME_REST if sums == SPAN else ""
    return _TARGETED.format(sums=sums, month_n=month_n, last_day_of_month=last_day, some_rest=some_rest)


def roll_up_statement(sums: str, *, due: Due = Due.COUNT) -> str:
    """The roll-up over the pairs of `sums`; takes the moment, then the parameters of `sums`.

    `due` is what changed rows are left with: nothing only if the caller counts their cohorts in the same transaction.
    """
    return _ROLL_UP.format(
        due=due.value,
        targeted=targeted(sums),
        columns=", ".join(_COLUMNS),
        t_columns=", ".join(f"t.{column}" for column in _COLUMNS),
        assignments=", ".join(f"{column} = excluded.{column}" for column in _COLUMNS),
        differences=" OR ".join(f"workers_incomemonth.{column} <> excluded.{column}" for column in _COLUMNS),
    )


def differences_statement(sums: str) -> str:
    """Pairs whose row is missing or wrong and not due: enrollment, month, then of each COMPARED stored and right."""
    return _DIFFERENCES.format(
        targeted=targeted(sums),
        differences=" OR ".join(f"m.{column} <> t.{column}" for column in _COLUMNS),
        pairs=", ".join(f"m.{column}, t.{column}" for column in COMPARED),
    )


def roll_up_listed(month_ids: Iterable[int]) -> int:
    """Recompute these locked income months; those that changed stay due for counting. Returns how many changed."""
    ids = list(month_ids)
    if not ids:
        return 0
    statement = roll_up_statement(LISTED.format(ids=", ".join(["%s"] * len(ids))))
    with connection.cursor() as cursor:
        cursor.execute(statement, [timezone.now(), *ids])
        return cursor.rowcount
