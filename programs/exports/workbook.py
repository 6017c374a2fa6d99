"""A list as an Excel file: one header row, days as days, amounts as numbers, and nothing that runs."""

import datetime as dt
from collections.abc import Iterable
from io import BytesIO

import xlsxwriter
from django.utils import timezone

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME_LENGTH = 31
CELL_LENGTH = 32_767


def workbook(*, title: str, head: list[str], rows: Iterable[Iterable[object]]) -> bytes:
    """One sheet. A name that begins with = stays a name, a number that looks like one in text stays text."""
    out = BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
        "default_date_format": "yyyy/mm/dd",
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("".join(c for c in title if c not in "[]:*?/\\'")[:SHEET_NAME_LENGTH] or "1")
        bold = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy/mm/dd hh:mm"})
        yen = book.add_format({"num_format": "#,##0"})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, max(len(head) - 1, 0), 16)
        for column, name in enumerate(head):
            sheet.write_string(0, column, name, bold)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _write(sheet, (number, column), value, moment=moment, yen=yen)
    return out.getvalue()


def _write(sheet, at: tuple[int, int], value: object, *, moment, yen) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None)
    elif isinstance(value, dt.datetime):
        sheet.write_datetime(*at, timezone.make_naive(value) if timezone.is_aware(value) else value, moment)
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value)
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(*at, value, yen)
    else:
        sheet.write_string(*at, str(value)[:CELL_LENGTH])
