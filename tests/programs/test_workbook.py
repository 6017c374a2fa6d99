"""Excel as people get it: days are days, amounts are numbers, and text stays text whatever it begins with."""

import datetime as dt
from io import BytesIO

import openpyxl

from programs.exports.workbook import Sheet, explanations, workbook, workbook_of


def sheet_of(*rows, title: str = "収入の月"):
    book = openpyxl.load_workbook(BytesIO(workbook(title=title, head=["氏名", "値"], rows=rows)))
    return book.active


def test_days_and_amounts_keep_their_kind():
    sheet = sheet_of(("髙橋", 12_000), ("𠮷田", dt.date(2026, 11, 3)), ("﨑田", None))
    assert [cell.value for cell in sheet["B"]] == ["値", 12_000, dt.datetime(2026, 11, 3), None]
    assert [cell.value for cell in sheet["A"]] == ["氏名", "髙橋", "𠮷田", "﨑田"]
    assert sheet["B3"].number_format == "yyyy/mm/dd"


def test_text_never_becomes_a_formula_a_link_or_a_number():
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "https://example.jp", "00123", "＝1+1"]
    sheet = sheet_of(*((text, "x") for text in texts))
    assert [(cell.value, cell.data_type) for cell in sheet["A"][1:]] == [(text, "s") for text in texts]
    assert all(cell.hyperlink is None for cell in sheet["A"])


def test_a_moment_is_shown_in_japanese_time():
    sheet = sheet_of(("x", dt.datetime(2026, 11, 21, 15, 30, tzinfo=dt.UTC)))
    assert sheet["B2"].value == dt.datetime(2026, 11, 22, 0, 30)


def test_a_title_excel_refuses_is_cut():
    assert sheet_of(title="a/b:[c]*" + "あ" * 40).title == "abc" + "あ" * 28


def test_several_sheets_keep_their_order_and_widths():
    words = explanations("説明", ("ことば", "意味"), [("=平均", "収入があった人の平均")])
    book = openpyxl.load_workbook(BytesIO(workbook_of(Sheet("データ", ["期", "値"], [("第1期", 5)], (8, 20)), words)))
    assert [sheet.title for sheet in book] == ["データ", "説明"]
    assert [round(book["データ"].column_dimensions[column].width) for column in "AB"] == [9, 21]
    assert list(book["説明"].values) == [("ことば", "意味"), ("=平均", "収入があった人の平均")]
