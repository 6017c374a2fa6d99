"""The calendar year as a page, on paper, as PDF and as Excel: one's own alone, and never the fiscal year."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.core.cache import cache
from pypdf import PdfReader

from programs.exports.pdf import can_make_pdf
from programs.models import AccessRecord
from tests.make import make_earning
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.expenses import Spent, add_expense
from workers.domain.preferences import Choices, save_preferences

YEAR = "/years/2026/"


@pytest.fixture
def filled(nichinan):
    make_earning(
        nichinan.enrollment, 110_000, dt.date(2026, 3, 31), client="𠮷田編集室", platform_fee=23_100, transfer_fee=500,
        withholding=11_231,
    )  # fmt: skip
    make_earning(nichinan.enrollment, 50_000, dt.date(2026, 4, 1), source="team", client="=日南市")
    spent = Spent(spent_on=dt.date(2026, 5, 5), category="books", title="編集の本", amount=2_000, direct_cost=True)
    add_expense(worker=nichinan.worker, spent=spent)
    return nichinan


@pytest.fixture
def fresh(client, filled):
    with_fresh_password(client, filled.worker_user)
    return client


def plain(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_page_adds_up_a_calendar_year(worker, filled):
    page = plain(worker.get(YEAR))
    for words in ("160,000円", "134,400円", "158,000円", "11,231円", "𠮷田編集室", "所得の目安", "（要確認）"):
        assert words in page
    headings = [part.split("</h")[0] for part in page.replace("<h1", "<h2").split("<h2")[1:]]
    assert [one for one in headings if "年" in one and "暦年" not in one] == []
    assert not [one for one in headings if "年度" in one]
    assert "税務署や加入先に確認してください" in page


def test_years_before_the_tables_and_far_ahead_are_not_there(worker):
    asked = (2019, 2020, 2026, 2027, 2028, 99_999)
    assert [worker.get(f"/years/{year}/").status_code for year in asked] == [404, 200, 200, 200, 404, 404]


def test_nothing_of_somebody_else_is_in_it(worker, filled, komagane):
    make_earning(komagane.enrollment, 54_321, dt.date(2026, 10, 5), client="駒ヶ根の客")
    spent = Spent(spent_on=dt.date(2026, 5, 5), category="room", title="駒ヶ根の部屋", amount=54_321)
    add_expense(worker=komagane.worker, spent=spent)
    page = plain(worker.get(YEAR))
    assert ("54,321" in page, "駒ヶ根" in page) == (False, False)


def test_watched_lines_are_bars_with_source_and_day(worker, filled):
    save_preferences(worker=filled.worker, choices=Choices(watched_lines=["dependant_income_limit"]))
    page = plain(worker.get(YEAR))
    for words in ("税の扶養・配偶者控除", "620,000円まで・2026年（暦年）・所得（売上 − 経費）", "<b>134,400円</b>"):
        assert words in page
    assert ('href="https://e-zeirishi.com' in page, "（2026年11月22日（日）に確認）" in page) == (True, True)
    assert "健康保険の扶養" not in page


@pytest.mark.parametrize("year", [2023])
def test_a_year_without_rows_is_said_in_words(worker, filled, year):
    save_preferences(worker=filled.worker, choices=Choices(watched_lines=["dependant_income_limit"]))
    page = plain(worker.get(f"/years/{year}/"))
    assert ("まだ分かっていません" in page, "620,000" in page, "480,000" in page) == (True, False, False)


def test_the_home_worker_rule_is_silent_until_asked_for_and_then_says_whom_to_ask(worker, filled):
    assert "家内労働者" not in plain(worker.get(YEAR))
    save_preferences(worker=filled.worker, choices=Choices(uses_home_worker_rule=True))
    page = plain(worker.get(YEAR))
    assert "家内労働者等の特例で計算した所得の目安：<b>0円</b>" in page
    assert "対象になるかは税務署か税理士に確認してください。" in page
    assert "まだ分かっていません" in plain(worker.get("/years/2023/"))


def test_the_pdf_is_read_back(fresh, filled):
    answer = fresh.get(f"{YEAR}pdf/")
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (
        "application/pdf",
        'attachment; filename="hidane-year-2026.pdf"',
    )
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    text = text.replace("\n", "")
    for words in ("2026年（暦年）のまとめ", "𠮷田編集室", "﨑田 恭", "134,400円", "令和8年11月22日", "1 / "):
        assert words in text
    page = PdfReader(BytesIO(answer.content)).pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]  # A4


def test_the_clients_begin_below_the_sums_however_many_they_are(fresh, filled):
    for number in range(60):
        make_earning(filled.enrollment, 1_000, dt.date(2026, 6, 1), client=f"取引先{number}")
    sheets = [one.extract_text() for one in PdfReader(BytesIO(fresh.get(f"{YEAR}pdf/").content)).pages]
    assert len(sheets) > 2
    assert ("所得の目安" in sheets[0], "𠮷田編集室" in sheets[0]) == (True, True)


def test_excel_is_read_back(fresh, filled):
    book = openpyxl.load_workbook(BytesIO(fresh.get(f"{YEAR}excel/").content))
    assert book.sheetnames == ["データ", "印刷用"]
    data = list(book["データ"].values)
    assert [row[:5] for row in data[1:]] == [
        ("収入", dt.datetime(2026, 3, 31), "クラウドワークス", "𠮷田編集室", "記事の作成"),
        ("収入", dt.datetime(2026, 4, 1), "チームの仕事", "=日南市", "記事の作成"),
        ("経費", dt.datetime(2026, 5, 5), "本・講座", None, "編集の本"),
    ]
    assert [sum(row[column] or 0 for row in data[1:]) for column in range(5, 11)] == [
        160_000, 23_100, 500, 11_231, 136_900, 125_169,
    ]  # fmt: skip
    paper = book["印刷用"]
    lines = {row[0]: row[1:] for row in paper.values}
    assert paper["A1"].value == "2026年（暦年・1月から12月まで）のまとめ"
    assert (lines["所得の目安（報酬 − 手数料 − 経費）"][0], lines["健康保険の収入の目安（要確認）"][0]) == (
        134_400,
        158_000,
    )
    assert (paper.page_setup.paperSize, paper.page_setup.orientation, paper.page_setup.fitToHeight) == (
        9,
        "landscape",
        0,
    )
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


@pytest.mark.parametrize("kind", ["pdf", "excel"])
def test_a_file_asks_for_the_password_and_leaves_a_record_as_ones_own(client, filled, kind):
    with_old_password(client, filled.worker_user)
    assert "reauthenticate" in client.get(f"{YEAR}{kind}/").url
    assert not AccessRecord.objects.exists()
    with_fresh_password(client, filled.worker_user)
    assert client.get(f"{YEAR}{kind}/").status_code == 200
    record = AccessRecord.objects.get()
    assert (record.action, record.user, record.subject_worker, record.detail) == (
        "exported",
        filled.worker_user,
        filled.worker.pk,
        f"own year 2026 {'xlsx' if kind == 'excel' else 'pdf'}",
    )


def test_without_what_a_pdf_needs_there_is_no_button_and_no_page(fresh, filled, monkeypatch):
    assert f"{YEAR}pdf/" in plain(fresh.get(YEAR))
    monkeypatch.setattr("workers.views.years.can_make_pdf", lambda: False)
    assert (f"{YEAR}pdf/" in plain(fresh.get(YEAR)), fresh.get(f"{YEAR}pdf/").status_code) == (False, 404)
    assert f"{YEAR}excel/" in plain(fresh.get(YEAR))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_times(worker, nichinan, rows, django_assert_num_queries):
    for number in range(rows):
        make_earning(nichinan.enrollment, 1_000, dt.date(2026, 11 - number, 3), client=f"客{number}")
        spent = Spent(spent_on=dt.date(2026, 5, number + 1), category="books", title="本", amount=100)
        add_expense(worker=nichinan.worker, spent=spent)
    save_preferences(
        worker=nichinan.worker,
        choices=Choices(watched_lines=["dependant_income_limit", "resident_tax_zero", "student_income_limit"][:rows]),
    )
    cache.clear()
    can_make_pdf()
    # session, person, enrollment; entries, expenses; settings; lines, their entries and expenses
    with django_assert_num_queries(9):
        worker.get(YEAR)
