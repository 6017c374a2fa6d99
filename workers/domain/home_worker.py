"""家内労働者等の必要経費の特例 (租税特別措置法第27条): least expenses, in whole yen. Only arithmetic, no verdict.

Whether somebody may use the rule is for the tax office to say; pages offer it as an estimate a person asks for.
"""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of income of a year: what came in, and what was really spent for it."""

    revenue: int
    expenses: int


class Deducted(NamedTuple):
    """What may be taken off, by kind."""

    business: int
    misc: int


def salary_deducted(*, salary: int, least: int) -> int:
    """What is taken off a salary at least (給与所得控除の最低額), never more than the salary itself."""
    return min(max(salary, 0), least)


def guaranteed(*, base: int, salary: int, salary_deduction_min: int) -> int:
    """What the rule leaves of `base` beside a salary. A salary of `base` or more leaves nothing."""
    return max(0, base - salary_deducted(salary=salary, least=salary_deduction_min))


def deducted(*, guarantee: int, business: Kind | None = None, misc: Kind | None = None) -> Deducted:
    """What counts as expenses when the rule is used. Whoever spent `guarantee` or more keeps what they spent."""
    spent = Deducted(business.expenses if business else 0, misc.expenses if misc else 0)
    if sum(spent) >= guarantee:
        return spent
    if business is None or misc is None:
        return Deducted(_up_to(guarantee, business), _up_to(guarantee, misc))
    for_business = min(guarantee, business.expenses)
    for_misc = guarantee - for_business
    short = max(0, for_misc - max(misc.revenue, 0))
    return Deducted(min(for_business + short, max(business.revenue, 0)), min(for_misc, max(misc.revenue, 0)))


def _up_to(guarantee: int, kind: Kind | None) -> int:
    return min(guarantee, max(kind.revenue, 0)) if kind else 0
