from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.month import Month

months = st.builds(Month, st.integers(1900, 2199), st.integers(1, 12))
steps = st.integers(-600, 600)


def test_written_as_in_addresses():
    assert str(Month(2026, 1)) == "2026-01"
    assert Month.parse("2026-10") == Month(2026, 10)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "26-10", "2026-1", "2026/10", "２０２６-１０", "2026-10-01", "", "0000-01"]
)
def test_other_spellings_are_refused(text):
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


def test_first_and_last_day_know_leap_years():
    assert (Month(2024, 2).first, Month(2024, 2).last) == (date(2024, 2, 1), date(2024, 2, 29))
    assert Month(2026, 2).last == date(2026, 2, 28)


def test_fiscal_year_turns_on_the_first_of_april():
    assert Month.of(date(2027, 3, 31)).fiscal_year == 2026
    assert Month.of(date(2027, 4, 1)).fiscal_year == 2027


def test_counting_over_the_end_of_the_year():
    assert Month(2026, 11) + 2 == Month(2027, 1)
    assert Month(2026, 1) - 1 == Month(2025, 12)
    assert Month(2027, 3) - Month(2026, 11) == 4


def test_between_holds_both_ends():
    assert list(Month.between(Month(2026, 11), Month(2027, 1))) == [Month(2026, 11), Month(2026, 12), Month(2027, 1)]
    assert list(Month.between(Month(2026, 2), Month(2026, 1))) == []


def test_a_month_knows_its_days():
    assert date(2026, 11, 30) in Month(2026, 11)
    assert date(2026, 12, 1) not in Month(2026, 11)


def test_a_month_cannot_be_changed():
    with pytest.raises(AttributeError):
        Month(2026, 11).number = 12


@given(months)
def test_parse_undoes_str(month):
    assert Month.parse(str(month)) == month


@given(months, steps)
def test_subtraction_undoes_addition(month, n):
    assert (month + n) - month == n
    assert (month + n) - n == month


@given(months, months)
def test_order_is_the_order_of_first_days(one, other):
    assert (one < other) == (one.first < other.first)
    assert (one == other) == (hash(one) == hash(other) and one.first == other.first)
