"""Rates and lines from files: each with its source, there after every migrate, never written over."""

import datetime as dt

import pytest
from django.db.models import Min

from workers.domain.dated_rows import fill_dated_tables
from workers.models import IncomeThreshold, MinimumWage, PlatformFeeRule

pytestmark = pytest.mark.django_db


def test_rates_and_lines_are_there_with_source_and_day():
    for model in (PlatformFeeRule, IncomeThreshold, MinimumWage):
        assert model.objects.exists()
        assert not model.objects.exclude(source_url__startswith="https://").exists()
        assert model.objects.aggregate(first=Min("checked_on"))["first"] >= dt.date(2026, 11, 22)


def test_every_prefecture_has_a_minimum_wage():
    assert MinimumWage.objects.values("prefecture").distinct().count() == 47
    assert MinimumWage.objects.get(prefecture="宮崎県", effective_from=dt.date(2025, 11, 16)).yen == 1_023


@pytest.mark.parametrize(
    ("code", "year", "amount"),
    [
        ("dependant_income_limit", 2026, 620_000),
        ("home_worker_minimum", 2026, 690_000),
        ("home_worker_minimum", 2025, 650_000),
        ("health_ins_dependant_revenue", 2026, 1_300_000),
        ("basic_deduction_low", 2026, 1_040_000),
    ],
)
def test_the_lines_are_those_that_were_read(code, year, amount):
    assert IncomeThreshold.objects.get(code=code, tax_year=year).amount == amount


def test_no_line_is_known_for_2028():
    assert not IncomeThreshold.objects.filter(tax_year__gte=2028).exists()


def test_steps_of_a_fee_are_read_as_pairs():
    rule = PlatformFeeRule.objects.get(source="crowdworks", job_form="")
    assert rule.tiers == [[100_000, 2_000], [200_000, 1_000], [None, 500]]


def test_what_somebody_mended_stays_mended():
    MinimumWage.objects.filter(prefecture="宮崎県").update(yen=1_090)
    before = MinimumWage.objects.count()
    fill_dated_tables()
    assert (MinimumWage.objects.count(), MinimumWage.objects.get(prefecture="宮崎県").yen) == (before, 1_090)
