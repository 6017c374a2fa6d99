"""The cells of a statement as people and platforms write them: amounts, days, rows that only add up."""

import datetime as dt
import re
from collections.abc import Sequence

from programs.shared.digits import plain_digits
from programs.shared.wareki import NotADay, parse_day
from programs.shared.yen import NotYen, parse_yen

YEARS = range(1900, 2200)
LONGEST = 100  # characters of a cell that can still be a day or an amount: longer ones cost time and are neither
_NOTHING = {"", "-", "－", "−", "‐", "–", "—", "―", "ー", "*", "＊"}
_BRACKETS = re.compile(r"[(（](.+?)[)）]円?")
_WITH_TAX = re.compile(r"[(（]税込[み]?[)）]|税込[み]?|\.0+(?=円?$)")
_WEEKDAY = re.compile(r"[(（][月火水木金土日](?:曜日?)?[)）]|[月火水木金土日]曜日")
_TIME = re.compile(r"[ \u3000T]+[0-9]{1,2}(?::[0-9]{2}|時).*$|(?<=日)[0-9]{1,2}(?::[0-9]{2}|時).*$")
_NO_YEAR = re.compile(r"([0-9]{1,2})(?:月|[/.-])([0-9]{1,2})日?")
_TOTAL_HINT = re.compile("計|総\\s*額|total", re.IGNORECASE)
_TOTAL = re.compile(r"(?:総|小|累)?合?計(?:金?額|報酬)?[:：]?|総額|(?:sub|grand)?total:?", re.IGNORECASE)
_TOTAL_ENDING = re.compile(r".*(?:合計|小計|総計|累計|月計)(?:金?額|報酬)?[:：]?")


def amount_in(text: str) -> int | None:
    """Whole yen: １１，０００円, ¥11,000, −500, ▲500, (500); None for an empty cell or a dash. Raises NotYen."""
    if len(text) > LONGEST:
        raise NotYen("format")
    bare = _WITH_TAX.sub("", plain_digits(text.strip()))
    if bare.strip() in _NOTHING:
        return None
    if brackets := _BRACKETS.fullmatch(bare):
        return -abs(parse_yen(brackets[1]))
    return parse_yen(bare)


def day_in(text: str, base: dt.date) -> tuple[dt.date, bool]:
    """The day, and whether its year was assumed: the latest such day up to `base`. Raises NotADay.

    Beyond a year back nothing is assumed (29 February of a common year): reason "no_year".
    """
    if len(text) > LONGEST:
        raise NotADay("format")
    bare = _TIME.sub("", _WEEKDAY.sub("", plain_digits(text)).strip()).strip()
    try:
        day = parse_day(bare)
    except NotADay as fault:
        short = _NO_YEAR.fullmatch(bare)
        if fault.reason != "no_year" or not short:
            raise
        return _latest(int(short[1]), int(short[2]), base), True
    if day.year not in YEARS:
        raise NotADay("year")
    return day, False


def _latest(month: int, number: int, base: dt.date) -> dt.date:
    try:
        dt.date(2000, month, number)
    except ValueError as error:
        raise NotADay("impossible") from error
    for year in (base.year, base.year - 1):
        try:
            day = dt.date(year, month, number)
        except ValueError:
            continue
        if day <= base:
            return day
    raise NotADay("no_year")


def totals_in(cells: Sequence[str]) -> list[str]:
    """The cells that speak of a sum, without their spaces."""
    return [re.sub(r"\s", "", cell) for cell in cells if _TOTAL_HINT.search(cell)]


def is_total_word(text: str) -> bool:
    """合計, 小計, Total: a word no job is called by."""
    return bool(_TOTAL.fullmatch(text))


def ends_as_total(text: str) -> bool:
    """11月分合計: a sum when there is no day beside it, or when it adds up."""
    return bool(_TOTAL_ENDING.fullmatch(text))
