"""The lines a person chose to watch, in one calendar year: their own view of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.shared.month import Month
from workers.domain.lines import MonthMoney, NoLine, Rules, Standing, lines_in, rules_for, standings
from workers.domain.years import money_of
from workers.models import WorkerPreference
from workers.models.dated_tables import LineCode


@dataclass(frozen=True, slots=True)
class Watch:
    """`unknown`: names of watched lines nobody wrote down for that year; `rules` None: not even how to count is known.

    `home_worker_profit`: the estimate with the home-worker rule, where the person asked for it and it can be told.
    """

    year: int
    standings: tuple[Standing, ...]
    unknown: tuple[str, ...]
    rules: Rules | None
    home_worker_profit: int | None = None


def watch(chosen: WorkerPreference, year: int, *, now: Month) -> Watch | None:
    """None where nothing is watched and the home-worker rule was not asked for. Three queries."""
    if not chosen.watched_lines and not chosen.uses_home_worker_rule:
        return None
    rows = lines_in(year)
    codes = [code for code in chosen.watched_lines if code in LineCode.values]
    try:
        rules = rules_for(
            year, salary=chosen.salary_income, uses_home_worker_rule=chosen.uses_home_worker_rule, among=rows
        )
    except NoLine:
        return Watch(year, (), _names(codes), None)
    months = money_of([chosen.worker_id], year).get(chosen.worker_id, {})
    return Watch(
        year,
        standings=tuple(standings(codes, months, rules=rules, among=rows, now=now)),
        unknown=_names(code for code in codes if code not in rows),
        rules=rules,
        home_worker_profit=_profit(months, rules) if chosen.uses_home_worker_rule else None,
    )


def _profit(months: Mapping[Month, MonthMoney], rules: Rules) -> int:
    total = sum(months.values(), MonthMoney())
    return total.gross - rules.expenses_of(total)


def _names(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(LineCode(code).label) for code in codes)
