"""The slip's pages: by QR code and by short code, into a new account or the one signed in with."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user

from programs.domain.invitations import make_invitation, withdraw
from programs.models import AccessRecord, FormToken, Invitation, User
from tests.make import make_enrollment, make_user, make_worker
from workers.domain.registration import invite_workers

PASSWORD = "みかん りんご ぶどう すいか"
USELESS = "この招待は使えません"


@pytest.fixture
def sakura(nichinan):
    worker = make_worker(nichinan.municipality, family_name="髙橋", given_name="さくら")
    make_enrollment(nichinan.cohort, worker=worker)
    return worker


@pytest.fixture
def slip(sakura, nichinan):
    return invite_workers(workers=[sakura], cohort=nichinan.cohort, by=nichinan.official)[0]


def account_form(client, **changes) -> dict[str, str]:
    once = client.get("/i/accept/").context["form"]["once"].value()
    return {"email": "sakura@example.jp", "password": PASSWORD, "password_again": PASSWORD, "once": once} | changes


def test_the_qr_code_leads_to_the_form_with_the_name(client, slip):
    answer = client.get(f"/i/{slip.token}/", follow=True)
    assert answer.redirect_chain == [("/i/accept/", 302)]
    assert "髙橋 さくら" in answer.content.decode()
    assert slip.token not in answer.content.decode()


def test_the_short_code_leads_there_too(client, slip):
    answer = client.post("/i/", {"code": slip.code.lower().replace("-", " ")})
    assert answer.url == "/i/accept/"


def test_registering_signs_in_and_links_the_participant(client, slip, sakura):
    client.get(f"/i/{slip.token}/")
    answer = client.post("/i/accept/", account_form(client))
    sakura.refresh_from_db()
    assert answer.url == "/"
    assert get_user(client) == sakura.user
    assert client.get("/me/").status_code == 200
    assert AccessRecord.objects.filter(action="signed_in", user=sakura.user).count() == 1


def test_a_used_slip_looks_like_a_wrong_one(client, slip, sakura):
    client.get(f"/i/{slip.token}/")
    client.post("/i/accept/", account_form(client))
    client.logout()
    used, wrong = client.get(f"/i/{slip.token}/"), client.get("/i/nonsense/")
    assert (used.status_code, wrong.status_code) == (404, 404)
    assert USELESS in used.content.decode()
    assert USELESS in wrong.content.decode()


@pytest.mark.parametrize("how", ["withdrawn", "expired", "wrong"])
def test_codes_that_do_not_work_get_one_answer(client, slip, nichinan, how):
    code = "AAAA-AAAA" if how == "wrong" else slip.code
    if how == "withdrawn":
        withdraw(slip.invitation, by=nichinan.official)
    later = dt.datetime(2026, 12, 23, tzinfo=dt.UTC) if how == "expired" else dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    with time_machine.travel(later):
        answer = client.post("/i/", {"code": code})
    assert answer.status_code == 404
    assert USELESS in answer.content.decode()
    assert "髙橋" not in answer.content.decode()


def test_a_slip_withdrawn_while_the_form_is_open_makes_nobody(client, slip, nichinan):
    client.get(f"/i/{slip.token}/")
    form = account_form(client)
    withdraw(slip.invitation, by=nichinan.official)
    answer = client.post("/i/accept/", form, follow=True)
    assert USELESS in answer.content.decode()
    assert not User.objects.filter(email="sakura@example.jp").exists()


def test_guessing_is_limited_and_the_right_code_waits_too(client, slip):
    for _n in range(60):
        assert client.post("/i/", {"code": "AAAA-AAAA"}).status_code == 404
    assert client.post("/i/", {"code": "AAAA-AAAA"}).status_code == 429
    assert client.post("/i/", {"code": slip.code}).status_code == 429
    assert client.get(f"/i/{slip.token}/").status_code == 429


def test_right_codes_do_not_use_the_limit_up(client, slip):
    for _n in range(65):
        assert client.get(f"/i/{slip.token}/").status_code == 302


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"password": "short", "password_again": "short"}, "password", "15文字以上"),
        ({"password_again": "another one altogether"}, "password_again", "同じ"),
        ({"email": "no address"}, "email", "メールアドレス"),
        (
            {"password": "日南市日南市日南市日南市日南市", "password_again": "日南市日南市日南市日南市日南市"},
            "password",
            "名前",
        ),
    ],
)
def test_a_mistake_gets_one_sentence_beside_its_field(client, slip, changes, field, sentence):
    client.get(f"/i/{slip.token}/")
    answer = client.post("/i/accept/", account_form(client, **changes))
    assert answer.status_code == 200
    assert len(answer.context["form"].errors[field]) == 1
    assert sentence in answer.context["form"].errors[field][0]
    assert Invitation.objects.get().accepted_at is None


def test_sending_twice_registers_once(client, slip):
    client.get(f"/i/{slip.token}/")
    form = account_form(client)
    first = client.post("/i/accept/", form)
    client.logout()
    again = client.post("/i/accept/", form)
    assert (first.url, again.url) == ("/", "/")
    assert User.objects.filter(email="sakura@example.jp").count() == 1
    assert FormToken.objects.count() == 1


def test_a_form_without_its_token_registers_nobody(client, slip):
    client.get(f"/i/{slip.token}/")
    assert client.post("/i/accept/", account_form(client, once="")).status_code == 200
    assert not User.objects.filter(email="sakura@example.jp").exists()


def test_an_address_in_use_is_told_to_the_holder_of_a_slip_five_times_an_hour(client, slip, nichinan):
    client.get(f"/i/{slip.token}/")
    answers = [client.post("/i/accept/", account_form(client, email=nichinan.director.email)) for _n in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "先にログインしてください" in answers[0].content.decode()


def test_without_a_slip_there_is_no_form(client, db):
    answer = client.get("/i/accept/")
    assert (answer.status_code, answer.url) == (302, "/i/")


def test_an_account_one_has_already_is_linked_after_signing_in(client, slip, sakura):
    person = make_user("髙橋 さくら", email="old@example.jp", password=PASSWORD)
    client.get(f"/i/{slip.token}/")
    answer = client.post(
        "/accounts/login/", {"login": person.email, "password": PASSWORD, "next": "/i/accept/"}, follow=True
    )
    assert "old@example.jp" in answer.content.decode()
    done = client.post("/i/accept/", {"once": answer.context["once"]})
    sakura.refresh_from_db()
    assert (done.url, sakura.user) == ("/", person)


def test_tapping_twice_with_an_account_links_once(client, slip, sakura):
    person = make_user()
    client.force_login(person)
    client.get(f"/i/{slip.token}/")
    once = client.get("/i/accept/").context["once"]
    answers = [client.post("/i/accept/", {"once": once}) for _n in range(2)]
    assert [answer.url for answer in answers] == ["/", "/"]


def test_another_participants_account_is_refused_and_keeps_its_own(client, slip, nichinan):
    client.force_login(nichinan.worker_user)
    client.get(f"/i/{slip.token}/")
    once = client.get("/i/accept/").context["once"]
    answer = client.post("/i/accept/", {"once": once}, follow=True)
    assert "すでに" in answer.content.decode()
    nichinan.worker.refresh_from_db()
    assert nichinan.worker.user == nichinan.worker_user


def test_a_director_comes_in_with_a_slip(client, nichinan):
    slip = make_invitation(invitee="新任 次郎", role="director", place=nichinan.program, by=nichinan.official)
    client.get(f"/i/{slip.token}/")
    client.post("/i/accept/", account_form(client, email="jiro@example.jp"))
    user = User.objects.get(email="jiro@example.jp")
    assert user.is_director
    assert get_user(client) == user


def test_staff_may_choose_eight_characters_where_the_second_factor_is_asked(client, nichinan, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    slip = make_invitation(invitee="新任 次郎", role="director", place=nichinan.program, by=nichinan.official)
    client.get(f"/i/{slip.token}/")
    answer = client.post(
        "/i/accept/", account_form(client, email="jiro@example.jp", password="m8kq-w2zt", password_again="m8kq-w2zt")
    )
    assert answer.url == "/"
    assert client.get("/p/nichinan/invitations/").url == "/accounts/2fa/"


def test_a_slip_in_the_address_is_not_logged(client, slip, caplog):
    with caplog.at_level("INFO"):
        client.get(f"/i/{slip.token}/")
    assert caplog.messages
    assert slip.token not in caplog.text
