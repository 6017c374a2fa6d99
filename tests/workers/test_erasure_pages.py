"""The town's side: who asked, the dry run, and the words typed before it is done."""

import pytest
from django.db import connection
from django.test import Client

from programs.domain.once import new_token
from programs.models import AccessRecord
from tests.make import make_enrollment, make_worker
from tests.signing_in import with_fresh_password, with_old_password
from tests.workers.lived import leave, live
from workers.domain.erasure import ask_for_erasure, withdraw_erasure
from workers.models import ErasureRequest, Worker

pytestmark = pytest.mark.django_db
LIST = "/p/nichinan/erasures/"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def official(client: Client, nichinan) -> Client:
    with_fresh_password(client, nichinan.official)
    return client


def asked(lived) -> str:
    return f"{LIST}{ask_for_erasure(worker=lived.worker, by=lived.user).pk}/"


def sent(typed: str = "匿名にする") -> dict[str, str]:
    return {"once": new_token(), "typed": typed}


def test_the_dry_run_says_what_goes_what_stays_and_changes_nothing(official, nichinan):
    lived = live(nichinan)
    html = official.get(asked(lived)).content.decode()
    for word in ("針山 探子さんを匿名にする", "中身を消すもの", "そのまま残るもの", "証拠書類", "スキルの自己評価"):
        assert word in html
    assert "先に済ませること" not in html
    assert Worker.objects.get(pk=lived.worker.pk).family_name == "針山"
    assert AccessRecord.objects.latest("pk").detail == "erasure"


def test_what_stands_in_the_way_is_named_and_the_button_is_not_there(official, nichinan):
    lived = live(nichinan, over=False)
    url = asked(lived)
    html = official.get(url).content.decode()
    assert ("第1期への参加がまだ終わっていません。" in html, "匿名にする（戻せません）" in html) == (True, False)
    answer = official.post(url, sent())
    assert (answer.status_code, Worker.objects.filter(family_name="匿名").count()) == (422, 0)
    lived.enrollment.left_on, lived.enrollment.leaving_reason = "2026-11-01", "other"
    lived.enrollment.save()
    html = official.get(url).content.decode()
    assert "第1期：2026年1月、2026年2月" in html
    assert "2026年10月の回答がまだありません。" in html


def test_the_words_must_be_typed(official, nichinan):
    url = asked(live(nichinan))
    for typed, sentence in (("", "欄の上の言葉を入れてください。"), ("はい", "欄の上の言葉とちがいます。")):
        answer = official.post(url, sent(typed))
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Worker.objects.filter(family_name="匿名").count() == 0


def test_it_is_done_once_however_often_it_is_sent(official, nichinan):
    url, form = asked(live(nichinan)), sent("「匿名にする」")
    for _twice in range(2):
        answer = official.post(url, form)
        assert (answer.status_code, answer.url) == (302, LIST)
    assert official.post(url, sent()).url == LIST
    assert official.get(url).url == LIST
    done = ErasureRequest.objects.get()
    assert done.done_by == nichinan.official
    assert list(AccessRecord.objects.filter(detail="erased").values_list("user", flat=True)) == [nichinan.official.pk]
    assert "匿名" not in official.get(LIST).content.decode().replace("匿名にしました", "")


def test_it_asks_for_the_password_again(client, nichinan):
    url = asked(live(nichinan))
    with_old_password(client, nichinan.official)
    answer = client.post(url, sent())
    assert (answer.status_code, "reauthenticate" in answer.url) == (302, True)
    assert Worker.objects.filter(family_name="匿名").count() == 0


def test_a_request_taken_back_is_not_done(official, nichinan):
    lived = live(nichinan)
    url = asked(lived)
    withdraw_erasure(worker=lived.worker, by=lived.user)
    assert official.post(url, sent()).status_code in (302, 422)
    assert Worker.objects.filter(family_name="匿名").count() == 0


def test_a_request_of_another_town_is_not_there(official, komagane):
    theirs = ask_for_erasure(worker=komagane.worker, by=komagane.worker_user)
    assert official.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert "𠮷田" not in official.get(LIST).content.decode()


def test_a_request_under_a_row_that_was_joined_is_found_under_the_one_that_stayed(official, nichinan):
    dropped = make_worker(nichinan.municipality, family_name="旧姓")
    ask_for_erasure(worker=dropped, by=nichinan.official)
    Worker.objects.filter(pk=dropped.pk).update(merged_into=nichinan.worker)
    html = official.get(LIST).content.decode()
    assert ("﨑田 恭" in html, "旧姓" in html) == (True, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(count, official, nichinan, django_assert_num_queries):
    for _n in range(count):
        ask_for_erasure(worker=make_enrollment(nichinan.cohort).worker, by=nichinan.official)
    official.get(LIST)
    with django_assert_num_queries(13 + (connection.vendor == "postgresql")):  # the record's lock
        html = official.get(LIST).content.decode()
    assert html.count("どうなるかを見る") == count


def test_leave_makes_it_possible(official, nichinan):
    lived = live(nichinan, over=False)
    url = asked(lived)
    leave(lived)
    assert official.post(url, sent()).url == LIST
    assert Worker.objects.filter(family_name="匿名").count() == 1
