"""How one person's month is shown: reached, missed, running, resting, without income, not answered. Arithmetic only."""

from dataclasses import dataclass

from programs.shared.charts.small_months import SmallMonth, State
from programs.shared.month import Month
from workers.models.income_month import Answer


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """What is known of one person's month. `amount` in yen on the program's basis; `target` None is a rest."""

    amount: int
    target: int | None
    earning_count: int
    answer: str


def month_state(facts: MonthFacts | None, *, taking_part: bool, running: bool) -> State:
    """`facts` is None while the person has no row of that month."""
    if not taking_part and not (facts and facts.earning_count):
        return "blank"
    if facts is None:
        return "now" if running else "unanswered"
    if facts.target is None:
        return "no_plan" if facts.earning_count else "paused"
    if running:
        return "now"
    return _past(facts, facts.target)


def _past(facts: MonthFacts, target: int) -> State:
    if facts.earning_count:
        return "reached" if facts.amount >= target else "missed"
    return "unanswered" if facts.answer == Answer.OPEN else "nothing_earned"


def small_month(month: Month, facts: MonthFacts | None, *, taking_part: bool, running: bool) -> SmallMonth:
    state = month_state(facts, taking_part=taking_part, running=running)
    return SmallMonth(month, facts.amount if facts else 0, facts.target if facts else None, state)
