"""The cohort dashboard: its figures against sums made by hand, its people table, who may see it."""

import datetime as dt
import re

import pytest

from programs.models import Membership
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_user, make_worker
from workers.domain.answers import answer_month
from workers.models.income_month import Answer


@pytest.fixture
def three_people(nichinan):
    """Sakita 120,000 less 24,000 fee, Hidaka 60,000, Yano nothing in October and November."""
    people = [
        nichinan.enrollment,
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="日髙", given_name="美咲")),
        make_enrollment(nichinan.cohort, worker=make_worker(family_name="矢野", given_name="由紀")),
    ]
    make_earning(people[0], 120_000, dt.date(2026, 11, 3), platform_fee=24_000)
    make_earning(people[1], 60_000, dt.date(2026, 11, 20))
    make_earning(people[0], 210_000, dt.date(2026, 10, 3))
    drain()
    return people


def page(client, user, url, status=200):
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == status, response.status_code
    return response


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_figures_are_the_sums_made_by_hand(client, nichinan, three_people):
    response = page(client, nichinan.director, "/p/nichinan/")
    values = [(one["value"], one["unit"]) for one in response.context["stats"]]
    assert values == [("156,000", "円"), ("78,000", "円"), ("0", "人／2人"), ("0", "人／3人")]


def test_each_figure_says_how_it_is_counted_and_as_of_when(client, nichinan, three_people):
    stats = page(client, nichinan.director, "/p/nichinan/").context["stats"]
    assert [one["how"].startswith("11月22日 12:00時点。") for one in stats] == [True] * 4
    assert ["手数料差引後" in one["how"] for one in stats] == [True, True, True, False]
