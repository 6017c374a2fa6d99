"""What a person lets their director know: that a line they watch is near or reached. Never an amount, never unasked."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from programs.models import Program, User
from programs.shared.month import Month
from workers.domain.lines import MonthMoney, NoLine, lines_in, rules_for, standings
from workers.domain.years import money_of
from workers.models import IncomeThreshold, WorkerPreference

STEPS = (100, 80)  # percent of a line


@dataclass(frozen=True, slots=True)
class NearLine:
    """`percent` is 80 or 100: how near is told in these two steps only."""

    name: str
    year: int
    percent: int


def is_director(user: User, program: Program) -> bool:
    """People allow their director to be told, so nobody else is: not the town's officials, not viewers."""
    return user.memberships.active().filter(role="director", program=program).exists()


def told_to(user: User, program: Program, workers: Iterable[int], *, today: dt.date) -> dict[int, list[NearLine]]:
    """What `near_lines` says of these people, if `user` directs the program; else nothing."""
    return near_lines(workers, today=today) if is_director(user, program) else {}


def near_lines(workers: Iterable[int], *, today: dt.date) -> dict[int, list[NearLine]]:
    """By the number of the person, those alone who wished to tell. One query while nobody does, else four."""
    asked = WorkerPreference.objects.filter(worker__in=list(workers), tells_director=True).exclude(watched_lines=[])
    telling = list(asked)
    if not telling:
        return {}
    rows, money = lines_in(today.year), money_of([one.worker_id for one in telling], today.year)
    told = {one.worker_id: _near(one, rows, money.get(one.worker_id, {}), today) for one in telling}
    return {worker: near for worker, near in told.items() if near}


def _near(
    chosen: WorkerPreference, rows: Mapping[str, IncomeThreshold], months: Mapping[Month, MonthMoney], today: dt.date
) -> list[NearLine]:
    try:
        rules = rules_for(
            today.year,
            salary=chosen.salary_income,
            uses_home_worker_rule=chosen.uses_home_worker_rule,
            among=rows,
        )
    except NoLine:
        return []
    found = []
    for one in standings(chosen.watched_lines, months, rules=rules, among=rows, now=Month.of(today)):
        step = next((step for step in STEPS if one.percent >= step), None)
        if step:
            found.append(NearLine(one.line.get_code_display(), one.line.tax_year, step))
    return found
