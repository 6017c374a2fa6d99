"""Tables copied out of a page, a mail or Excel, and statements whose head stands further down."""

import pytest

from programs.shared.table_files import Limits, NotATable, read_pasted, read_table

RAGGED = Limits(columns=200, ragged=True)
GOOD = [("日付", "件名", "報酬"), ("2026/11/3", "記事 の作成", "11,000")]


def cells(table) -> list[tuple[str, ...]]:
    return [table.head, *(row.cells for row in table.rows)]


@pytest.mark.parametrize(
    "text",
    [
        "日付\t件名\t報酬\n2026/11/3\t記事 の作成\t11,000\n",
        '日付,件名,報酬\r\n2026/11/3,記事 の作成,"11,000"\r\n',
        "日付  件名  報酬\n2026/11/3  記事 の作成  11,000",
        "日付　件名　報酬\n2026/11/3　記事 の作成　11,000",
    ],
    ids=["tabs", "commas", "wide gaps", "full-width gaps"],
)
def test_columns_stand_apart_in_many_ways(text):
    assert cells(read_pasted(text, RAGGED)) == GOOD


def test_single_spaces_are_enough_and_commas_of_amounts_are_no_columns():
    assert cells(read_pasted("2026/11/3 記事 11,000円\n11/4 校正 5,000円", RAGGED)) == [
        ("2026/11/3", "記事", "11,000円"),
        ("11/4", "校正", "5,000円"),
    ]


def test_a_quotation_mark_inside_a_title_is_part_of_it():
    table = read_pasted('a\tb\n"特急" 記事\t1\n"開いた\t2', RAGGED)
    assert cells(table)[1:] == [
        ('"特急" 記事', "1"),
        ('"開いた', "2"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (" \n ", "empty"),
        ("a\tb", "header_only"),
        ("<table>", "html"),
        ("a\x07,b\n1,2", "binary"),
        ("x" * 6_000_000, "too_large"),
        ("a\tb\n" + "\n" * 20_001 + "1\t2", "too_many_rows"),
    ],
)
def test_what_is_no_table_is_refused(text, reason):
    with pytest.raises(NotATable) as fault:
        read_pasted(text, RAGGED)
    assert fault.value.reason == reason


def test_a_ragged_table_keeps_what_is_wider_than_its_first_line_and_empty_rows_between():
    table = read_table("支払明細\n\n日付,報酬\n1,2\n,\n3,4\n\n".encode(), RAGGED)
    assert cells(table) == [("支払明細", ""), ("", ""), ("日付", "報酬"), ("1", "2"), ("", ""), ("3", "4")]
    assert [row.number for row in table.rows] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(encoding):
    table = read_table("日付,報酬\r\n2026/11/3,100\r\n".encode(encoding))
    assert (table.head, table.origin) == (("日付", "報酬"), encoding)


def test_a_file_of_empty_lines_keeps_no_more_of_them_than_rows_may_be():
    limits = Limits(rows=50, ragged=True)
    table = read_table(("a,b\n" + ("\n" * 49 + "1,2\n") * 50).encode(), limits)
    assert sum(row.cells == ("1", "2") for row in table.rows) == 50
    assert len(table.rows) <= 100
