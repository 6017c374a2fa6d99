"""A participant's own messages in the browser: writing, reading, once, and nobody else's."""

import re

import pytest
from django.core.cache import cache

from programs.models import OutgoingMail
from tests.make import make_cohort, make_enrollment, make_user, make_worker
from workers.domain.matters import open_matter, settle, write_message
from workers.models import Matter, Message, ReadMark

MY_NUMBER = "123456789018"


@pytest.fixture
def matter(nichinan) -> Matter:
    return open_matter(
        enrollment=nichinan.enrollment, subject="振込について", body="いつ届きますか。", by=nichinan.worker_user
    )


def once_of(client, address: str) -> str:
    return re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())[1]


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def say(client, address: str, body: str, **fields):
    return client.post(address, {"once": once_of(client, address), "body": body} | fields)


def test_a_new_matter_is_written_and_shown(worker, nichinan):
    response = say(worker, "/messages/add/", "いつ届きますか。", subject="振込について")
    matter = Matter.objects.get()
    assert response["Location"] == f"/messages/{matter.pk}/"
    assert (matter.subject, matter.enrollment, matter.opened_by) == (
        "振込について",
        nichinan.enrollment,
        nichinan.worker_user,
    )
    assert "いつ届きますか。" in text_of(worker.get(f"/messages/{matter.pk}/"))


def test_the_list_says_who_wrote_last_and_what_is_unread(worker, matter, nichinan):
    assert "﨑田 恭・きょう" in text_of(worker.get("/messages/"))
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    assert "未読 振込について 黒木 沙織・きょう 25日です。" in text_of(worker.get("/messages/"))


def test_opening_a_matter_reads_it(worker, matter, nichinan):
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    html = worker.get(f"/messages/{matter.pk}/").content.decode()
    assert html.count("ここから新しいメッセージ") == 1
    assert "未読" not in text_of(worker.get("/messages/"))
    assert "ここから新しいメッセージ" not in text_of(worker.get(f"/messages/{matter.pk}/"))


def test_looking_at_a_head_only_reads_nothing(worker, matter, nichinan):
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    worker.head(f"/messages/{matter.pk}/")
    assert ReadMark.objects.count() == 0


def test_the_own_side_is_marked_as_read_with_its_day(worker, matter, nichinan, client):
    assert "既読" not in text_of(worker.get(f"/messages/{matter.pk}/"))
    client.force_login(nichinan.director)
    client.get(f"/p/nichinan/matters/{matter.pk}/")
    client.force_login(nichinan.worker_user)
    assert "既読 きょう" in text_of(worker.get(f"/messages/{matter.pk}/"))


def test_a_double_tap_sends_once(worker, matter):
    address = f"/messages/{matter.pk}/"
    form = {"once": once_of(worker, address), "body": "急ぎではありません。"}
    answers = [worker.post(address, form) for _twice in range(2)]
    assert [answer["Location"] for answer in answers] == [f"{address}#newest"] * 2
    assert Message.objects.filter(body="急ぎではありません。").count() == 1


def test_other_words_with_a_used_token_are_kept_and_asked_for_again(worker, matter):
    address = f"/messages/{matter.pk}/"
    form = {"once": once_of(worker, address), "body": "急ぎではありません。"}
    worker.post(address, form)
    response = worker.post(address, form | {"body": "やはり急ぎます。"})
    html = response.content.decode()
    assert (response.status_code, "やはり急ぎます。</textarea>" in html, form["once"] in html) == (409, True, False)
    assert "別の言葉ですでに送られています" in html


def test_what_the_other_side_wrote_meanwhile_appears_with_the_answer(worker, matter, nichinan):
    address = f"/messages/{matter.pk}/"
    token = once_of(worker, address)
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    refused = worker.post(address, {"once": token, "body": "あ" * 2001})
    assert (
        refused.status_code,
        "25日です。" in text_of(refused),
        f"{'あ' * 2001}</textarea>" in refused.content.decode(),
    ) == (
        422,
        True,
        True,
    )
    part = worker.post(address, {"once": token, "body": "わかりました。"}, headers={"HX-Request": "true"})
    bodies = re.findall(r'class="bubble-text">([^<]+)', part.content.decode())
    assert bodies == ["いつ届きますか。", "25日です。", "わかりました。"]


def test_the_part_is_found_in_the_page_loaded_afresh(worker, matter):
    address = f"/messages/{matter.pk}/"
    thread = worker.get(f"{address}?part=thread", headers={"HX-Request": "true"}).content.decode().strip()
    assert thread.startswith('<div id="matter-thread"')
    assert thread in worker.get(address).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "メッセージを書いてください。"),
        ({"body": f"番号は{MY_NUMBER}です"}, "マイナンバー"),
        ({"subject": ""}, "何についてか、短く書いてください。"),
        ({"subject": f"番号 {MY_NUMBER}"}, "マイナンバー"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(worker, fields, sentence):
    typed = {"subject": "振込について", "body": "いつ届きますか。"} | fields
    response = say(worker, "/messages/add/", typed["body"], subject=typed["subject"])
    html = response.content.decode()
    assert (response.status_code, Matter.objects.count()) == (422, 0)
    said = re.search(rf'id="id_{next(iter(fields))}_error"[^>]*>(.*?)</div>', html, re.DOTALL)[1]
    assert sentence in said
    assert [value in html for value in typed.values()] == [True, True]


def test_text_is_shown_as_text_and_addresses_can_be_pressed(worker, matter, nichinan):
    body = "<script>alert(1)</script>\nhttps://example.jp/a?b=1&c=2をご覧ください。javascript:alert(1)"
    write_message(matter=matter, body=body, by=nichinan.director)
    html = worker.get(f"/messages/{matter.pk}/").content.decode()
    assert "<script>alert" not in html
    assert (
        '<a href="https://example.jp/a?b=1&amp;c=2" rel="noopener noreferrer nofollow">'
        "https://example.jp/a?b=1&amp;c=2</a>をご覧ください。javascript:alert(1)" in html
    )


def test_settled_by_oneself_and_opened_again_by_writing(worker, matter):
    worker.post(f"/messages/{matter.pk}/settle/", {"verb": "settle"})
    assert "解決済み" in text_of(worker.get(f"/messages/{matter.pk}/"))
    say(worker, f"/messages/{matter.pk}/", "もう一つだけ。")
    matter.refresh_from_db()
    assert matter.settled_at is None
    settle(matter=matter, by=matter.opened_by)
    worker.post(f"/messages/{matter.pk}/settle/", {"verb": "reopen"})
    matter.refresh_from_db()
    assert matter.settled_at is None


def test_nobody_reads_or_answers_anothers_matter(worker, komagane, nichinan):
    other = open_matter(
        enrollment=komagane.enrollment, subject="駒ヶ根の相談", body="秘密です。", by=komagane.worker_user
    )
    own_town = open_matter(
        enrollment=make_enrollment(nichinan.cohort, worker=_with_account(nichinan)),
        subject="別の人の相談",
        body="秘密です。",
        by=nichinan.director,
    )
    for one in (other, own_town):
        for address in (f"/messages/{one.pk}/", f"/messages/{one.pk}/settle/"):
            assert [worker.get(address).status_code, worker.post(address, {"body": "x"}).status_code] in (
                [404, 404],
                [405, 404],
            )
    assert "相談" not in text_of(worker.get("/messages/")).replace("相談中", "")


def _with_account(town):
    return make_worker(town.municipality, user=make_user("日髙 美咲"))


def test_after_a_stay_old_matters_are_read_and_the_next_cohort_is_written_to(worker, matter, nichinan):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = "2026-06-01", "completed"
    nichinan.enrollment.save()
    page = text_of(worker.get(f"/messages/{matter.pk}/"))
    assert ("いつ届きますか。" in page, "2026年8月30日まででした" in page, "送る" in page) == (True, True, False)
    nxt = make_enrollment(make_cohort(nichinan.program, starts_on="2026-06-01"), worker=nichinan.worker)
    say(worker, "/messages/add/", "次の期でもお願いします。", subject="あいさつ")
    assert Matter.objects.latest("pk").enrollment == nxt


def test_a_flood_is_stopped_with_what_was_typed_kept(worker, matter):
    cache.clear()
    address = f"/messages/{matter.pk}/"
    for number in range(60):
        assert worker.post(address, {"once": f"token-{number:020}", "body": f"{number}"}).status_code == 302
    response = worker.post(address, {"once": "token-last-and-long", "body": "まだあります。"})
    html = response.content.decode()
    assert (response.status_code, "まだあります。</textarea>" in html, "少し待ってから" in html) == (429, True, True)
    assert Message.objects.count() == 61


def test_a_mail_tells_that_there_is_a_message_and_nothing_of_it(worker, nichinan):
    say(worker, "/messages/add/", "体調のことです。", subject="休みたい")
    mail = OutgoingMail.objects.get()
    assert (mail.recipient, mail.municipality) == (nichinan.director.email, nichinan.municipality)
    assert [word in f"{mail.subject}{mail.body}" for word in ("体調", "休みたい", "﨑田")] == [False] * 3
    assert f"/p/nichinan/matters/{Matter.objects.get().pk}/" in mail.body


def test_one_matter_brings_one_mail_an_hour(worker, matter):
    for body in ("一つ目。", "二つ目。"):
        say(worker, f"/messages/{matter.pk}/", body)
    assert OutgoingMail.objects.count() == 1


def test_without_mail_nothing_is_queued(worker, matter, settings):
    settings.MAIL_WORKS = False
    assert say(worker, f"/messages/{matter.pk}/", "届いていますか。").status_code == 302
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3, 49])
def test_the_list_asks_the_database_as_often_with_many(worker, nichinan, count, django_assert_num_queries):
    for number in range(count):
        one = open_matter(enrollment=nichinan.enrollment, subject=f"{number}", body="本文", by=nichinan.worker_user)
        write_message(matter=one, body="返事", by=nichinan.director)
    with django_assert_num_queries(6):  # session, person, enrollment, count, matters, last messages
        worker.get("/messages/")


@pytest.mark.parametrize("count", [1, 3])
def test_a_conversation_asks_the_database_as_often_with_many(
    worker, matter, nichinan, count, django_assert_num_queries
):
    for _number in range(count):
        write_message(matter=matter, body="返事", by=nichinan.director)
    worker.get(f"/messages/{matter.pk}/")
    with django_assert_num_queries(8):
        worker.get(f"/messages/{matter.pk}/")
