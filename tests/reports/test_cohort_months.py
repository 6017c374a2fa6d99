"""The statement that adds a cohort's month up, at the exact edges of its rules."""

import pytest

from programs.shared.month import Month
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_cohort, make_earning, make_enrollment, make_program
from workers.domain.figures import band_of
from workers.domain.targets import plan_month

pytestmark = pytest.mark.django_db
NOVEMBER = Month(2026, 11)
# The first band takes its upper end (「1万円以下」), every other one begins with its lower end.
EDGES = [
    *((1, 0), (9_999, 0), (10_000, 0), (10_001, 1)),
    *((19_999, 1), (20_000, 2), (29_999, 2), (30_000, 3)),
    *((49_999, 3), (50_000, 4), (99_999, 4), (100_000, 5)),
    *((149_999, 5), (150_000, 6), (199_999, 6), (200_000, 7), (9_000_000, 7)),
]


@pytest.mark.parametrize(("amount", "band"), EDGES)
def test_a_band_holds_its_edges(nichinan, amount, band):
    make_earning(nichinan.enrollment, amount + 700, platform_fee=700)
    drain()
    row = CohortMonth.objects.get(cohort=nichinan.cohort, month=NOVEMBER.first)
    assert (row.bands, band_of(amount)) == ([int(n == band) for n in range(8)], band)


@pytest.mark.parametrize(("amount", "reached"), [(49_999, 0), (50_000, 1), (50_001, 1)])
def test_a_plan_is_reached_at_its_very_yen(nichinan, amount, reached):
    plan_month(enrollment=nichinan.enrollment, month=NOVEMBER, target=50_000)
    make_earning(nichinan.enrollment, amount)
    drain()
    assert CohortMonth.objects.get(cohort=nichinan.cohort, month=NOVEMBER.first).reached == reached


@pytest.mark.parametrize(
    ("amounts", "mean", "median"),
    [([5], 5, 5), ([5, 6], 5, 5), ([1, 2, 9], 4, 2), ([1, 2, 4, 10], 4, 3), ([1, 2, 5, 10], 4, 3)],
)
def test_mean_and_median_are_rounded_down(amounts, mean, median):
    cohort = make_cohort(make_program(target_basis="gross"))
    for amount in amounts:
        make_earning(make_enrollment(cohort), amount)
    drain()
    row = CohortMonth.objects.get(cohort=cohort, month=NOVEMBER.first)
    assert (row.mean, row.median, row.best) == (mean, median, amounts[-1])
