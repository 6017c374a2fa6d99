"""«My data» on the phone: the copy behind the password, who looked, and asking to be made nameless."""

import datetime as dt
import io
import zipfile

import pytest
from django.test import Client

from programs.domain.access_records import Action, record_access
from programs.domain.once import new_token
from programs.models import AccessRecord
from programs.shared.month import Month
from tests.make import make_enrollment, make_user
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.closing import close_month
from workers.domain.erasure import ask_for_erasure
from workers.models import ErasureRequest, IncomeMonth

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def worker(client: Client, nichinan) -> Client:
    with_fresh_password(client, nichinan.worker_user)
    return client


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def look(nichinan, **about) -> AccessRecord:
    words = {"user": nichinan.director, "municipality": nichinan.municipality, "subject_worker": nichinan.worker.pk}
    return record_access(Action.LOOKED, nichinan.enrollment, **words | about)


def test_the_copy_is_a_zip_with_a_plain_name_and_is_written_down(worker, nichinan):
    answer = worker.get("/me/data/export/")
    assert answer["Content-Disposition"] == 'attachment; filename="hidane-my-data-20261122.zip"'
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("application/zip", True)
    names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert {"readme.txt", "all.json"} < set(names)
    record = AccessRecord.objects.get()
    assert (record.action, record.detail, record.subject_worker) == ("exported", "own data", nichinan.worker.pk)


def test_the_copy_asks_for_the_password_again(client, nichinan):
    with_old_password(client, nichinan.worker_user)
    answer = client.get("/me/data/export/")
    assert (answer.status_code, "reauthenticate" in answer.url) == (302, True)
    assert AccessRecord.objects.count() == 0


def test_nothing_goes_out_when_the_record_cannot_be_written(worker, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("no record")

    monkeypatch.setattr("workers.views.my_data.record_access", broken)
    with pytest.raises(RuntimeError):
        worker.get("/me/data/export/")


def test_who_has_left_still_gets_the_copy(worker, nichinan):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = nichinan.enrollment.joined_on, "other"
    nichinan.enrollment.save()
    answer = worker.get("/me/data/export/")
    assert (answer.status_code, len(b"".join(answer.streaming_content)) > 1000) == (200, True)


def test_asking_twice_makes_one_request_and_it_can_be_taken_back(worker, nichinan):
    once = new_token()
    assert worker.post("/me/data/erasure/", {"once": once}).url == "/me/data/"
    assert worker.post("/me/data/erasure/", {"once": once}).url == "/me/data/"
    assert ErasureRequest.objects.open().count() == 1
    assert "2026年11月22日" in page(worker, "/me/data/")
    assert worker.get("/me/data/erasure/").url == "/me/data/"
    answer = worker.post("/me/data/erasure/", {"once": new_token()})
    assert (answer.status_code, "もう申し出ています。" in answer.content.decode()) == (409, True)
    for _twice in range(2):
        assert worker.post("/me/data/erasure/withdraw/").url == "/me/data/"
    assert ErasureRequest.objects.open().count() == 0
    assert list(AccessRecord.objects.order_by("pk").values_list("detail", flat=True)) == [
        "erasure asked",
        "erasure withdrawn",
    ]
    assert worker.post("/me/data/erasure/", {"once": new_token()}).status_code == 302


def test_a_form_without_its_token_says_so_and_asks_nothing(worker):
    answer = worker.post("/me/data/erasure/", {})
    assert (answer.status_code, ErasureRequest.objects.count()) == (422, 0)


def test_looks_are_told_with_when_who_and_what_and_no_number(worker, nichinan):
    number = look(nichinan, detail="2026-10").pk
    look(nichinan, detail="contact 4711 logged")
    html = page(worker, "/me/looks/")
    for word in ("2026年11月22日", "黒木 沙織", "クラウドディレクター", "閲覧", "2026/10", "支援の記録を書きました"):
        assert word in html
    assert [word for word in ("4711", f"No.{number}", "subject_worker") if word in html] == []


def test_a_returned_pay_and_an_opened_page_are_told_in_plain_words(worker, nichinan):
    look(nichinan, detail="2026-10")
    look(nichinan, detail="earning 4711 returned")
    html = page(worker, "/me/looks/")
    assert "閲覧：ワーカーのページ・収入の記録を理由をつけて差し戻しました" in html
    assert ("閲覧：ワーカーのページ・2026/10" in html, "在籍" in html, "4711" in html) == (True, False, False)


def test_own_doing_stands_apart_and_other_people_are_not_there(worker, nichinan, komagane):
    list(worker.get("/me/data/export/").streaming_content)
    stranger = make_enrollment(nichinan.cohort)
    look(nichinan, subject_worker=stranger.worker_id, user=nichinan.official)
    look(komagane)
    assert ("押川 健一" in page(worker, "/me/looks/"), "本人のデータ一式" in page(worker, "/me/looks/")) == (
        False,
        False,
    )
    assert "本人のデータ一式" in page(worker, "/me/looks/?by=me")


def test_a_list_of_the_cohort_taken_away_is_told_from_the_day_of_joining(worker, nichinan):
    about = {"user": nichinan.official, "municipality": nichinan.municipality}
    record_access(Action.EXPORTED, IncomeMonth, detail=f"cohort {nichinan.cohort.pk} people", **about)
    assert "出力：収入の月・期の全員の一覧" in page(worker, "/me/looks/")
    nichinan.enrollment.joined_on = dt.date(2026, 11, 23)
    nichinan.enrollment.save()
    assert "出力：収入の月・期の全員の一覧" not in page(worker, "/me/looks/")


def test_a_signed_off_month_taken_away_is_told_from_the_month_of_joining(worker, nichinan):
    closing = close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    record_access(
        Action.EXPORTED, closing, user=nichinan.official, municipality=nichinan.municipality, detail="version 1"
    )
    assert "押川 健一" in page(worker, "/me/looks/")
    nichinan.enrollment.joined_on = dt.date(2026, 11, 2)
    nichinan.enrollment.save()
    assert "押川 健一" not in page(worker, "/me/looks/")


def test_a_role_is_the_one_of_that_day(worker, nichinan):
    look(nichinan)
    look(nichinan, user=make_user("前任者"))
    nichinan.director.memberships.update(left_on="2026-11-23")
    html = page(worker, "/me/looks/")
    assert ("クラウドディレクター" in html, "いまは担当なし" in html) == (True, True)


@pytest.mark.parametrize("count", [1, 3, 300])
def test_looks_cost_the_same_however_many_there_are(count, worker, nichinan, django_assert_num_queries):
    for _n in range(count):
        look(nichinan)
    worker.get("/me/looks/")
    with django_assert_num_queries(11):
        html = page(worker, "/me/looks/")
    assert html.count("黒木 沙織") == min(count, 50)


def test_my_data_is_found_on_the_page_about_me(worker, nichinan, django_assert_num_queries):
    assert 'href="/me/data/"' in page(worker, "/me/")
    ask_for_erasure(worker=nichinan.worker, by=nichinan.worker_user)
    with django_assert_num_queries(4):
        page(worker, "/me/data/")
