"""A table copied out of a page, a mail or Excel: tabs, commas, or whatever spaces its columns stand apart by."""

import re
from collections.abc import Iterator

from programs.shared.table_files.text import refuse_what_is_no_text, separated
from programs.shared.table_files.values import Limits, NotATable, Table, table_of

# A comma between columns; the one inside 11,000 is none.
_COMMA = re.compile(r"(?<![0-9０-９]),|,(?![0-9]{3}(?![0-9]))")
_WIDE_GAP = re.compile(r" {2,}|[ ]*\u3000[ \u3000]*")
_LINES_A_ROW = 4  # with line breaks in cells and empty lines between
_ANY_GAP = re.compile(r"[ \u3000]+")


def read_pasted(text: str, limits: Limits | None = None) -> Table:
    """The table in `text`. Raises NotATable."""
    limits = limits or Limits()
    if len(text.encode(errors="replace")) > limits.size:
        raise NotATable("too_large")
    if not text.strip():
        raise NotATable("empty")
    refuse_what_is_no_text(text)
    lines = [line.rstrip("\r") for line in text.split("\n")]
    if len(lines) > _LINES_A_ROW * limits.rows:
        raise NotATable("too_many_rows")
    filled = [line for line in lines if line.strip()]

    def most(pattern: re.Pattern[str]) -> bool:
        return 2 * sum(bool(pattern.search(line.strip())) for line in filled) >= len(filled)

    for delimiter, pattern in (("\t", re.compile("\t")), (",", _COMMA)):
        if most(pattern):
            return table_of(_cells(text, lines, delimiter), limits, origin="")
    gap = _WIDE_GAP if most(_WIDE_GAP) else _ANY_GAP
    return table_of(((n, gap.split(line.strip())) for n, line in enumerate(lines, 1)), limits, origin="")


def _cells(text: str, lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Quoted as Excel copies it; where the quotes do not add up they are part of the words."""
    try:
        yield from [*separated(text, delimiter)]
    except NotATable:
        yield from ((n, line.split(delimiter)) for n, line in enumerate(lines, 1))
