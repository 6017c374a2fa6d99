"""Receipts: kept as evidence is, opened by the person alone, gone with their expense."""

import datetime as dt

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from programs.domain.once import new_token
from tests.make_evidence import PDF, picture_bytes
from workers.domain.evidences import add_evidence
from workers.domain.expenses import Spent, add_expense, remove_expense
from workers.domain.years import year_of
from workers.models import Evidence, Expense


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def book(nichinan) -> Expense:
    spent = Spent(spent_on=dt.date(2026, 5, 5), category="books", title="編集の本", amount=1_980)
    return add_expense(worker=nichinan.worker, spent=spent)


def given(data: bytes, name: str = "領収書.jpg") -> dict:
    return {"once": new_token(), "file": SimpleUploadedFile(name, data)}


def test_a_receipt_is_added_once_seen_and_counted(worker, nichinan, book):
    url = f"/expenses/{book.pk}/receipts/"
    assert "領収書はまだありません" in worker.get(url).content.decode()
    once = new_token()
    for _n in range(2):
        answer = worker.post(url, given(picture_bytes()) | {"once": once})
        assert (answer.status_code, answer.url) == (302, url)
    receipt = Evidence.objects.get()
    assert (receipt.expense, receipt.earning, receipt.uploaded_by) == (book, None, nichinan.worker_user)
    page = worker.get(url).content.decode()
    assert ("領収書.jpg" in page, f'src="/evidence/{receipt.pk}/"' in page) == (True, True)
    assert worker.get(f"/evidence/{receipt.pk}/").status_code == 200
    assert year_of(nichinan.worker, 2026).categories[0].receipts == 1
    assert "領収書あり" in worker.get("/expenses/?year=2026").content.decode()


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"plain words", b"PK\x03\x04"])
def test_what_cannot_be_kept_is_said_in_one_sentence(worker, book, data):
    answer = worker.post(f"/expenses/{book.pk}/receipts/", given(data))
    (sentence,) = answer.context["form"].errors["file"]
    assert (answer.status_code, Evidence.objects.count(), str(sentence).endswith("。")) == (422, 0, True)


def test_a_file_is_taken_away(worker, nichinan, book):
    receipt = add_evidence(expense=book, file_name="a.pdf", data=PDF, by=nichinan.worker_user)
    url = f"/receipts/{receipt.pk}/remove/"
    assert "編集の本" in worker.get(url).content.decode()
    assert worker.post(url).url == f"/expenses/{book.pk}/receipts/"
    assert (Evidence.objects.exists(), Expense.objects.exists()) == (False, True)


def test_nobody_of_the_town_and_nobody_else_opens_it(nichinan, komagane, book):
    receipt = add_evidence(expense=book, file_name="a.jpg", data=picture_bytes(), by=nichinan.worker_user)
    urls = [f"/expenses/{book.pk}/receipts/", f"/receipts/{receipt.pk}/remove/", f"/evidence/{receipt.pk}/"]
    urls.append(f"/p/nichinan/evidence/{receipt.pk}/")
    for user in (nichinan.director, nichinan.official, komagane.worker_user, komagane.director):
        other = Client()
        other.force_login(user)
        assert [other.get(url).status_code for url in urls] == [404] * 4
        assert [other.post(url).status_code for url in urls[:2]] == [404, 404]
    assert Evidence.objects.exists()


def test_the_files_go_with_the_expense(nichinan, book, django_capture_on_commit_callbacks):
    receipt = add_evidence(expense=book, file_name="a.jpg", data=picture_bytes(), by=nichinan.worker_user)
    assert default_storage.exists(receipt.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        remove_expense(expense=book)
    assert (default_storage.exists(receipt.file.name), Evidence.objects.exists()) == (False, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_a_fixed_number_of_times(worker, nichinan, book, rows, django_assert_num_queries):
    for shade in range(rows):
        add_evidence(expense=book, file_name="a.jpg", data=picture_bytes(shade=shade), by=nichinan.worker_user)
    with django_assert_num_queries(5):
        worker.get(f"/expenses/{book.pk}/receipts/")
