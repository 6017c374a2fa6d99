import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.municipality_code import check_digit, is_valid_code, parse_code


@pytest.mark.parametrize("code", ["452041", "203831", "202100", "202151", "462225"])
def test_real_towns_are_valid(code):
    assert is_valid_code(code)


@pytest.mark.parametrize(
    "code", ["452040", "203832", "45204", "4520411", "４５２０４１", "", "45204a", "000000", "480002", "452041\n"]
)
def test_wrong_codes_are_not(code):
    assert not is_valid_code(code)


def test_full_width_digits_are_understood():
    assert parse_code(" ４５２０４１ ") == "452041"


def test_circled_digits_are_not():
    with pytest.raises(ValueError, match="municipality code"):
        parse_code("④52041")


@given(st.integers(1, 47), st.integers(0, 999))
def test_exactly_one_check_digit_fits(prefecture, body):
    first_five = f"{prefecture:02}{body:03}"
    assert [digit for digit in range(10) if is_valid_code(f"{first_five}{digit}")] == [check_digit(first_five)]
