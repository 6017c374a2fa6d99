"""What the doors say where something is missing: no mail, no name in the address, no button pressed, too much sent."""

import pytest
from django.urls import reverse

from tests.doors import prove

PASSKEY = 'id="passkey_login"'


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_no_passkey_is_offered_where_browsers_know_none(client, nichinan, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    page = client.get("/accounts/login/", headers={"host": host}).content.decode()
    assert PASSKEY not in page
    assert "http://localhost で開いてください" in page
    client.force_login(nichinan.director)
    mine = prove(client).get("/accounts/2fa/", headers={"host": host}).content.decode()
    assert reverse("mfa_add_webauthn") not in mine
    assert "http://localhost で開いてください" in mine


@pytest.mark.parametrize("host", ["localhost:8000", "hidane.example.jp", "127.0.0.1.example.jp"])
def test_under_a_name_it_is(client, db, settings, host):
    settings.ALLOWED_HOSTS = ["*"]
    page = client.get("/accounts/login/", headers={"host": host}).content.decode()
    assert PASSKEY in page
    assert "http://localhost で" not in page


def test_without_mail_a_forgotten_password_leads_to_the_town(client, db, settings):
    assert 'name="email"' in client.get("/accounts/password/reset/").content.decode()
    settings.MAIL_WORKS = False
    for path in ("/accounts/password/reset/", "/accounts/password/reset/done/"):
        page = client.get(path).content.decode()
        assert "このシステムからはメールを送れません。" in page
        assert 'name="email"' not in page


def test_no_page_says_that_a_letter_was_sent_when_none_was(client, db):
    page = client.get("/accounts/confirm-email/").content.decode()
    assert "確認は必要ありません" in page
    assert "送信しました" not in page


def test_the_key_of_an_authenticator_app_can_be_broken_into_lines(client, nichinan):
    client.force_login(nichinan.director)
    answer = prove(client).get(reverse("mfa_activate_totp"))
    secret = answer.context["form"].secret
    assert f'<code class="secret">{secret[:4]} {secret[4:8]} ' in answer.content.decode()


def test_an_address_for_buttons_answers_in_words(client, nichinan):
    client.force_login(nichinan.worker_user)
    answer = client.get(reverse("workers:enrollment_choose"))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "ボタンから開くページです" in answer.content.decode()
    assert 'href="/"' in answer.content.decode()


def test_too_much_at_once_is_not_called_a_wrong_address(client, nichinan):
    client.force_login(nichinan.worker_user)
    answer = client.post("/earnings/add/", {"title": "あ" * 2_000_000})
    assert answer.status_code == 413
    assert "送られた内容が長すぎます" in answer.content.decode()
    assert "アドレスを読み取れませんでした" not in answer.content.decode()
