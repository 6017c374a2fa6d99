"""Evidence on the phone and at the desk: added, shown to whom it may be, served so that it can do nothing."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from tests.make import make_earning, make_user
from tests.make_evidence import PDF, make_evidence, picture_bytes
from workers.domain.closing import close_month
from workers.domain.evidences import add_evidence
from workers.models import Evidence, Expense
from workers.views.evidences import file_response

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 5)


@pytest.fixture
def earning(nichinan):
    return make_earning(nichinan.enrollment, 10_000, OCTOBER)


@pytest.fixture
def page(earning) -> str:
    return f"/earnings/{earning.pk}/evidence/"


def given(data: bytes, name: str = "明細.jpg", content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type)


def send(client, page, data: bytes, *, once: str = "x", name: str = "明細.jpg"):
    return client.post(page, {"once": once, "file": given(data, name)})


def test_a_picture_is_added_and_stands_on_the_page(worker, page):
    assert send(worker, page, picture_bytes()).url == page
    html = worker.get(page).content.decode()
    evidence = Evidence.objects.get()
    assert (f'src="/evidence/{evidence.pk}/"' in html, 'alt="明細.jpg"' in html) == (True, True)
    assert 'accept="image/jpeg,image/png,image/webp,application/pdf"' in html
    assert f"/earnings/{evidence.earning_id}/change/" in worker.get("/earnings/2026-10/").content.decode()
    assert "書類 1件" in worker.get("/earnings/2026-10/").content.decode()


def test_a_form_sent_twice_adds_one_file(worker, page):
    assert [send(worker, page, picture_bytes()).status_code for _n in range(2)] == [302, 302]
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "ファイルが空です。別のファイルを選んでください。"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG画像は受け取れません。"),
        ("日付,金額\n11/1,10000".encode(), "画像でもPDFでもないファイルです。"),
        (b"\xff\xd8\xff" + b"x" * 10_485_760, "ファイルが10MBを超えています。"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_the_file(worker, page, data, sentence):
    response = send(worker, page, data)
    assert response.status_code == 422
    assert response.context["form"].errors["file"][0].startswith(sentence)
    assert Evidence.objects.count() == 0


def test_nothing_chosen_is_said(worker, page):
    response = worker.post(page, {"once": "x"})
    assert (response.status_code, response.context["form"].errors["file"]) == (422, ["ファイルを選んでください。"])


def test_a_sixth_file_is_not_asked_for(worker, nichinan, earning, page):
    for shade in range(5):
        make_evidence(earning, nichinan.worker_user, data=picture_bytes(shade=shade))
    assert 'type="file"' not in worker.get(page).content.decode()
    response = send(worker, page, picture_bytes(shade=8))
    assert (response.status_code, "先に1件を削除" in response.content.decode()) == (409, True)


def test_in_a_closed_month_there_is_nothing_to_press(worker, nichinan, earning, page):
    evidence = make_evidence(earning, nichinan.worker_user)
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    html = worker.get(page).content.decode()
    assert ('type="file"' in html, "/remove/" in html, "締めてあるため" in html) == (False, False, True)
    assert send(worker, page, PDF).status_code == 409
    assert worker.post(f"/evidence/{evidence.pk}/remove/").status_code == 409
    assert Evidence.objects.count() == 1


def test_a_file_is_removed_after_being_asked(worker, nichinan, earning, page):
    evidence = make_evidence(earning, nichinan.worker_user)
    assert "完全に消えます" in worker.get(f"/evidence/{evidence.pk}/remove/").content.decode()
    assert worker.post(f"/evidence/{evidence.pk}/remove/").url == page
    assert Evidence.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "kind", "shown"),
    [(None, "image/jpeg", "inline"), (PDF, "application/pdf", "attachment")],
    ids=["picture", "pdf"],
)
def test_a_file_is_served_so_that_it_can_do_nothing(worker, nichinan, earning, data, kind, shown):
    evidence = make_evidence(earning, nichinan.worker_user, data=data)
    response = worker.get(f"/evidence/{evidence.pk}/")
    assert (response["Content-Type"], response["Content-Disposition"].split(";")[0]) == (kind, shown)
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "no-store")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_name_cannot_break_the_header(nichinan, earning):
    evidence = make_evidence(earning, nichinan.worker_user, data=PDF, file_name='a"; filename=x.exe\r\nX: 1.pdf')
    header = file_response(evidence)["Content-Disposition"]
    assert header == r'attachment; filename="a\"; filename=x.exeX: 1.pdf"'


def test_a_director_sees_it_and_every_look_is_written_down(client, nichinan, earning):
    evidence = make_evidence(earning, nichinan.worker_user)
    client.force_login(nichinan.director)
    assert client.get(f"/p/nichinan/evidence/{evidence.pk}/").status_code == 200
    record = AccessRecord.objects.get()
    assert (record.user, record.action, record.noun, record.object_id, record.subject_worker) == (
        nichinan.director,
        "looked",
        "workers.evidence",
        str(evidence.pk),
        nichinan.worker.pk,
    )


def test_a_file_is_not_shown_when_the_look_cannot_be_written_down(client, nichinan, earning, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError("no record")

    evidence = make_evidence(earning, nichinan.worker_user)
    monkeypatch.setattr("workers.views.evidences.record_access", broken)
    client.force_login(nichinan.director)
    with pytest.raises(RuntimeError):
        client.get(f"/p/nichinan/evidence/{evidence.pk}/")


def test_nobody_else_opens_it(client, nichinan, komagane, earning):
    evidence = make_evidence(earning, nichinan.worker_user)
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    for user in (viewer, komagane.director, komagane.official, komagane.worker_user):
        client.force_login(user)
        paths = (f"/evidence/{evidence.pk}/", f"/p/nichinan/evidence/{evidence.pk}/", f"/media/{evidence.file.name}")
        assert [client.get(path).status_code for path in paths] == [404, 404, 404]
        assert client.get(f"/p/komagane/evidence/{evidence.pk}/").status_code == 404
        assert client.post(f"/evidence/{evidence.pk}/remove/").status_code == 404


def test_a_receipt_of_an_expense_is_nobody_elses_business(client, worker, nichinan):
    expense = Expense.objects.create(
        worker=nichinan.worker, spent_on=OCTOBER, category="travel", title="電車", amount=500
    )
    receipt = add_evidence(expense=expense, file_name="切符.jpg", data=picture_bytes(), by=nichinan.worker_user)
    assert worker.get(f"/evidence/{receipt.pk}/").status_code == 200
    client.force_login(nichinan.official)
    assert client.get(f"/p/nichinan/evidence/{receipt.pk}/").status_code == 404


@pytest.mark.parametrize("files", [1, 3])
def test_the_page_asks_the_database_as_often_with_one_file_as_with_three(
    worker, nichinan, earning, page, files, django_assert_num_queries
):
    for shade in range(files):
        make_evidence(earning, nichinan.worker_user, data=picture_bytes(shade=shade))
    with django_assert_num_queries(6):  # session, person, enrollment, entry, closed or not, files
        worker.get(page)
