"""Files and pasted tables of every kind, nice and nasty: read, or refused in one sentence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sheets import with_sheet, xlsx
from tests.workers.giving import HEAD, ROWS, draft, give, page, paste
from tests.workers.typed import sentences
from workers.models import Earning, StatementImport

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = with_sheet(lambda part: part + b" " * 40_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932"])
def test_every_encoding_is_read(worker, encoding):
    give(worker, ROWS.encode(encoding))
    assert draft().rows[0][1] == ["2026/11/3", "記事の作成", "11000", "2420"]


def test_a_workbook_is_read(worker):
    give(worker, xlsx([["日付", "件名", "報酬"], ["2026/11/3", "=1+1の記事", 11_000]]), name="明細.xlsx")
    assert draft().rows[0][1][2] == "11000"


def wide(count: int) -> str:
    head = ",".join(["日付", "件名", "報酬", *(f"列{n}" for n in range(count - 3))])
    return f"{head}\r\n{','.join(['2026/11/3', 'x', '100', *['1'] * (count - 3)])}\r\n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b" \r\n", "ファイルが空です。"),
        (HEAD, "見出しだけで、下に行がありません。"),
        (wide(201), "列が200を超えています。報酬に関わる列だけにしてください。"),
        (f"{HEAD}\r\n".encode() + "2026/11/3,記事の作成,1,0\r\n".encode("cp932"), ""),
        (f'{HEAD}\r\n2026/11/3,"開いたまま,1,0\r\n', ""),
        (b"x" * (10 * 1024 * 1024), "5MBを超えています。ファイルを分けてください。"),
        (f"{HEAD}\r\n" + "2026/11/3,x,1,0\r\n" * 5_001, "5,000行を超えています。ファイルを分けてください。"),
        (BOMB, ""),
        (PNG, ""),
        (SVG, ""),
    ],
    ids=["empty", "head", "wide", "mixed", "quote", "10MB", "5001", "bomb", "picture", "svg"],
)
def test_a_nasty_file_is_refused_in_one_sentence(worker, data, sentence):
    response = give(worker, data, name="明細.csv")
    (said,) = sentences(response).values()
    assert (response.status_code, StatementImport.objects.count(), Earning.objects.count()) == (422, 0, 0)
    assert said.endswith("。")
    assert "%(" not in said
    assert said == sentence or not sentence


def test_two_hundred_columns_are_read(worker):
    assert give(worker, wide(200)).url == page("columns")


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("", {}, "表を貼り付けるか、ファイルを選んでください。"),
        (
            ROWS,
            {"file": SimpleUploadedFile("a.csv", ROWS.encode())},
            "貼り付けかファイルの、どちらか一つにしてください。",
        ),
        ("<table><tr><td>1</td></tr></table>", {}, ""),
    ],
)
def test_what_was_pasted_stays_when_it_is_refused(worker, text, files, sentence):
    response = paste(worker, text, **files)
    assert response.status_code == 422
    assert sentences(response)["pasted"] == sentence or not sentence
    assert text.partition("\r")[0].replace("<", "&lt;").replace(">", "&gt;") in response.content.decode()


def test_a_pasted_table_is_read(worker):
    assert paste(worker, "日付\t件名\t報酬\n2026/11/3\t記事の作成\t11,000円").status_code == 302
    assert draft().rows == [[2, ["2026/11/3", "記事の作成", "11,000円"]]]
