"""The demo's phases: each town where it should stand, with the money that brought it there."""

from random import Random

import pytest

from programs.domain.fundings import years_of_money
from programs.domain.phases import conditions_for, log_of, phase_of
from reports.domain.demo.loading import _ramp_template
from reports.domain.demo.phases import PLANS, fill_phases
from reports.domain.demo.plans import GENTLE_RAMP, GENTLE_RAMP_NAME, RAMP, RAMP_NAME, TOWNS
from reports.domain.demo.towns import make_town
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(params=TOWNS, ids=lambda plan: plan.slug)
def program(request):
    ramps = {name: _ramp_template(name, steps) for name, steps in ((RAMP_NAME, RAMP), (GENTLE_RAMP_NAME, GENTLE_RAMP))}
    town = make_town(request.param, random=Random(1), today=TODAY, ramps=ramps)
    fill_phases(town, random=Random(1), today=TODAY)
    return town.program


def test_every_town_stands_in_its_phase_with_three_roles(program):
    expected = {"nichinan": "introduction", "komagane": "establishment", "homura": "introduction"}
    assert expected.keys() == PLANS.keys()
    assert phase_of(program).phase == expected[program.slug]
    assert {one.role for one in program.partners.all()} >= {"town", "operator", "platform"}
    assert [move.row.phase for move in log_of(program)[::-1]] == [
        phase for phase, _month in PLANS[program.slug].entered
    ]


def test_own_revenue_rises_and_public_money_falls_where_it_goes_well(program):
    years = years_of_money(program)
    shares = [year.own_share for year in years]
    public = [year.public for year in years]
    if program.slug == "homura":
        assert public[1] > public[2]
    else:
        assert shares == sorted(shares, reverse=True)
        assert public == sorted(public)


def test_what_was_not_met_has_its_reason(program):
    for move in log_of(program):
        unmet = [one.code for one in move.findings if not one.met]
        assert bool(unmet) == bool(move.row.reason)


def test_komagane_still_meets_what_brought_it_to_the_last_phase(program):
    met = all(one.met for one in conditions_for(program, "establishment", TODAY))
    assert met == (program.slug == "komagane")
