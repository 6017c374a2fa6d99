"""What a table file is read into, what it may hold at most, and why one is refused."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

REASONS = frozenset({
    "empty", "header_only", "too_large", "too_many_rows", "too_many_columns", "long_cell", "encoding", "quotes",
    "binary", "html", "picture", "pdf", "macros", "encrypted", "bomb", "broken", "xml", "no_sheet", "other_office",
})  # fmt: skip


class NotATable(Exception):
    """The file cannot be taken. `reason` is one of REASONS; `place` a line or a sheet, if one can be named."""

    def __init__(self, reason: str, place: str = "") -> None:
        if reason not in REASONS:
            raise ValueError(reason)
        super().__init__(reason)
        self.reason, self.place = reason, place


@dataclass(frozen=True, slots=True)
class Limits:
    """`rows` are rows below the head that are not empty; `unpacked` the bytes of a workbook once unzipped.

    `ragged`: lines above the real head may be shorter than it; nothing is cut off, and as many empty rows between
    them are kept as there may be filled ones.
    """

    size: int = 5 * 1024 * 1024
    rows: int = 5_000
    columns: int = 60
    cell: int = 5_000
    unpacked: int = 30 * 1024 * 1024
    ragged: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """`number` as Excel or an editor counts it, the head being 1 where the table begins at the top."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All text. `origin` is the encoding of a text file or the name of a sheet."""

    head: tuple[str, ...]
    rows: tuple[Row, ...]
    origin: str
    other_sheets: tuple[str, ...] = ()


def table_of(
    lines: Iterable[tuple[int, Sequence[object]]], limits: Limits, *, origin: str, other_sheets: tuple[str, ...] = ()
) -> Table:
    """The first line that is not empty is the head. Raises NotATable beyond the limits."""
    head: tuple[str, ...] | None = None
    rows: list[Row] = []
    filled, kept, empty = 0, 0, []
    for number, line in lines:
        cells = _cells(number, line, limits)
        if head is None:
            head = cells or None
        elif not cells:
            if limits.ragged and kept + len(empty) < limits.rows:
                empty.append(Row(number, ()))
        elif filled == limits.rows:
            raise NotATable("too_many_rows")
        else:
            rows += [*empty, Row(number, cells)]
            filled, kept, empty = filled + 1, kept + len(empty), []
    if not filled:
        raise NotATable("header_only" if head else "empty")
    width = max([len(head), *(len(row.cells) for row in rows)]) if limits.ragged else len(head)
    padded = tuple(Row(row.number, _padded(row.cells, width)) for row in rows)
    return Table(_padded(head, width), padded, origin, other_sheets)


def _padded(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return cells[:width] + ("",) * (width - len(cells))


def _cells(number: int, line: Sequence[object], limits: Limits) -> tuple[str, ...]:
    """Without the empty ones at the end; nothing for an empty line."""
    cells = tuple(plain(cell) for cell in line)
    cells = cells[: next((place for place in range(len(cells), 0, -1) if cells[place - 1]), 0)]
    if any(len(cell) > limits.cell for cell in cells):
        raise NotATable("long_cell", str(number))
    if len(cells) > limits.columns:
        raise NotATable("too_many_columns", str(number))
    return cells


def plain(value: object) -> str:
    """The text of a cell: 1.0 is 1, a day is 2026-11-22. Spaces around it are dropped."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return str(value.date()) if value.time() == dt.time() else value.isoformat(sep=" ", timespec="minutes")
    return str(value).strip()
