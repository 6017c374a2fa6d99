"""Twenty-four months of a town's invented people, drawn by lot from its plan: plain values, no database."""

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from programs.shared.month import Month
from reports.domain.demo.people import Name, names
from reports.domain.demo.plans import CohortPlan, TownPlan, at

MONTHS = 24
HIGHEST = 240_000


@dataclass
class Life:
    """One person: when they came, rested and left, and what each month brought after fees."""

    name: Name
    cohort: int  # index of the plan's cohorts
    joined_on: dt.date
    talent: float
    left_on: dt.date | None = None
    reason: str = ""
    employer: str = ""
    rests: list[tuple[Month, Month, str]] = field(default_factory=list)
    nets: dict[Month, int] = field(default_factory=dict)

    def takes_part_in(self, month: Month) -> bool:
        return self.joined_on <= month.last and (self.left_on is None or self.left_on > month.first)

    def can_work_in(self, month: Month) -> bool:
        rests = any(first <= month <= last for first, last, _reason in self.rests)
        return self.joined_on <= month.first + dt.timedelta(days=20) and not rests and not self._leaves_by(month)

    def _leaves_by(self, month: Month) -> bool:
        return self.left_on is not None and Month.of(self.left_on) <= month


def first_month(today: dt.date) -> Month:
    return Month.of(today) - (MONTHS - 1)


def cohort_start(plan: CohortPlan, today: dt.date) -> dt.date:
    return (first_month(today) + (plan.starts_in - 1)).first + dt.timedelta(days=7)


def lives_of(plan: TownPlan, *, random: Random, today: dt.date) -> list[Life]:
    """Everybody who ever took part, with the months they worked."""
    lives = _people(plan, random, today)
    _let_go(plan, lives, random, today)
    _let_rest(plan, lives, random, today)
    busy: list[Life] = []
    for number in range(1, MONTHS + 1):
        month = first_month(today) + (number - 1)
        busy = _who_works(plan, lives, busy, random, number, month)
        _pay(plan, busy, random, number, month)
    return lives


def _people(plan: TownPlan, random: Random, today: dt.date) -> list[Life]:
    name = names(random)
    lives = []
    for index, cohort in enumerate(plan.cohorts):
        for _ in range(cohort.people):
            day = cohort_start(cohort, today) + dt.timedelta(days=random.choice((0, 0, 0, 3, 6, 9)))
            talent = random.lognormvariate(0, plan.spread)
            lives.append(Life(next(name), index, min(day, today), talent))
    return lives


def _let_go(plan: TownPlan, lives: list[Life], random: Random, today: dt.date) -> None:
    for leaving in plan.leavings:
        month = first_month(today) + (leaving.month - 1)
        candidates = [life for life in lives if life.left_on is None and Month.of(life.joined_on) + 2 <= month]
        life = random.choice(candidates) if leaving.who is None else lives[leaving.who]
        if any(life is lives[index] for index, _email in plan.accounts) and leaving.who is None:
            continue  # who signs in for the demo stays
        life.left_on = min(month.first + dt.timedelta(days=random.randint(0, 20)), today)
        life.reason, life.employer = leaving.reason, leaving.employer


def _let_rest(plan: TownPlan, lives: list[Life], random: Random, today: dt.date) -> None:
    with_account = {index for index, _email in plan.accounts}
    for rest in plan.rests:
        first = first_month(today) + (rest.month - 1)
        last = first + (rest.months - 1)
        candidates = [
            life
            for index, life in enumerate(lives)
            if index not in with_account and not life.rests and life.left_on is None and life.joined_on < first.first
        ]
        random.choice(candidates).rests.append((first, last, rest.reason))


def _who_works(
    plan: TownPlan, lives: list[Life], before: list[Life], random: Random, number: int, month: Month
) -> list[Life]:
    """As many as the plan says: mostly those of the month before, the others by lot, newcomers first."""
    able = [life for life in lives if life.can_work_in(month)]
    wanted = round(at(plan.active, number))
    wanted = min(len(able), wanted + (random.randint(-1, 2) if wanted > 20 else 0))
    # whoever signs in for the demo has something to show
    ours = [life for index, _email in plan.accounts if (life := lives[index]) in able]
    kept = ours + [life for life in before if life in able and life not in ours and random.random() < plan.keep]
    fresh = [life for life in able if life not in kept]
    order = sorted(fresh, key=lambda life: random.random() ** (1 / _drive(life, month)), reverse=True)
    return (kept + order)[:wanted]


def _drive(life: Life, month: Month) -> float:
    age = month - Month.of(life.joined_on)
    return life.talent * (3 if age < 3 else 1)


def _pay(plan: TownPlan, busy: list[Life], random: Random, number: int, month: Month) -> None:
    """Share the month out: unequal by talent and age, with the plan's mean."""
    if not busy:
        return
    shares = []
    for life in busy:
        age = month - Month.of(life.joined_on)
        growth = 1.0 if plan.spread < 0.2 else 0.55 + min(age, 12) / 12
        shares.append(life.talent * growth * random.lognormvariate(0, min(0.3, plan.spread)))
    mean = at(plan.mean, number) * random.uniform(0.97, 1.03)
    scale = mean * len(busy) / sum(shares)
    for life, share in zip(busy, shares, strict=True):
        life.nets[month] = max(600, min(HIGHEST, int(share * scale) // 100 * 100))
