"""The second factor, where it is required: an authenticator app, or a passkey, and the way back in with it."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visitor
from tests.make import make_municipality, make_official

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

PASSWORD = "hinata-no-michi-42"
EMAIL = "kenichi@example.jp"


@pytest.fixture
def official(visitor, settings) -> Iterator[Visitor]:
    """Just signed in with the password, where a second factor is required."""
    settings.SECOND_FACTOR_REQUIRED = True
    make_official(make_municipality(), email=EMAIL, password=PASSWORD)
    one = visitor()
    sign_in(one.go("/admin/"))
    return one


def sign_in(page: Page) -> None:
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="ログイン", exact=True).click()


def _secret_on(page) -> str:
    """The key as one types it into an app: shown in groups of four."""
    return page.locator("code.secret").inner_text().replace(" ", "")


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_without_one_there_is_no_way_but_to_set_one_up(official):
    expect(official.page).to_have_url(re.compile("/accounts/2fa/$"))
    expect(official.go("/admin/")).to_have_url(re.compile("/accounts/2fa/$"))


def test_an_authenticator_app_is_set_up_and_asked_for_at_the_next_sign_in(official):
    page = official.go("/accounts/2fa/totp/activate/")
    secret = _secret_on(page)
    page.locator("#id_code").fill("000000")
    page.locator("form button[type=submit]").first.click()
    expect(page.locator("#id_code_error")).to_contain_text("＊")
    assert _secret_on(page) == secret
    page.locator("#id_code").fill(code_of(secret))
    page.locator("form button[type=submit]").first.click()
    page.wait_for_load_state()
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).count() == 1
    expect(official.go("/admin/").get_by_role("heading", level=1)).to_be_visible()
    assert official.page.url.endswith("/admin/")


def test_a_passkey_is_made_and_opens_the_door_by_itself(official):
    give_authenticator(official)
    page = official.go("/accounts/2fa/webauthn/add/")
    page.locator("#id_name").fill("役場の鍵")
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/accounts/2fa/(?!webauthn/add)"))
    assert Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN).count() == 1
    official.go("/admin/")
    assert official.page.url.endswith("/admin/")

    official.context.clear_cookies()
    page = official.go("/admin/")
    page.locator("#passkey_login").click()
    page.wait_for_url(re.compile("/admin/$"))


def give_authenticator(one: Visitor) -> None:
    """A fingerprint reader that always says yes."""
    chrome = one.context.new_cdp_session(one.page)
    chrome.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    chrome.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_that_is_not_there_is_said_kindly(visitor):
    one = visitor(PHONE)
    page = one.go("/accounts/login/")
    expect(page.locator("#passkey_login")).to_be_visible()
