"""Milestones are facts: they follow the entries, forwards and backwards, and count nothing in a row."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from programs.shared.month import Month
from tests.make import make_cohort, make_earning, make_enrollment
from workers.domain.milestones import amounts_by_month, best_month, milestones
from workers.models import Earning

AUGUST = Month(2026, 8)
months = st.builds(lambda n: Month(2026, 1) + n, st.integers(0, 23))
entries = st.lists(st.tuples(months, st.integers(-300_000, 300_000)), max_size=30)


def reached(pairs, **more) -> dict[int, Month | None]:
    return {one.amount: one.reached_in for one in milestones(pairs, **more)}


def test_each_is_reached_in_the_first_month_with_that_much():
    pairs = [(AUGUST, 9_999), (AUGUST + 1, 10_000), (AUGUST + 2, 100_000)]
    assert reached(pairs, rent=45_000, target=200_000) == {
        1: AUGUST,
        10_000: AUGUST + 1,
        45_000: AUGUST + 2,
        50_000: AUGUST + 2,
        100_000: AUGUST + 2,
        200_000: None,
    }


def test_without_a_rent_there_is_no_milestone_of_it():
    assert [one.kind for one in milestones([], target=50_000)] == ["first", "step", "step", "target", "step"]


@given(entries, st.randoms(use_true_random=False))
def test_the_order_does_not_matter(pairs, random):
    shuffled = pairs[:]
    random.shuffle(shuffled)
    assert reached(shuffled, rent=60_000, target=200_000) == reached(pairs, rent=60_000, target=200_000)


@given(entries, months, st.integers(1, 300_000))
def test_removing_an_entry_takes_back_exactly_what_it_brought(pairs, month, amount):
    assert reached([*pairs, (month, amount), (month, -amount)]) == reached(pairs)


@given(entries, months, st.integers(1, 300_000))
def test_one_more_entry_never_makes_a_milestone_later(pairs, month, amount):
    before, after = reached(pairs), reached([*pairs, (month, amount)])
    assert all(after[step] is not None and after[step] <= before[step] for step in before if before[step])


def test_the_best_month_is_the_earlier_of_two_and_never_a_loss():
    assert best_month([(AUGUST + 1, 5_000), (AUGUST, 5_000), (AUGUST + 2, 1)]) == (AUGUST, 5_000)
    assert best_month([(AUGUST, -5), (AUGUST + 1, 0)]) is None


def test_all_participations_count_and_a_counter_entry_goes_back_to_its_month(nichinan):
    earlier = make_enrollment(
        make_cohort(nichinan.program, number=9, starts_on=dt.date(2025, 1, 1)),
        worker=nichinan.worker,
        left_on=dt.date(2025, 12, 31),
        leaving_reason="completed",
    )
    make_earning(earlier, 3_000, dt.date(2025, 5, 2))
    wrong = make_earning(nichinan.enrollment, 60_000, dt.date(2026, 8, 3), platform_fee=10_000)
    Earning.objects.create(
        enrollment=nichinan.enrollment, earned_on=dt.date(2026, 11, 3), source="crowdworks", title="取り消し",
        gross=-60_000, platform_fee=-10_000, corrects=wrong, correction_reason="二重に記録",
    )  # fmt: skip
    assert amounts_by_month(nichinan.worker, counts_net=True) == [(Month(2025, 5), 3_000), (AUGUST, 0)]
    assert reached(amounts_by_month(nichinan.worker, counts_net=True)) == {
        1: Month(2025, 5), 10_000: None, 50_000: None, 100_000: None,
    }  # fmt: skip
