from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.yen import NotYen, floor_yen, format_yen, parse_yen


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12000", 12_000),
        ("１２，０００円", 12_000),
        ("１２、０００", 12_000),
        ("¥12,000-", 12_000),
        ("￥ 12 000", 12_000),
        ("0", 0),
        ("▲500", -500),
        ("-¥500", -500),
    ],
)
def test_amounts_as_people_type_them(text, amount):
    assert parse_yen(text) == amount


@pytest.mark.parametrize(
    "text", ["", "円", "①②", "12千", "1,2,3", "12,00", "1¥2", "１２。", "٣", "🎉", "1\x002", "1e3", "0x10"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(NotYen) as refused:
        parse_yen(text)
    assert refused.value.reason == "format"


def test_parts_of_a_yen_and_endless_numbers_have_reasons_of_their_own():
    with pytest.raises(NotYen, match="decimal"):
        parse_yen("１２．５")
    with pytest.raises(NotYen, match="digits"):
        parse_yen("9" * 10_000)


@pytest.mark.parametrize(
    ("gross", "rate", "net"),
    [(11_000, Fraction(22, 100), 8_580), (14_850, Fraction(22, 100), 11_583), (11_000, Fraction(165, 1000), 9_185)],
)
def test_platform_fees_of_the_published_examples(gross, rate, net):
    assert gross - floor_yen(gross * rate) == net


def test_the_part_of_a_yen_is_cut_off():
    assert floor_yen(1_000 * Fraction(1021, 10_000)) == 102
    assert floor_yen(Fraction(2999, 1000)) == 2


def test_floats_and_negative_amounts_are_not_cut():
    with pytest.raises(TypeError):
        floor_yen(10.5)
    with pytest.raises(ValueError, match="zero"):
        floor_yen(Fraction(-1, 2))


@given(st.integers(-(10**14), 10**14))
def test_what_we_write_we_can_read(amount):
    assert parse_yen(format_yen(amount)) == amount


@given(st.integers(0, 10**9))
def test_width_does_not_matter(amount):
    full_width = f"{amount:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert parse_yen(full_width) == amount
