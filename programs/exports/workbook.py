"""A list as an Excel file: one header row, days as days, amounts as numbers, and nothing that runs."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME_LENGTH = 31
CELL_LENGTH = 32_767


_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "default_date_format": "yyyy/mm/dd",
}
_A4, _HEADER_LENGTH = 9, 120  # the number Excel knows the paper by; room for the head of a page
_EXPLAINED = (24, 90)  # widths of the two columns of explanations


@dataclass(frozen=True, slots=True)
class Sheet:
    """`widths` of the columns in characters; the last one holds for all that follow.

    `paper`: the head of each printed page, for a sheet that is made to be printed (A4, across, as wide as the page).
    """

    title: str
    head: Sequence[str]
    rows: Iterable[Iterable[object]]
    widths: Sequence[int] = (16,)
    paper: str = ""


def workbook(*, title: str, head: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    """One sheet. A name that begins with = stays a name, a number that looks like one in text stays text."""
    return workbook_of(Sheet(title, head, rows))


def workbook_of(*sheets: Sheet) -> bytes:
    """The sheets one after the other."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, _SAFE) as book:
        formats = {
            "bold": book.add_format({"bold": True, "bottom": 1}),
            "moment": book.add_format({"num_format": "yyyy/mm/dd hh:mm"}),
            "yen": book.add_format({"num_format": "#,##0"}),
        }
        for one in sheets:
            _add(book, one, **formats)
    return out.getvalue()


def explanations(title: str, head: tuple[str, str], lines: Iterable[tuple[str, str]]) -> Sheet:
    """A sheet that says what the words of the others mean."""
    return Sheet(title, head, lines, _EXPLAINED)


def _add(book: xlsxwriter.Workbook, one: Sheet, *, bold, moment, yen) -> None:
    sheet = book.add_worksheet("".join(c for c in one.title if c not in "[]:*?/\\'")[:SHEET_NAME_LENGTH] or "1")
    if one.paper:
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_header(f"&L{one.paper.replace('&', '&&')[:_HEADER_LENGTH]}")
        sheet.set_footer("&R&P / &N")
    else:
        sheet.freeze_panes(1, 0)
    for column, name in enumerate(one.head):
        sheet.set_column(column, column, one.widths[min(column, len(one.widths) - 1)])
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(one.rows, 1):
        for column, value in enumerate(row):
            _write(sheet, (number, column), value, moment=moment, yen=yen)


def _write(sheet, at: tuple[int, int], value: object, *, moment, yen) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(*at, timezone.make_naive(value) if timezone.is_aware(value) else value, moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(*at, value, yen)
    elif isinstance(value, float):
        sheet.write_number(*at, value)
    else:
        sheet.write_string(*at, str(value)[:CELL_LENGTH])
