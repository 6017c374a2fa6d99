"""A person's months as they read them: one line per month of the stay, whether or not anything was written in it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils import timezone

from programs.shared.charts.small_months import SmallMonth
from programs.shared.charts.small_months import State as BarState
from programs.shared.month import Month
from workers.domain.month_states import MonthFacts, month_state
from workers.models import Enrollment, IncomeMonth
from workers.models.income_month import Answer

State = Literal["now", "paused", "closed", "nothing_earned", "excused", "reported", "unanswered"]
LAST_DAYS = 3  # of the running month, in which its question is asked already
ANSWERED: dict[str, State] = {
    Answer.NOTHING_EARNED: "nothing_earned",
    Answer.EXCUSED: "excused",
    Answer.REPORTED: "reported",
}


@dataclass(frozen=True)
class MonthLine:
    """`amount` counts toward the target, net or gross as the program says; `target` None: a rest, or not known yet."""

    month: Month
    row: IncomeMonth
    amount: int
    now: Month
    is_outside: bool = False  # of the stay: shown for its entries, never asked about

    @property
    def is_now(self) -> bool:
        return self.month == self.now

    @property
    def target(self) -> int | None:
        return self.row.target

    @property
    def count(self) -> int:
        return self.row.earning_count

    @property
    def rests(self) -> bool:
        return self.row.is_paused

    @property
    def is_silent(self) -> bool:
        """Nobody has said how the month went, and nobody signed it off."""
        return self.row.answer == Answer.OPEN and not (self.row.is_closed or self.rests or self.is_outside)

    @property
    def state(self) -> State:
        if self.rests:
            return "paused"
        if self.is_now and self.row.answer != Answer.NOTHING_EARNED:
            return "now"
        if self.row.is_closed:
            return "closed"
        return ANSWERED.get(self.row.answer, "excused" if self.is_outside else "unanswered")

    @property
    def bar(self) -> BarState:
        facts = MonthFacts(self.amount, self.target, self.count, self.row.answer, self.rests)
        return month_state(facts, taking_part=not self.is_outside, running=self.is_now)


@dataclass(frozen=True)
class Question:
    """The month a person is asked about, and until when; no day once it has passed: nobody is hurried afterwards."""

    line: MonthLine
    due_on: dt.date | None


def months_of_stay(enrollment: Enrollment, *, until: Month) -> list[Month]:
    """Every month with at least one day of the enrollment, up to `until`."""
    last = until
    if enrollment.left_on:
        last = min(last, Month.of(enrollment.left_on - dt.timedelta(days=1)))
    return list(Month.between(Month.of(enrollment.joined_on), last))


def line_of(enrollment: Enrollment, month: Month, row: IncomeMonth | None, *, now: Month) -> MonthLine:
    row = row or IncomeMonth(enrollment=enrollment, month=month.first)
    amount = row.net if enrollment.cohort.program.counts_net else row.gross
    outside = not enrollment.takes_part_in(month)
    return MonthLine(month=month, row=row, amount=amount, now=now, is_outside=outside)


def lines_of(enrollment: Enrollment) -> list[MonthLine]:
    """Newest first: the months of the stay up to the running one, and others that have entries."""
    now = Month.of(timezone.localdate())
    rows = {row.period: row for row in IncomeMonth.objects.filter(enrollment=enrollment).select_related("closed_by")}
    months = {*months_of_stay(enrollment, until=now), *(month for month, row in rows.items() if row.earning_count)}
    return [line_of(enrollment, month, rows.get(month), now=now) for month in sorted(months, reverse=True)]


def small_months(lines: Sequence[MonthLine], *, last: Month, count: int = 12) -> tuple[SmallMonth, ...]:
    """`count` months up to `last`, oldest first; months outside the stay are blank."""
    known = {line.month: line for line in lines}
    bars = []
    for month in Month.between(last - (count - 1), last):
        line = known.get(month)
        bars.append(
            SmallMonth(month, line.amount, line.target, line.bar) if line else SmallMonth(month, 0, None, "blank")
        )
    return tuple(bars)


def questions_of(lines: Sequence[MonthLine], *, grace_days: int, today: dt.date) -> list[Question]:
    """The months whose question is open, the oldest first; the running month only in its last days."""
    questions = []
    for line in sorted(lines, key=lambda one: one.month):
        near_its_end = line.is_now and (line.month.last - today).days < LAST_DAYS
        if line.is_silent and (line.month < line.now or near_its_end):
            due_on = line.month.last + dt.timedelta(days=grace_days)
            questions.append(Question(line=line, due_on=due_on if due_on >= today else None))
    return questions
