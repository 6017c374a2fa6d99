"""Writing the demo's towns into an empty database, all or nothing. The same seed and day give the same rows."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from django.db import transaction

from programs.models import Municipality, RampTemplate, RampTemplateStep, User
from reports.domain.demo.accounts import ADMINISTRATOR, make_administrator
from reports.domain.demo.courses import fill_courses
from reports.domain.demo.lives_after import fill_lives_after
from reports.domain.demo.messages import fill_messages
from reports.domain.demo.money import fill_money
from reports.domain.demo.months import close_past_months, fill_months
from reports.domain.demo.phases import fill_phases
from reports.domain.demo.plans import GENTLE_RAMP, GENTLE_RAMP_NAME, RAMP, RAMP_NAME, TOWNS
from reports.domain.demo.recruiting import fill_recruiting
from reports.domain.demo.support import fill_support
from reports.domain.demo.surveys import fill_surveys
from reports.domain.demo.towns import make_town
from reports.domain.roll_up import drain


class RealDataHere(Exception):
    """The database holds towns the demo did not make."""


@dataclass(frozen=True)
class Loaded:
    towns: int
    people: int
    earnings: int


def is_loaded() -> bool:
    """Whether the demo's towns are here already: its administrator has an address no real one can have."""
    return User.objects.filter(email=ADMINISTRATOR.email).exists()


def refuse_real_data(*, force: bool = False) -> None:
    """Raise RealDataHere when a town stands here already; with `force` only when it is one of the demo's."""
    towns = Municipality.objects.all()
    if force:
        towns = towns.filter(code__in=[plan.code for plan in TOWNS])
    if names := [str(town) for town in towns[:5]]:
        raise RealDataHere("、".join(names))


@transaction.atomic
def load(*, seed: int, today: dt.date, force: bool = False) -> Loaded:
    """Make the demo's towns, people and months as of `today` and roll everything up. Raises RealDataHere."""
    refuse_real_data(force=force)
    make_administrator()
    ramps = {name: _ramp_template(name, steps) for name, steps in ((RAMP_NAME, RAMP), (GENTLE_RAMP_NAME, GENTLE_RAMP))}
    people = earnings = 0
    for plan in TOWNS:
        random = Random(f"{seed} {plan.slug}")
        town = make_town(plan, random=random, today=today, ramps=ramps)
        earnings += fill_months(town, random=random, today=today)
        drain(seconds=60)
        close_past_months(town, today=today)
        fill_support(town, random=random, today=today)
        fill_lives_after(town, random=random, today=today)
        fill_courses(town, random=random, today=today)
        fill_messages(town, random=Random(f"{seed} {plan.slug} messages"), today=today)
        fill_surveys(town, random=random, today=today)
        fill_recruiting(town, random=Random(f"{seed} {plan.slug} recruiting"), today=today)
        fill_phases(town, random=Random(f"{seed} {plan.slug} phases"), today=today)
        fill_money(town, today=today)
        people += len(town.lives)
    drain(seconds=60)
    return Loaded(towns=len(TOWNS), people=people, earnings=earnings)


def _ramp_template(name: str, steps: dict[int, int]) -> RampTemplate:
    template = RampTemplate.objects.create(name=name)
    RampTemplateStep.objects.bulk_create(
        [RampTemplateStep(template=template, from_month=number, target=target) for number, target in steps.items()]
    )
    return template
