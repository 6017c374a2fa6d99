"""The full rebuild against statements written by hand for the same rows of the same tables."""

import resource

from django.db import connection

from benchmarks.figures import Figure, at_most
from benchmarks.history import empty_roll_ups
from benchmarks.timing import seconds
from reports.domain.rebuild import rebuild

# What somebody who knows this database would write, once, without slices, locks or a look at what stands there already.
INCOME_MONTHS = """
    INSERT INTO workers_incomemonth (enrollment_id, month, target, gross, platform_fee, net, received, minutes,
                                     earning_count, verified_net, due, failures, rolled_up_at, answer)
    SELECT s.enrollment_id, s.month,
           CASE WHEN EXISTS (SELECT 1 FROM workers_pause p WHERE p.enrollment_id = s.enrollment_id
                             AND p.starts_on <= s.month AND (p.ends_on IS NULL OR p.ends_on >= {last_day}))
                THEN NULL
                ELSE COALESCE(plan.target,
                              (SELECT r.target FROM programs_rampstep r WHERE r.cohort_id = c.id
                               AND r.from_month <= {month_n} ORDER BY r.from_month DESC LIMIT 1),
                              c.target, pr.default_target) END,
           s.gross, s.fee, s.gross - s.fee, s.received, s.minutes, s.entries, s.verified, 0, 0, {now}, 'open'
    FROM (SELECT enrollment_id, month, SUM(gross) AS gross, SUM(platform_fee) AS fee,
                 SUM(gross - platform_fee - transfer_fee - withholding) AS received, SUM(minutes) AS minutes,
                 COUNT(*) FILTER (WHERE gross > 0) AS entries,
                 SUM(CASE WHEN verified_at IS NULL THEN 0 ELSE gross - platform_fee END) AS verified
          FROM workers_earning GROUP BY enrollment_id, month) s
    JOIN workers_enrollment en ON en.id = s.enrollment_id
    JOIN programs_cohort c ON c.id = en.cohort_id
    JOIN programs_program pr ON pr.id = c.program_id
    LEFT JOIN workers_monthplan plan ON plan.enrollment_id = s.enrollment_id AND plan.month = s.month
"""
_WORDS = {
    "postgresql": {
        "last_day": "(s.month + interval '1 month' - interval '1 day')::date",
        "month_n": "(date_part('year', s.month) * 12 + date_part('month', s.month)"
        " - date_part('year', c.starts_on) * 12 - date_part('month', c.starts_on) + 1)",
        "now": "now()",
    },
    "sqlite": {
        "last_day": "date(s.month, '+1 month', '-1 day')",
        "month_n": "((strftime('%Y', s.month) - strftime('%Y', c.starts_on)) * 12"
        " + strftime('%m', s.month) - strftime('%m', c.starts_on) + 1)",
        "now": "datetime()",
    },
}
COHORT_MONTHS = """
    INSERT INTO reports_cohortmonth (cohort_id, month, enrolled, paused, active, answered, gross, net, received,
           verified_net, minutes, earning_count, mean, median, best, reached, band_0, band_1, band_2, band_3, band_4,
           band_5, band_6, band_7, frozen, rolled_up_at)
    SELECT en.cohort_id, m.month, COUNT(*), COUNT(*) FILTER (WHERE target IS NULL), COUNT(*) FILTER (WHERE active),
           COUNT(*) FILTER (WHERE answer <> 'open'), SUM(gross), SUM(net), SUM(received), SUM(verified_net),
           SUM(minutes), SUM(earning_count), COALESCE(AVG(net) FILTER (WHERE active), 0)::bigint,
           COALESCE(percentile_cont(0.5) WITHIN GROUP (ORDER BY net) FILTER (WHERE active), 0)::bigint, MAX(net),
           COUNT(*) FILTER (WHERE active AND net >= target), COUNT(*) FILTER (WHERE active AND net <= 10000),
           COUNT(*) FILTER (WHERE active AND net > 10000 AND net < 20000),
           COUNT(*) FILTER (WHERE active AND net >= 20000 AND net < 30000),
           COUNT(*) FILTER (WHERE active AND net >= 30000 AND net < 50000),
           COUNT(*) FILTER (WHERE active AND net >= 50000 AND net < 100000),
           COUNT(*) FILTER (WHERE active AND net >= 100000 AND net < 150000),
           COUNT(*) FILTER (WHERE active AND net >= 150000 AND net < 200000),
           COUNT(*) FILTER (WHERE active AND net >= 200000), false, now()
    FROM (SELECT *, earning_count > 0 AND gross > 0 AND net >= 0 AS active FROM workers_incomemonth) m
    JOIN workers_enrollment en ON en.id = m.enrollment_id
    GROUP BY en.cohort_id, m.month
"""
_RESULT = """
    SELECT COUNT(*), SUM(target), SUM(gross), SUM(net), SUM(received), SUM(minutes), SUM(earning_count),
           SUM(verified_net)
    FROM workers_incomemonth
"""


def measure() -> list[Figure]:
    _warm_up()
    by_hand, right = _by_hand()
    memory = _peak_mib()
    ours, found = _ours()
    grown = _peak_mib() - memory
    if right != found:
        raise AssertionError(f"the rebuild and the hand-written statement differ: {found} and {right}")
    again = seconds(rebuild)
    return [
        _against(by_hand, ours),
        Figure(
            "memory the rebuild added to the process", f"{grown:.0f} MiB", "", None, "< 32 MiB", grown < 32, _name()
        ),
        Figure("rebuild when all is right, by hand anew", _s(again), _s(by_hand), again / by_hand, database=_name()),
    ]


def _against(by_hand: float, ours: float) -> Figure:
    if connection.vendor == "postgresql":
        what = "full rebuild of income and cohort months, by hand in SQL"
        return at_most(1.15, what, _s(ours), _s(by_hand), ours / by_hand)
    what = "full rebuild with cohort months, by hand without them"  # SQLite has no median to write by hand
    return Figure(what, _s(ours), _s(by_hand), ours / by_hand, database=_name())


def _name() -> str:
    return "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"


def _s(took: float) -> str:
    return f"{took:.2f} s"


def _warm_up() -> None:
    """Read every entry once: whoever sums first must not pay for the other's cache."""
    _execute("SELECT enrollment_id, month, SUM(gross + minutes) FROM workers_earning GROUP BY enrollment_id, month")


def _by_hand() -> tuple[float, tuple]:
    empty_roll_ups()
    statements = [INCOME_MONTHS.format(**_WORDS[connection.vendor])]
    if connection.vendor == "postgresql":
        statements.append(COHORT_MONTHS)
    return seconds(lambda: [_execute(statement) for statement in statements]), _result()


def _ours() -> tuple[float, tuple]:
    empty_roll_ups()
    return seconds(rebuild), _result()


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _result() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(_RESULT)
        return cursor.fetchone()


def _peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
