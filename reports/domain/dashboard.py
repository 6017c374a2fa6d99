"""A cohort's figures for the dashboard: read from the cohort-months, never from the earnings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from programs.models import Cohort
from programs.shared.charts.trend import TrendMonth
from programs.shared.month import Month
from reports.models import CohortMonth

TREND_MONTHS = 13
Figure = Literal["mean", "sum"]


@dataclass(frozen=True, slots=True)
class Board:
    """One cohort as of one month. `rows` are its cohort-months by month."""

    cohort: Cohort
    month: Month
    this_month: Month
    counts_net: bool
    rows: dict[Month, CohortMonth]

    @property
    def now(self) -> CohortMonth:
        return self.figures(self.month)

    @property
    def before(self) -> CohortMonth | None:
        return self.rows.get(self.month - 1)

    @property
    def running(self) -> bool:
        return self.month == self.this_month

    @property
    def as_of(self) -> dt.datetime | None:
        return self.now.rolled_up_at

    @property
    def unanswered(self) -> int:
        return unanswered(self.now)

    @property
    def open_months(self) -> list[CohortMonth]:
        """Months that are over and not signed off, oldest first."""
        over = [row for month, row in sorted(self.rows.items()) if month < self.this_month and row.enrolled]
        return [row for row in over if not row.frozen]

    @property
    def unanswered_of_oldest(self) -> int:
        """How many have not answered about the oldest month that waits to be closed."""
        return unanswered(self.open_months[0]) if self.open_months else 0

    def figures(self, month: Month) -> CohortMonth:
        return self.rows.get(month) or CohortMonth(cohort=self.cohort, month=month.first)

    def total(self, row: CohortMonth) -> int:
        return row.net if self.counts_net else row.gross


def open_before(cohort: Cohort, month: Month) -> list[CohortMonth]:
    """The cohort's months before `month` that are not signed off, oldest first."""
    rows = CohortMonth.objects.filter(cohort=cohort, month__lt=month.first, frozen=False, enrolled__gt=0)
    return list(rows.order_by("month"))


def recent_months(board: Board, most: int = 6) -> list[CohortMonth]:
    """The last few months up to the one shown, newest first."""
    shown = [row for month, row in sorted(board.rows.items(), reverse=True) if month <= board.month]
    return shown[:most]


def asked(row: CohortMonth) -> int:
    """How many are asked about the month: enrolled and not resting all through it."""
    return max(row.enrolled - row.paused, 0)


def unanswered(row: CohortMonth) -> int:
    """How many of those asked said nothing yet."""
    return max(asked(row) - row.answered, 0)


def read_board(cohort: Cohort, month: Month, *, this_month: Month, counts_net: bool, since: Month) -> Board:
    """The cohort's figures from `since` to this month. One query."""
    rows = CohortMonth.objects.filter(cohort=cohort).between(since, this_month)
    return Board(cohort, month, this_month, counts_net, {row.period: row for row in rows})


def trend_months(board: Board, figure: Figure = "mean") -> tuple[TrendMonth, ...]:
    """The mean of the active (or the sum) of up to thirteen months; a month in which nobody earned has no mean."""
    first = max(Month.of(board.cohort.starts_on), board.month - (TREND_MONTHS - 1))
    return tuple(_trend_month(board, month, figure) for month in Month.between(first, board.month))


def whole_months(months: Sequence[TrendMonth]) -> list[TrendMonth]:
    """Those that are over and have a value."""
    return [one for one in months if one.state != "unfinished" and one.value is not None]


def _trend_month(board: Board, month: Month, figure: Figure) -> TrendMonth:
    row = board.figures(month)
    value = board.total(row) if figure == "sum" else row.mean
    known = value if row.active or figure == "sum" else None
    if month == board.this_month:
        return TrendMonth(month, known, "unfinished")
    latest = board.month - 1 if board.running else board.month
    return TrendMonth(month, known, "latest" if month == latest else "done")
