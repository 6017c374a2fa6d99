from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.wareki import (
    NotADay,
    format_both,
    format_fiscal_year,
    format_wareki,
    format_wareki_short,
    parse_day,
    parse_year,
)

VECTORS = [
    (date(2026, 11, 22), "令和8年11月22日"),
    (date(2019, 4, 30), "平成31年4月30日"),
    (date(2019, 5, 1), "令和元年5月1日"),
    (date(1989, 1, 7), "昭和64年1月7日"),
    (date(1989, 1, 8), "平成元年1月8日"),
    (date(1985, 2, 3), "昭和60年2月3日"),
    (date(1926, 12, 24), "大正15年12月24日"),
    (date(1912, 7, 30), "大正元年7月30日"),
    (date(1912, 7, 29), "1912年7月29日"),
]


@pytest.mark.parametrize(("day", "text"), VECTORS)
def test_the_era_turns_on_its_day(day, text):
    assert format_wareki(day) == text
    assert parse_day(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "令和8年11月3日",
        "令和８年１１月３日",
        "令和 8年 11月 3日",
        "㋿8年11月3日",
        "R8.11.3",
        "r8.11.03",
        "Ｒ８．１１．３",
        "ｒ８／１１／３",
        "R8-11-3",
        "2026/11/3",
        "２０２６／１１／０３",
        "2026-11-03",
        "2026.11.3",
        "2026年11月3日",
        "20261103",
        "２０２６１１０３",
        " 2026/11/3 ",
    ],
)
def test_one_day_in_many_spellings(text):
    assert parse_day(text) == date(2026, 11, 3)


@pytest.mark.parametrize("text", ["S60.2.3", "昭和60年2月3日", "1985-02-03", "19850203", "㍼60年2月3日"])
def test_birthdays(text):
    assert parse_day(text) == date(1985, 2, 3)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("11/3/2026", "no_year"),
        ("03/04/26", "no_year"),
        ("26/11/3", "no_year"),
        ("11月3日", "no_year"),
        ("11/3", "no_year"),
        ("2026-02-29", "impossible"),
        ("2026/13/1", "impossible"),
        ("20260230", "impossible"),
        ("令和0年1月1日", "impossible"),
        ("0000-01-01", "impossible"),
        ("令和元年4月30日", "era"),
        ("昭和64年1月8日", "era"),
        ("平成32年1月1日", "era"),
        ("令和①年1月1日", "format"),
        ("2026/11-3", "format"),
        ("2026年11月", "format"),
        ("令和8年", "format"),
        ("", "format"),
        ("明日", "format"),
        ("2026-11-03T00:00", "format"),
        ("٢٠٢٦/١١/٣", "format"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text, reason):
    with pytest.raises(NotADay) as refused:
        parse_day(text)
    assert refused.value.reason == reason


def test_papers_carry_both_years():
    assert format_both(date(2026, 11, 3)) == "令和8年（2026年）11月3日"
    assert format_both(date(2019, 5, 1)) == "令和元年（2019年）5月1日"
    assert format_wareki_short(date(2026, 11, 3)) == "R8.11.3"


@pytest.mark.parametrize(
    ("year", "name"),
    [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1988, "昭和63年度")],
)
def test_fiscal_years(year, name):
    assert format_fiscal_year(year) == name


days = st.dates(date(1912, 7, 30), date(2117, 12, 31))


@given(days)
def test_what_we_write_we_can_read(day):
    assert parse_day(format_wareki(day)) == day
    assert parse_day(format_wareki_short(day)) == day
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day:%Y%m%d}") == day


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text):
    try:
        outcome = parse_day(text)
    except NotADay as refused:
        outcome = refused.reason
    assert isinstance(outcome, date) or outcome in {"format", "no_year", "impossible", "era"}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("1985", 1985),
        ("１９８５年", 1985),
        ("S60", 1985),
        ("昭和６０年", 1985),
        (" 昭和 60 ", 1985),
        ("平成元年", 1989),
        ("S64", 1989),
        ("H1", 1989),
        ("H31", 2019),
        ("r8", 2026),
    ],
)
def test_a_year_in_any_calendar(text, year):
    assert parse_year(text) == year


@pytest.mark.parametrize(
    ("text", "reason"),
    [("85", "format"), ("60年", "format"), ("S65", "era"), ("H32", "era"), ("H0", "era"), ("1985/4/1", "format")],
)
def test_what_is_no_year(text, reason):
    with pytest.raises(NotADay) as caught:
        parse_year(text)
    assert caught.value.reason == reason
