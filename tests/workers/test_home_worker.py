"""家内労働者等の特例: every vector of the domain notes, for 2026 (690,000 yen; 740,000 off a salary) and 2025."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.domain.home_worker import Kind, deducted, guaranteed, salary_deducted

BASE, LEAST = 690_000, 740_000


def only(guarantee: int, revenue: int, expenses: int) -> int:
    return deducted(guarantee=guarantee, business=Kind(revenue, expenses)).business


@pytest.mark.parametrize(
    ("revenue", "expenses", "salary", "taken_off"),
    [
        (1_200_000, 100_000, 0, 690_000),
        (500_000, 0, 0, 500_000),
        (1_200_000, 100_000, 600_000, 100_000),  # 90,000 would be less than what was really spent
        (1_200_000, 50_000, 600_000, 90_000),
        (1_200_000, 700_000, 0, 700_000),
        (1_200_000, 690_000, 0, 690_000),
        (1_200_000, 0, 690_000, 0),  # a salary as large as the base leaves nothing
        (0, 0, 0, 0),
        (-5_000, 0, 0, 0),  # a year of nothing but corrections
    ],
)
def test_one_kind_of_income(revenue, expenses, salary, taken_off):
    guarantee = guaranteed(base=BASE, salary=salary, salary_deduction_min=LEAST)
    assert only(guarantee, revenue, expenses) == taken_off


def test_a_salary_of_600_000_leaves_90_000():
    assert guaranteed(base=BASE, salary=600_000, salary_deduction_min=LEAST) == 90_000
    assert salary_deducted(salary=600_000, least=LEAST) == 600_000


@pytest.mark.parametrize(
    ("business", "misc", "taken_off"),
    [
        (Kind(1_000_000, 200_000), Kind(800_000, 10_000), (200_000, 490_000)),
        (Kind(1_000_000, 0), Kind(300_000, 50_000), (390_000, 300_000)),
        (Kind(1_000_000, 500_000), Kind(800_000, 200_000), (500_000, 200_000)),
    ],
)
def test_two_kinds_of_income(business, misc, taken_off):
    assert deducted(guarantee=BASE, business=business, misc=misc) == taken_off


def test_misc_alone_and_2025():
    assert deducted(guarantee=BASE, misc=Kind(300_000, 50_000)) == (0, 300_000)
    assert only(650_000, 1_600_000, 0) == 650_000


yen = st.integers(0, 5_000_000)


@given(revenue=yen, expenses=yen, salary=yen)
def test_nobody_loses_by_it_below_their_revenue(revenue, expenses, salary):
    guarantee = guaranteed(base=BASE, salary=salary, salary_deduction_min=LEAST)
    taken_off = only(guarantee, revenue, expenses)
    assert min(expenses, revenue) <= taken_off <= max(guarantee, expenses)
