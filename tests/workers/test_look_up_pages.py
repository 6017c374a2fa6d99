"""An applicant's own page: opened by number and secret, closed by time or by hand, and the way to withdraw."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from tests.make_programme import make_application, make_call
from workers.domain.application_numbers import hash_of
from workers.domain.applications import move, renew_secret
from workers.models import Application

SECRET = "3K7D-MNPQ"


@pytest.fixture(autouse=True)
def application(nichinan) -> Application:
    cache.clear()
    reference = "1234567"
    call = make_call(nichinan.cohort)
    return make_application(call, reference=reference, secret_hash=hash_of(reference, SECRET), family_name="濵田")


def look_up(client, reference: str = "123-4567", secret: str = SECRET):
    return client.post("/applications/", {"reference": reference, "secret": secret})


def mine(client) -> str:
    return client.get("/applications/mine/").content.decode()


def once(client) -> str:
    return client.get("/applications/mine/withdraw/").context["form"]["once"].value()


def test_number_and_secret_open_the_page(client):
    assert look_up(client).url == "/applications/mine/"
    assert "応募を受け付けました" in mine(client)


@pytest.mark.parametrize("typed", [("１２３ー４５６７", "３ｋ７ｄ‐ｍｎｐｑ"), (" 123 4567", "3k7dmnpq")])
def test_any_width_and_hyphen_will_do(client, typed):
    assert look_up(client, *typed).url == "/applications/mine/"


def test_a_wrong_secret_and_a_number_that_is_not_there_look_the_same(client):
    pages = [look_up(client, reference, "3333-3333") for reference in ("1234567", "7654321")]
    assert [page.status_code for page in pages] == [404, 404]
    assert pages[0].context["form"].errors == pages[1].context["form"].errors
    assert client.get("/applications/mine/").url == "/applications/"


def test_guessing_at_one_number_ends_soon_whether_it_exists_or_not(client, monkeypatch):
    monkeypatch.setattr("workers.views.applications_mine.BY_NUMBER", {"limit": 3, "seconds": 3600})
    for reference in ("1234567", "7654321"):
        tries = [look_up(client, reference, f"3333-333{sign}").status_code for sign in "34793"]
        assert tries == [404, 404, 404, 429, 429]
    assert look_up(client).status_code == 429


def test_guessing_from_one_connection_ends_soon(client, monkeypatch):
    monkeypatch.setattr("workers.views.applications_mine.BY_CONNECTION", {"limit": 3, "seconds": 600})
    assert [look_up(client).status_code for _n in range(5)] == [302] * 5
    assert [look_up(client, f"765432{n}").status_code for n in range(4)] == [404, 404, 404, 429]


def test_the_page_closes_by_itself_and_by_hand(client):
    look_up(client)
    client.post("/applications/mine/close/")
    assert client.get("/applications/mine/").url == "/applications/"
    look_up(client)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31)):
        assert client.get("/applications/mine/").url == "/applications/"
        assert client.get("/applications/mine/withdraw/").url == "/applications/"
        assert client.post("/applications/mine/withdraw/", {"reason": "other", "once": "x"}).url == "/applications/"
    assert Application.objects.get().state == "applied"


def test_a_new_secret_closes_it_everywhere(client, application):
    look_up(client)
    renew_secret(application=application)
    assert client.get("/applications/mine/").url == "/applications/"


def test_the_session_is_a_new_one_after_looking_up(client):
    client.get("/applications/mine/")
    before = client.session.session_key
    look_up(client)
    assert client.session.session_key != before


def test_interview_day_and_place_are_shown_while_they_matter(client, application, nichinan):
    Application.objects.update(
        interview_at=dt.datetime(2026, 12, 1, 1, 30, tzinfo=dt.UTC), interview_place="市役所 2階"
    )
    look_up(client)
    assert "市役所 2階" not in mine(client)
    move(application=application, state="interview", by=nichinan.official, note="内緒")
    page = mine(client)
    assert ("2026年12月1日（火） 10:30" in page, "市役所 2階" in page) == (True, True)
    assert ("内緒" in page, "押川" in page) == (False, False)


def test_the_place_on_the_waiting_list_is_shown(client, application, nichinan):
    move(application=make_application(application.call), state="waiting", by=nichinan.official)
    move(application=application, state="waiting", by=nichinan.official)
    look_up(client)
    assert "2番目" in mine(client)


def test_withdrawing_with_a_reason(client, application):
    look_up(client)
    form = {"once": once(client), "reason": "found_work"}
    answers = [client.post("/applications/mine/withdraw/", form) for _n in range(2)]
    assert [answer.url for answer in answers] == ["/applications/mine/"] * 2
    application.refresh_from_db()
    step = application.steps.get()
    assert (application.state, step.by, step.reason) == ("withdrawn", None, "found_work")
    assert "応募を辞退されました" in mine(client)
    assert client.get("/applications/mine/withdraw/").url == "/applications/mine/"


def test_a_reason_of_the_town_is_no_reason_to_withdraw(client, application):
    look_up(client)
    answer = client.post("/applications/mine/withdraw/", {"once": once(client), "reason": "seats"})
    assert answer.context["form"].errors == {"reason": ["理由を選んでください。"]}


def test_who_was_declined_meanwhile_is_told_so(client, application, nichinan):
    look_up(client)
    form = {"once": once(client), "reason": "other"}
    move(application=application, state="declined", by=nichinan.official, reason="hours")
    page = client.post("/applications/mine/withdraw/", form).content.decode()
    assert "この応募はすでに「見送り」なので、できません。" in page
    page = mine(client)
    assert ("今回の募集では、もう少し長い時間が必要でした。" in page, "応募を辞退する" in page) == (True, False)


def test_one_carried_over_is_shown_and_withdrawn_as_it_is_now(client, application, nichinan):
    later = make_application(application.call, carried_from=application, state="waiting", waiting_rank=1)
    look_up(client)
    page = mine(client)
    assert ("1番目" in page, "新しい募集に引き継がれました" in page, "123-4567" in page) == (True, True, True)
    client.post("/applications/mine/withdraw/", {"once": once(client), "reason": "other"})
    later.refresh_from_db()
    application.refresh_from_db()
    assert (later.state, application.state) == ("withdrawn", "applied")


@pytest.mark.parametrize("steps", [1, 3, 30])
def test_the_page_asks_as_often_for_a_long_way_as_for_a_short_one(
    client, application, nichinan, steps, django_assert_num_queries
):
    for n in range(steps):
        state = ("screening", "interview")[n % 2]
        move(application=application, state=state, by=nichinan.official)
    look_up(client)
    with django_assert_num_queries(4):
        client.get("/applications/mine/")
