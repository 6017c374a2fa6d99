"""Who sees other people's data needs an authenticator app or a passkey; without it only its set-up pages open."""

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.contrib.messages import get_messages
from django.urls import reverse

from programs.models import Membership, User
from programs.passwords import LengthValidator, TownNameValidator
from tests.make import make_user

PASSWORD = "みかん りんご ぶどう すいか"
SET_UP = "/accounts/2fa/"
STAFF_PAGE = "/p/nichinan/invitations/"


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def staff(nichinan) -> dict[str, User]:
    viewer = make_user("閲覧 する人")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program)
    root = User.objects.create_superuser("root@example.jp", PASSWORD)
    return {"official": nichinan.official, "director": nichinan.director, "viewer": viewer, "administrator": root}


def sign_in(client, user: User) -> None:
    """With the password, and once more with it: changing how one signs in asks for that."""
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize("who", ["official", "director", "viewer", "administrator"])
@pytest.mark.parametrize("path", [STAFF_PAGE, "/p/nichinan/", "/admin/", "/account/", "/accounts/email/"])
def test_without_it_every_page_leads_to_its_set_up(client, nichinan, who, path):
    client.force_login(staff(nichinan)[who])
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (302, SET_UP)


def test_the_set_up_says_why(client, nichinan):
    client.force_login(nichinan.official)
    assert "多要素認証の設定が必要です。" in client.get(SET_UP).content.decode()


def test_a_part_asked_for_by_htmx_leads_the_whole_page_there(client, nichinan):
    client.force_login(nichinan.official)
    answer = client.get(STAFF_PAGE, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, SET_UP)


def test_going_away_stays_possible(client, nichinan):
    client.force_login(nichinan.official)
    assert client.post("/accounts/logout/").status_code == 302
    assert client.get(STAFF_PAGE).url.startswith("/accounts/login/")


def test_workers_are_not_asked_for_it(client, nichinan):
    client.force_login(nichinan.worker_user)
    assert client.get("/me/").status_code == 200


def test_with_an_authenticator_app_the_pages_open(client, nichinan):
    TOTP.activate(nichinan.official, generate_totp_secret())
    client.force_login(nichinan.official)
    assert client.get(STAFF_PAGE).status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, nichinan):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(nichinan.official)
    client.force_login(nichinan.official)
    assert client.get(STAFF_PAGE).url == SET_UP


def test_taking_it_away_counts_from_the_next_request(client, nichinan):
    totp = TOTP.activate(nichinan.official, generate_totp_secret())
    client.force_login(nichinan.official)
    assert client.get(STAFF_PAGE).status_code == 200
    totp.instance.delete()
    assert client.get(STAFF_PAGE).url == SET_UP


def test_a_role_given_counts_from_the_next_request(client, nichinan):
    client.force_login(nichinan.worker_user)
    assert client.get("/me/").status_code == 200
    Membership.objects.create(user=nichinan.worker_user, role="viewer", program=nichinan.program)
    assert client.get("/me/").url == SET_UP


def test_an_ended_role_asks_for_nothing(client, nichinan, today):
    Membership.objects.create(
        user=nichinan.worker_user, role="viewer", program=nichinan.program, joined_on=today, left_on=today
    )
    client.force_login(nichinan.worker_user)
    assert client.get("/me/").status_code == 200


def test_a_town_may_do_without(client, nichinan, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(nichinan.official)
    assert client.get(STAFF_PAGE).status_code == 200


@pytest.mark.ignore_template_errors  # allauth's own pages
def test_the_whole_way_from_password_to_app_to_page(client, nichinan):
    sign_in(client, nichinan.official)
    activate = client.get(reverse("mfa_activate_totp"))
    assert activate.status_code == 200
    secret = activate.context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": _code(secret)})
    assert client.get(STAFF_PAGE).status_code == 200
    client.post("/accounts/logout/")
    second = client.post("/accounts/login/", {"login": nichinan.official.email, "password": PASSWORD})
    assert second.url == reverse("mfa_authenticate")
    assert client.get(STAFF_PAGE).status_code == 302


@pytest.mark.ignore_template_errors  # allauth's own pages
@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_add_webauthn", "mfa_list_webauthn"])
def test_the_set_up_pages_show_themselves(client, nichinan, name):
    sign_in(client, nichinan.director)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(("who", "least"), [("official", 8), ("administrator", 8), ("worker", 15)])
def test_a_password_may_be_shorter_where_the_second_factor_is_sure(nichinan, who, least):
    people = {**staff(nichinan), "worker": nichinan.worker_user}
    assert LengthValidator().least(people[who]) == least


def test_without_the_rule_everybody_needs_a_long_password(nichinan, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert LengthValidator().least(nichinan.official) == 15


@pytest.mark.parametrize(
    "password", ["hidane", "Nichinan2026", "日南市12345", "ひだねひだねひだねひだね", "ヒダネ火種hidane１２３４"]
)
def test_names_everybody_would_try_are_refused(nichinan, password):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        TownNameValidator().validate(password)


def test_a_name_inside_a_long_password_is_fine(nichinan):
    TownNameValidator().validate("日南の海を見ながら毎朝歩く")


def _code(secret: str) -> str:
    import base64
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value

    assert base64.b32decode(secret)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_messages_are_not_piled_up(client, nichinan):
    """The reason stands on the page; it is not said once more for every page that was asked for."""
    client.force_login(nichinan.official)
    for _n in range(3):
        answer = client.get(STAFF_PAGE)
    assert list(get_messages(answer.wsgi_request)) == []
