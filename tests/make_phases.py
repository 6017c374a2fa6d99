"""Makers for partners, money and seminars: what the conditions of a phase ask for."""

import datetime as dt

from django.utils import timezone

from programs.models import Funding, Partner, Program, ProgramPhase
from tests.make import make_director
from tests.make_programme import make_course, make_session


def make_partner(program: Program, role: str = "town", **fields) -> Partner:
    words = {"name": f"{role}の人たち", "pays_for": "会場", "joined_on": dt.date(2024, 4, 1)}
    return Partner.objects.create(program=program, role=role, **words | fields)


def make_funding(program: Program, fiscal_year: int, kind: str, amount: int, **fields) -> Funding:
    return Funding.objects.create(program=program, fiscal_year=fiscal_year, kind=kind, amount=amount, **fields)


def make_phase(program: Program, phase: str = "awareness", began_on: dt.date = dt.date(2024, 4, 1), **fields):
    return ProgramPhase.objects.create(program=program, phase=phase, began_on=began_on, **fields)


def hold_seminar(program: Program, day: dt.date = dt.date(2026, 11, 21), **fields):
    starts = timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
    return make_session(make_course(program, **fields), starts_at=starts)


def make_ready_for_introduction(town) -> None:
    """Everything the introduction asks for; director and official are of the cast."""
    for role in ("town", "operator", "platform"):
        make_partner(town.program, role)
    hold_seminar(town.program)


def make_ready_for_establishment(town) -> None:
    """A second director, half of the last complete year's money earned, public money falling."""
    make_director(town.program, "二人目")
    for year, public, own in ((2024, 6_000_000, 1_000_000), (2025, 5_000_000, 5_000_000)):
        make_funding(town.program, year, "national", public)
        make_funding(town.program, year, "own_revenue", own)
    town.program.own_share_goal = 50
    town.program.save()
