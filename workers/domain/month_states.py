"""How one person's month is shown, to them and to the town: reached, missed, running, resting, without income, silent.

The one rule for it; arithmetic only.
"""

from dataclasses import dataclass

from programs.shared.charts.small_months import State
from workers.models import IncomeMonth
from workers.models.income_month import Answer


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one person's month. `amount` in yen on the program's basis; `rests`: no plan and no entries."""

    amount: int
    target: int | None
    earning_count: int
    answer: str
    rests: bool = False


def facts_of(row: IncomeMonth, *, counts_net: bool) -> MonthFacts:
    amount = row.net if counts_net else row.gross
    return MonthFacts(amount, row.target, row.earning_count, row.answer, row.is_paused)


def month_state(facts: MonthFacts | None, *, taking_part: bool, running: bool) -> State:
    """`facts` is None while the person has no row of that month."""
    if not taking_part and not (facts and facts.earning_count):
        return "blank"
    if facts is None:
        return "now" if running else "unanswered"
    if facts.rests:
        return "paused"
    return "now" if running else _past(facts)


def _past(facts: MonthFacts) -> State:
    if not facts.earning_count or facts.amount < 0:
        return "unanswered" if facts.answer == Answer.OPEN else "nothing_earned"
    if facts.target is None:
        return "no_plan"
    return "reached" if facts.amount >= facts.target else "missed"
