"""Plain values of a table: what stands in its head and in its cells."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """`sort_url` makes the head a link; `sorted` says which way the rows run now."""

    label: str
    number: bool = False
    sort_url: str = ""
    sorted: Literal["", "up", "down"] = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """`label` is shown beside the text when the row is a card on a phone; `number` sets it right."""

    text: str
    url: str = ""
    sub: str = ""
    number: bool = False
    label: str = ""
