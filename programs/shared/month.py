"""One calendar month: the unit everything is added up in."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import overload

FISCAL_YEAR_STARTS_IN = 4


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """Immutable and ordered. `Month(2026, 11) + 2 == Month(2027, 1)`; the difference of two months is a number."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"no such month: {self.year}-{self.number}")

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """The month written as in addresses, "2026-10"; ValueError for anything else."""
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(f"not a month: {text!r}")
        return cls(int(text[:4]), int(text[5:]))

    @classmethod
    def between(cls, start: "Month", end: "Month") -> Iterator["Month"]:
        """Every month from `start` to `end`, both included; none when the end comes first."""
        return (start + n for n in range(end - start + 1))

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def fiscal_year(self) -> int:
        """The Japanese 年度, April to March: March 2027 belongs to 2026."""
        return self.year - (self.number < FISCAL_YEAR_STARTS_IN)

    def __contains__(self, day: date) -> bool:
        return (day.year, day.month) == (self.year, self.number)

    def __add__(self, months: int) -> "Month":
        if not isinstance(months, int):
            return NotImplemented
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    @overload
    def __sub__(self, other: "Month") -> int: ...
    @overload
    def __sub__(self, other: int) -> "Month": ...
    def __sub__(self, other: "Month | int") -> "int | Month":
        if isinstance(other, Month):
            return (self.year - other.year) * 12 + self.number - other.number
        return self + -other if isinstance(other, int) else NotImplemented

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"
