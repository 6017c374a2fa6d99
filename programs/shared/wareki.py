"""Days as Japanese offices write them: 令和8年11月3日, R8.11.3, 2026/11/3; read and written."""

import re
from datetime import date

from programs.shared.digits import plain_digits

# (letter, name, first day, one-character form), newest first
ERAS = (
    ("R", "令和", date(2019, 5, 1), "㋿"),
    ("H", "平成", date(1989, 1, 8), "㍻"),
    ("S", "昭和", date(1926, 12, 25), "㍼"),
    ("T", "大正", date(1912, 7, 30), "㍽"),
)
_ERA_OF = {
    spelling: era for era in ERAS for spelling in (era[0], era[0].lower(), era[1], era[3], chr(ord(era[0]) + 0xFEE0))
}
_ERA_OF |= {chr(ord(era[0].lower()) + 0xFEE0): era for era in ERAS}
_SEPARATORS = str.maketrans({"．": ".", "／": "/", "－": "-", "−": "-", "‐": "-", "・": ".", "。": "."})
_PARTS = r"(?:年(?P<m1>\d{1,2})月(?P<d1>\d{1,2})日|(?P<sep>[./-])(?P<m2>\d{1,2})(?P=sep)(?P<d2>\d{1,2}))"
_WESTERN = re.compile(rf"(?P<year>\d{{4}}){_PARTS}", re.ASCII)
_JAPANESE = re.compile(rf"(?P<era>{'|'.join(_ERA_OF)})(?P<year>\d{{1,2}}|元){_PARTS}", re.ASCII)
_YEAR = re.compile(rf"(?:(?P<western>\d{{4}})|(?P<era>{'|'.join(_ERA_OF)})(?P<year>\d{{1,2}}|元))年?", re.ASCII)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<m1>\d{2})(?P<d1>\d{2})", re.ASCII)
_NO_YEAR_FIRST = re.compile(r"\d{1,2}[./-]\d{1,2}(?:[./-]\d{1,4})?|\d{1,2}月\d{1,2}日", re.ASCII)


class NotADay(ValueError):
    """`reason`: "format", "no_year" (year missing, short or last), "impossible" (30 February), "era" (令和 in 2018)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_day(text: str) -> date:
    """The day written in `text`, western or Japanese, year first, any width of digits; raises NotADay."""
    bare = re.sub(r"\s+", "", plain_digits(text).translate(_SEPARATORS))
    found = _WESTERN.fullmatch(bare) or _COMPACT.fullmatch(bare) or _JAPANESE.fullmatch(bare)
    if not found:
        raise NotADay("no_year" if _NO_YEAR_FIRST.fullmatch(bare) else "format")
    parts = found.groupdict()
    month, day = int(parts["m1"] or parts["m2"]), int(parts["d1"] or parts["d2"])
    era = _ERA_OF.get(parts.get("era") or "")
    if not era:
        return _day(int(parts["year"]), month, day)
    year = 1 if parts["year"] == "元" else int(parts["year"])
    if year < 1:
        raise NotADay("impossible")
    found_day = _day(era[2].year + year - 1, month, day)
    if era_of(found_day) != era:
        raise NotADay("era")
    return found_day


def parse_year(text: str) -> int:
    """The western year written in `text`: 1985, 昭和60年, S60, 平成元年, any width of digits; raises NotADay."""
    found = _YEAR.fullmatch(re.sub(r"\s+", "", plain_digits(text)))
    if not found:
        raise NotADay("format")
    if found["western"]:
        return int(found["western"])
    era = _ERA_OF[found["era"]]
    year = era[2].year + (1 if found["year"] == "元" else int(found["year"])) - 1
    newer = ERAS.index(era) - 1
    if year < era[2].year or (newer >= 0 and year > ERAS[newer][2].year):
        raise NotADay("era")
    return year


def era_of(day: date) -> tuple[str, str, date, str] | None:
    return next((era for era in ERAS if day >= era[2]), None)


def format_wareki(day: date) -> str:
    """令和8年11月3日; a day before 大正 is written western."""
    era = era_of(day)
    year = f"{era[1]}{_in_era(day, era)}" if era else str(day.year)
    return f"{year}年{day.month}月{day.day}日"


def format_wareki_short(day: date) -> str:
    """R8.11.3"""
    era = era_of(day)
    return f"{era[0]}{day.year - era[2].year + 1}.{day.month}.{day.day}" if era else f"{day.year}.{day.month}.{day.day}"


def format_both(day: date) -> str:
    """令和8年（2026年）11月3日: for papers."""
    era = era_of(day)
    year = f"{era[1]}{_in_era(day, era)}年（{day.year}年）" if era else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def format_fiscal_year(year: int) -> str:
    """令和8年度 for 2026. A fiscal year goes by the era of its 1 May, so that 2019 is 令和元年度."""
    day = date(year, 5, 1)
    era = era_of(day)
    return f"{era[1]}{_in_era(day, era)}年度" if era else f"{year}年度"


def _in_era(day: date, era: tuple[str, str, date, str]) -> str:
    year = day.year - era[2].year + 1
    return "元" if year == 1 else str(year)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADay("impossible") from error
