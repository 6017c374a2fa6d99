"""Files that cannot be taken, through the page: one sentence each, and nothing is kept."""

import pytest

from tests.sheets import repacked, xlsx
from tests.workers.importing import HEAD, address, give
from workers.models import PeopleImport

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def macros(parts) -> None:
    parts["xl/vbaProject.bin"] = b"macro"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("名簿.xlsx", b"", "ファイルが空です。"),
        ("名簿.csv", "氏名\n".encode(), "見出しだけで、下に行がありません。"),
        ("名簿.csv", "番号\n1\n".encode(), "1行目に次の見出しがありません: 氏名"),
        ("名簿.csv", b"a" * 6_000_000, "5MBを超えています。ファイルを分けてください。"),
        (
            "名簿.csv",
            "氏名\n".encode() + b"\xe9\xff\n",
            "2行目の文字が読み取れません。Excelファイル（.xlsx）で保存し直してください。",
        ),
        ("名簿.xlsx", b"\x89PNG\r\n", "画像は読み取れません。Excel（.xlsx）かCSVのファイルを選んでください。"),
        (
            "名簿.xlsx",
            repacked(xlsx([HEAD, ["x"] * 5]), macros),
            "マクロを含むファイルです。マクロのないExcelファイル（.xlsx）で保存し直してください。",
        ),
        ("名簿.xlsx", xlsx([HEAD, *[["x"] * 5] * 5001]), "5,000行を超えています。ファイルを分けてください。"),
    ],
)
def test_a_file_that_cannot_be_taken_says_so_in_one_sentence(clerk, nichinan, name, data, sentence):
    page = give(clerk, nichinan.cohort, [], name=name, data=data)
    assert (page.status_code, page.context["form"].errors["file"]) == (200, [sentence])
    assert PeopleImport.objects.count() == 0


def test_the_form_sheet_comes_back_as_it_is_without_its_example(clerk, nichinan):
    sheet = clerk.get(address("import_template"), {"kind": "workers"}).content
    page = give(clerk, nichinan.cohort, [], data=sheet)
    assert page.context["form"].errors["file"] == ["見出しだけで、下に行がありません。"]
