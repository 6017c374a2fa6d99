import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.domain.figures import PersonMonth, band_of, cohort_figures


def person(net: int = 0, *, entries: int = 1, target: int | None = 200_000, **fields) -> PersonMonth:
    columns = {"enrolled": True, "gross": net, "received": net, "verified_net": 0, "minutes": 0, "answered": False}
    return PersonMonth(net=net, target=target, earning_count=entries, **columns | fields)


@pytest.mark.parametrize(
    ("amount", "band"),
    [
        (1, 0),
        (10_000, 0),
        (10_001, 1),
        (19_999, 1),
        (20_000, 2),
        (30_000, 3),
        (50_000, 4),
        (99_999, 4),
        (100_000, 5),
        (150_000, 6),
        (199_999, 6),
        (200_000, 7),
    ],
)
def test_bands_follow_the_published_histogram(amount, band):
    assert band_of(amount) == band


def test_mean_and_median_are_of_the_active_only():
    figures = cohort_figures([person(30_000), person(10_000), person(5_001), person(0, entries=0)], counts_net=True)
    assert (figures.active, figures.mean, figures.median, figures.best) == (3, 15_000, 10_000, 30_000)


def test_an_even_number_of_people_has_the_middle_of_two_as_median():
    assert cohort_figures([person(10_000), person(15_001)], counts_net=True).median == 12_500


def test_a_person_on_a_break_reaches_nothing_but_their_pay_counts():
    figures = cohort_figures([person(300_000, target=None)], counts_net=True)
    assert (figures.paused, figures.reached, figures.net) == (1, 0, 300_000)


def test_an_answer_of_somebody_who_rests_is_not_counted_as_one_that_was_owed():
    figures = cohort_figures([person(answered=True), person(target=None, answered=True), person()], counts_net=True)
    assert (figures.enrolled, figures.paused, figures.answered) == (3, 1, 1)


def test_the_basis_decides_who_reached_the_target():
    people = [person(190_000, gross=240_000)]
    assert cohort_figures(people, counts_net=True).reached == 0
    assert cohort_figures(people, counts_net=False).reached == 1


def test_pay_after_leaving_counts_and_the_person_does_not():
    figures = cohort_figures([person(9_000, enrolled=False, answered=True)], counts_net=True)
    assert (figures.enrolled, figures.answered, figures.active, figures.net) == (0, 0, 1, 9_000)


@given(st.lists(st.integers(1, 10**9), max_size=40))
def test_every_active_person_stands_in_one_band_and_between_the_extremes(amounts):
    figures = cohort_figures([person(amount) for amount in amounts], counts_net=True)
    assert sum(figures.bands) == figures.active == len(amounts)
    if amounts:
        assert min(amounts) <= figures.median <= figures.best == max(amounts)
        assert figures.mean * len(amounts) <= sum(amounts) < (figures.mean + 1) * len(amounts)
