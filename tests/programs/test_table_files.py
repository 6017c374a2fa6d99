"""Reading tables: what is understood, and what is refused before anything opens it."""

import csv
import datetime as dt
import resource
import time
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.table_files import Limits, NotATable, read_table
from tests.sheets import repacked, with_sheet, xlsx

GOOD = [["氏名", "電話"], ["髙橋 葵", "0987-31-1169"], ["", ""], ["﨑田 恭", ""]]


def cells(data: bytes) -> list[tuple]:
    table = read_table(data)
    return [table.head, *(row.cells for row in table.rows)]


def csv_of(rows, mark=",") -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


def reason_of(data: bytes, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(NotATable) as caught:
        read_table(data, limits)
    return caught.value.reason, caught.value.place


@pytest.mark.parametrize(
    "data",
    [
        xlsx(GOOD),
        csv_of(GOOD).encode(),
        csv_of(GOOD).encode("utf-8-sig"),
        csv_of(GOOD, "\t").encode("utf-16"),
        csv_of(GOOD, ";").encode("cp932"),
    ],
    ids=["xlsx", "utf-8", "utf-8 with a mark", "utf-16 with tabs", "cp932 with semicolons"],
)
def test_the_same_table_in_every_dress(data):
    assert cells(data) == [("氏名", "電話"), ("髙橋 葵", "0987-31-1169"), ("﨑田 恭", "")]


def test_rows_keep_the_number_an_editor_shows():
    assert [row.number for row in read_table(csv_of(GOOD).encode()).rows] == [2, 4]
    assert [row.number for row in read_table(xlsx(GOOD)).rows] == [2, 4]


def test_numbers_and_days_of_excel_read_as_people_write_them():
    assert cells(xlsx([["時間", "長さ", "参加日"], [20, 12.5, dt.date(2026, 4, 1)]]))[1] == ("20", "12.5", "2026-04-01")


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_named():
    table = read_table(xlsx([], GOOD, [["別の表"], ["x"]]))
    assert (table.origin, table.other_sheets, table.head) == ("Sheet2", ("Sheet1", "Sheet3"), ("氏名", "電話"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", ("empty", "")),
        (b" \r\n ", ("empty", "")),
        ("氏名,電話\n".encode(), ("header_only", "")),
        (b"\x89PNG\r\n\x1a\n....", ("picture", "")),
        (b"%PDF-1.7 ...", ("pdf", "")),
        (b"<html><table><tr><td>1</td></tr></table>", ("html", "")),
        (b"<?xml version='1.0'?><svg/>", ("html", "")),
        (b"GIF89a" + xlsx(GOOD), ("picture", "")),
        (b"PK\x03\x04 no archive", ("broken", "")),
        ('氏名,電話\n"葵,1\n恭,2\n'.encode(), ("quotes", "2")),
        ("氏名\n髙橋\n".encode() + b"\xff\xfe\xfd\n", ("encoding", "3")),
        ("氏名,電話\n高橋,1\n".encode() + "葵,2\n".encode("cp932") + b"\x82\n", ("encoding", "3")),
        ("氏名\n".encode() + b"a\x00b\n", ("binary", "")),
        (("x" * 5001 + "\n1\n").encode(), ("long_cell", "1")),
        ((",".join("abc" for _ in range(61)) + "\n1\n").encode(), ("too_many_columns", "1")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ("broken", "")),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ("encrypted", "")),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data, reason):
    assert reason_of(data) == reason


def test_five_thousand_rows_are_taken_and_one_more_is_not():
    assert len(read_table(xlsx([["a"], *[["b"]] * 5000])).rows) == 5000
    assert reason_of(xlsx([["a"], *[["b"]] * 5001])) == ("too_many_rows", "")
    assert reason_of(b"a\n" + b"b\n" * 5001) == ("too_many_rows", "")


def test_six_megabytes_are_refused_unread():
    assert reason_of(b"a,b\n" * 1_600_000) == ("too_large", "")


def macro_kind(parts) -> None:
    part = parts["[Content_Types].xml"]
    old, new = b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    assert old in part
    parts["[Content_Types].xml"] = part.replace(old, new)


@pytest.mark.parametrize(
    "change",
    [macro_kind, lambda parts: parts.update({"xl/vbaProject.bin": b"macro"})],
    ids=["by its kind", "by its part"],
)
def test_a_renamed_macro_workbook_is_known_by_what_is_inside(change):
    assert reason_of(repacked(xlsx(GOOD), change)) == ("macros", "")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (with_sheet(lambda part: part + b" " * 40_000_000), "bomb"),
        (repacked(xlsx(GOOD), lambda parts: parts.update({"xl/media/a.bin": b"\0" * 150_000_000})), "bomb"),
        (repacked(xlsx(GOOD), lambda parts: parts.update({f"x{n}": b"" for n in range(400)})), "bomb"),
        (with_sheet(lambda part: b'<!DOCTYPE a [<!ENTITY b "c">]>' + part), "xml"),
        (
            with_sheet(
                lambda part: part.replace(
                    b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
                )
            ),
            "too_many_rows",
        ),
        (
            with_sheet(lambda part: part.replace(b"</row>", b'<c r="XFD1"><v>1</v></c></row>', 1)),
            "too_many_columns",
        ),
        (
            repacked(
                xlsx([["word" * 2000], *[[f"{n}"] for n in range(4000)]]),
                lambda parts: parts.update(
                    {
                        "xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"
                        + b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 5000))
                        + b"</sheetData></worksheet>"
                    }
                ),
            ),
            "bomb",
        ),
    ],
    ids=["padding", "a part beside", "many parts", "entities", "a far row", "a far column", "one long word everywhere"],
)
def test_a_workbook_that_would_grow_is_refused_small_and_soon(data, reason):
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    assert reason_of(data)[0] == reason
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 300, f"{grown:.0f} MB in {time.perf_counter() - began:.2f} s"


def test_a_table_as_wide_as_excel_goes_with_nothing_in_it_is_read_soon():
    wide, began = "," * 16_382, time.process_time()
    table = read_table("\n".join([f"氏名,電話{wide}", *[f"葵,1{wide}"] * 20, wide * 50]).encode())
    assert (table.head, len(table.rows)) == (("氏名", "電話"), 20)
    assert time.process_time() - began < 2


FAR_AWAY = {
    "an attribute with a slash": b'<c r="XFD1048576"><v a="/">1</v></c>',
    "an attribute with a bracket": b'<c a=">" r="XFD1048576"><v>1</v></c>',
    "a prefix with a hyphen": b'<x-y:c r="XFD1048576"><x-y:v>1</x-y:v></x-y:c>',
    "zeros before the number": b'<c r="XFD0001048576"><v>1</v></c>',
}


@pytest.mark.parametrize("cell", FAR_AWAY.values(), ids=FAR_AWAY)
def test_a_far_cell_written_as_nobody_thought_of_does_not_stop_us(cell):
    """The library ends its process when there is no memory for the table: that must not be ours."""
    row = b'<row r="1048576">' + cell + b"</row></sheetData>"
    assert reason_of(with_sheet(lambda part: part.replace(b"</sheetData>", row))) == ("broken", "")


@pytest.mark.parametrize(
    "endless",
    [
        with_sheet(lambda part: b"<c>" * 500_000),
        with_sheet(lambda part: b'<c r="A1">' + b"<v " * 500_000 + b"</c>"),
        repacked(xlsx(GOOD), lambda parts: parts.update({"xl/sharedStrings.xml": b"<si " * 500_000})),
    ],
    ids=["cells", "values", "texts"],
)
def test_what_is_opened_again_and_again_and_never_closed_is_read_once(endless):
    began = time.process_time()
    assert outcome(endless) in ("broken", "empty")
    assert time.process_time() - began < 2


def test_what_follows_a_table_in_another_office_file_is_no_excel():
    def make_word(parts) -> None:
        kinds = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = kinds.replace(b"spreadsheetml.sheet.main", b"wordprocessingml.document.main")

    assert reason_of(repacked(xlsx(GOOD), make_word)) == ("other_office", "")


def outcome(data: bytes) -> object:
    """The rows, or the reason why there are none."""
    try:
        return [row.cells for row in read_table(data).rows]
    except NotATable as fault:
        return fault.reason


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused_with_a_known_reason(data):
    assert outcome(data)


CELL = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from(["utf-8-sig", "utf-16"]))
def test_what_a_csv_writer_writes_is_read_back(rows, encoding):
    text = StringIO()
    csv.writer(text).writerows([("氏名", "電話"), *rows])
    wanted = [(a.strip(), b.strip()) for a, b in rows if a.strip() or b.strip()]
    assert outcome(text.getvalue().encode(encoding)) == (wanted or "header_only")


@pytest.mark.parametrize(("lines", "refused"), [(110, False), (111, True)])
def test_no_line_of_an_old_workbook_is_left_out_without_a_word(tmp_path, monkeypatch, lines, refused):
    """A stand-in for the library, in the small process as here: nothing here writes the old format."""
    sheet = f"[['名']] + [['']] * {lines - 2} + [['最後']] + [['']] * 20"
    (tmp_path / "python_calamine.py").write_text(
        "class CalamineError(Exception): ...\n"
        "class CalamineWorkbook:\n"
        "    sheet_names = ['名簿']\n"
        "    from_filelike = classmethod(lambda cls, _file: cls())\n"
        "    get_sheet_by_name = lambda self, _name: self\n"
        f"    to_python = lambda self, **_words: {sheet}\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    old, limits = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Limits(rows=5)
    if refused:
        assert reason_of(old, limits) == ("too_many_rows", "")
    else:
        assert read_table(old, limits).rows[-1].cells == ("最後",)
