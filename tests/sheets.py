"""Table files made on the spot: good ones, and those that must be refused."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO

import xlsxwriter

Parts = dict[str, bytes]


def xlsx(*sheets: Iterable[Sequence[object]]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy/mm/dd"}) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, line in enumerate(rows):
                sheet.write_row(number, 0, line)
    return out.getvalue()


def repacked(data: bytes, change: Callable[[Parts], object]) -> bytes:
    """The same archive with its parts changed in place."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """A small workbook whose first sheet was changed as XML."""

    def put(parts: Parts) -> None:
        name = "xl/worksheets/sheet1.xml"
        parts[name] = change(parts[name])

    return repacked(xlsx([["氏名"], ["黒木 葵"]]), put)
