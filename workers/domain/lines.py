"""Lines of a calendar year (暦年) to watch: how much is used, and when a line would be crossed. Estimates, no advice.

A line has an amount only for years somebody wrote a row for. No other year ever stands in for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from programs.shared.month import Month
from workers.domain.home_worker import Kind, deducted, guaranteed, salary_deducted
from workers.models import IncomeThreshold
from workers.models.dated_tables import LineBasis, LineCode


class NoLine(LookupError):
    """Nobody has written down that line for that year."""


def lines_in(year: int) -> dict[str, IncomeThreshold]:
    """Every row of a year, by code. One query."""
    return {one.code: one for one in IncomeThreshold.objects.filter(tax_year=year)}


def line(code: str, year: int, *, among: Mapping[str, IncomeThreshold] | None = None) -> IncomeThreshold:
    """The row of a code and a year. Raises NoLine; never the row of another year."""
    rows = lines_in(year) if among is None else among
    if code not in rows or rows[code].tax_year != year:
        raise NoLine(_("No figures are known for %(year)s yet.") % {"year": year})
    return rows[code]


@dataclass(frozen=True, slots=True)
class MonthMoney:
    """One month: `gross` of its entries, `fees` kept by platform and bank, and what was spent; whole yen."""

    gross: int = 0
    fees: int = 0
    expenses: int = 0
    direct: int = 0  # the part of the expenses that most health insurers accept
    entries: int = 0

    def __add__(self, other: "MonthMoney") -> "MonthMoney":
        return MonthMoney(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def share(self, parts: int, of: int) -> "MonthMoney":
        """`parts` months like the mean of `of` months; parts of a yen are cut off."""
        return MonthMoney(*(getattr(self, name) * parts // of for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Rules:
    """How a person's year is counted: the salary besides, and the home-worker rule where they asked for it."""

    salary: int = 0
    salary_deduction_min: int = 0
    home_worker_base: int | None = None

    def counted(self, basis: str, money: MonthMoney) -> int:
        """What is held against a line of that basis."""
        if basis == LineBasis.REVENUE_DIRECT:
            return max(0, money.gross - money.direct) + self.salary
        salary = self.salary - salary_deducted(salary=self.salary, least=self.salary_deduction_min)
        return max(0, money.gross - self.expenses_of(money)) + salary

    def expenses_of(self, money: MonthMoney) -> int:
        """What is taken off the pay: fees and expenses, or the least amount of the home-worker rule."""
        spent = money.fees + money.expenses
        if self.home_worker_base is None:
            return spent
        guarantee = guaranteed(
            base=self.home_worker_base, salary=self.salary, salary_deduction_min=self.salary_deduction_min
        )
        return deducted(guarantee=guarantee, business=Kind(money.gross, spent)).business


def rules_for(
    year: int, *, salary: int | None, uses_home_worker_rule: bool, among: Mapping[str, IncomeThreshold]
) -> Rules:
    """The amounts a person's choices call for, of that year. Raises NoLine where one of them is not known."""
    needs_least = bool(salary) or uses_home_worker_rule
    return Rules(
        salary=salary or 0,
        salary_deduction_min=line(LineCode.SALARY_DEDUCTION, year, among=among).amount if needs_least else 0,
        home_worker_base=line(LineCode.HOME_WORKER, year, among=among).amount if uses_home_worker_rule else None,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How one watched line stands. `crossed_in`: the month it was crossed, or would be at the pace so far."""

    line: IncomeThreshold
    used: int
    crossed_in: Month | None = None
    is_estimate: bool = field(default=False)

    @property
    def is_within(self) -> bool:
        """Exactly at the line is still within."""
        return self.used <= self.line.amount

    @property
    def left(self) -> int:
        return max(0, self.line.amount - self.used)

    @property
    def percent(self) -> int:
        return self.used * 100 // self.line.amount if self.line.amount else 100


def standing(row: IncomeThreshold, months: Mapping[Month, MonthMoney], *, rules: Rules, now: Month) -> Standing:
    """One line of `row.tax_year` against the months of that year; months of other years are left out."""
    own = {month: money for month, money in months.items() if month.year == row.tax_year}
    total = sum(own.values(), MonthMoney())
    used = rules.counted(row.basis, total)
    if used > row.amount:
        return Standing(row, used, _crossed(row, own, rules))
    crossing = _crossing(row, own, total, rules, now)
    return Standing(row, used, crossing, is_estimate=crossing is not None)


def _crossed(row: IncomeThreshold, months: Mapping[Month, MonthMoney], rules: Rules) -> Month | None:
    """The month from which on the sum stayed above the line; None where the salary alone is above it."""
    so_far, since = MonthMoney(), None
    if rules.counted(row.basis, so_far) > row.amount:
        return None
    for month in sorted(months):
        so_far += months[month]
        above = rules.counted(row.basis, so_far) > row.amount
        since = (since or month) if above else None
    return since


def _crossing(
    row: IncomeThreshold, months: Mapping[Month, MonthMoney], total: MonthMoney, rules: Rules, now: Month
) -> Month | None:
    """The month of that year in which the line would be crossed if the months to come were like the mean so far."""
    earned = sum(money.entries > 0 for money in months.values())
    if not earned or now.year != row.tax_year:
        return None
    for ahead, month in enumerate(Month.between(now + 1, Month(row.tax_year, 12)), 1):
        if rules.counted(row.basis, total + total.share(ahead, earned)) > row.amount:
            return month
    return None


def standings(
    codes: Iterable[str],
    months: Mapping[Month, MonthMoney],
    *,
    rules: Rules,
    among: Mapping[str, IncomeThreshold],
    now: Month,
) -> list[Standing]:
    """Those of the watched lines that have a row in `among`, in the order of their amounts."""
    rows = sorted((among[code] for code in set(codes) & set(among)), key=lambda one: (one.amount, one.code))
    return [standing(row, months, rules=rules, now=now) for row in rows]
