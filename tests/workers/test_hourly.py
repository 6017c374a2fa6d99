"""What an hour brought, and the minimum wage of the prefecture on a day: known, or not said at all."""

import datetime as dt

import pytest

from programs.shared.month import Month
from tests.make import make_earning
from workers.domain.hourly import Hourly, hourly, hourly_since, minimum_wage_on
from workers.models import MinimumWage


def test_parts_of_a_yen_are_cut_off():
    assert hourly(15_000, 1_000) == Hourly(yen=900, minutes=1_000)
    assert hourly(1_000, 70).yen == 857


@pytest.mark.parametrize(("net", "minutes"), [(0, 0), (5_000, 0), (0, 60), (-5_000, 60), (-5_000, -60)])
def test_nothing_is_said_without_minutes_or_without_income(net, minutes):
    assert hourly(net, minutes) is None


def test_a_pay_without_minutes_makes_no_hour_dearer(nichinan):
    enrollment = nichinan.enrollment
    make_earning(enrollment, 12_000, dt.date(2026, 10, 3), platform_fee=2_000, minutes=600)
    make_earning(enrollment, 90_000, dt.date(2026, 10, 4))
    make_earning(enrollment, 50_000, dt.date(2026, 8, 4), minutes=60)
    assert hourly_since(Month(2026, 9), enrollment=enrollment) == Hourly(yen=1_000, minutes=600)


@pytest.fixture
def wages(db):
    MinimumWage.objects.all().delete()
    for prefecture, day, yen in (
        ("宮崎県", dt.date(2025, 11, 16), 1_023),
        ("宮崎県", dt.date(2026, 11, 1), 1_080),
        ("長野県", dt.date(2025, 10, 3), 1_061),
    ):
        MinimumWage.objects.create(
            prefecture=prefecture, effective_from=day, yen=yen, source_url="https://example.jp/", checked_on=day
        )


@pytest.mark.parametrize(
    ("prefecture", "day", "yen"),
    [
        ("宮崎県", dt.date(2026, 11, 1), 1_080),
        ("宮崎県", dt.date(2026, 10, 31), 1_023),
        ("宮崎県", dt.date(2025, 11, 15), None),
        ("長野県", dt.date(2026, 10, 3), 1_061),
        ("長野県", dt.date(2026, 11, 22), None),  # that row is older than a year: another one is in force, unknown here
        ("香川県", dt.date(2026, 11, 22), None),
    ],
)
def test_the_wage_in_force_or_nothing(wages, prefecture, day, yen):
    row = minimum_wage_on(prefecture, day)
    assert (row and row.yen) == yen
