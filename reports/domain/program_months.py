"""A whole program in one month: the sums of its cohorts' months, so that the town has each number once."""

from collections.abc import Iterable
from dataclasses import dataclass

from programs.shared.month import Month
from reports.models import CohortMonth


@dataclass(frozen=True, slots=True)
class ProgramMonth:
    """People are counted cohort by cohort: whoever is in two counts in both. `total` is yen on the program's basis."""

    month: Month
    enrolled: int = 0
    active: int = 0
    reached: int = 0
    total: int = 0


def program_month(rows: Iterable[CohortMonth], month: Month, *, counts_net: bool) -> ProgramMonth:
    """Add the cohort-months of `month` among `rows` up. Pure."""
    own = [row for row in rows if row.period == month]
    return ProgramMonth(
        month=month,
        enrolled=sum(row.enrolled for row in own),
        active=sum(row.active for row in own),
        reached=sum(row.reached for row in own),
        total=sum(row.net if counts_net else row.gross for row in own),
    )
