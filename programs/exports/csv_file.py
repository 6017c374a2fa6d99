"""A list as CSV that Excel opens well: UTF-8 with its mark, lines ending CRLF, and nothing that runs."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO

BOM = "\ufeff"
# What a spreadsheet takes for a formula, also in full width, also after a space.
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write_csv(out: BinaryIO, head: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write one header row and the rows, one by one; `out` stays open. Returns how many rows."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    text.write(BOM)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(safe_cell(name) for name in head)
    count = 0
    for row in rows:
        writer.writerow(safe_cell(value) for value in row)
        count += 1
    text.detach()
    return count


def safe_cell(value: object) -> object:
    """A text that would run as a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(value, str) and value.lstrip(" 　").startswith(_STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value
