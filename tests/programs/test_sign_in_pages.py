"""The doors: closed by default, opened by sign-in only, and the admin's own door leads there as well."""

import datetime as dt
import os
import subprocess
import sys

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from programs.domain.tries import give_back, take_try
from programs.models import AccessRecord, User
from tests.make import make_user
from tests.tree import ROOT

PASSWORD = "みかん りんご ぶどう すいか"
WRONG = {"login": "person@example.jp", "password": "wrong wrong wrong"}


@pytest.fixture
def person(db) -> User:
    return make_user("﨑田 恭", email="person@example.jp", password=PASSWORD)


def sign_in(client, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": "person@example.jp", "password": password, **more})


@pytest.mark.parametrize(
    "path", ["/me/", "/account/", "/p/nichinan/invitations/", "/accounts/2fa/", "/accounts/email/"]
)
def test_a_page_asks_to_sign_in_first(client, db, path):
    answer = client.get(path)
    assert (answer.status_code, answer.url) == (302, f"/accounts/login/?next={path}")


def test_a_page_that_says_nothing_about_its_guard_is_closed(client, db, monkeypatch):
    """Sign-in is the middleware's business, not the view's memory."""
    from programs import urls

    bare = next(one for one in urls.urlpatterns if one.name == "account")
    monkeypatch.setattr(bare, "callback", lambda request: pytest.fail("the page was shown"))
    assert client.get("/account/").status_code == 302


def test_a_part_asked_for_by_htmx_sends_the_whole_page_to_sign_in(client, db):
    answer = client.get("/me/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/accounts/login/")


@pytest.mark.parametrize("path", ["/accounts/login/", "/i/", "/accounts/signup/", "/accounts/password/reset/"])
def test_the_doors_themselves_are_public(client, db, path):
    assert client.get(path).status_code == 200


def test_the_language_may_be_changed_by_anybody(client, db):
    assert client.post("/language/", {"language": "en", "next": "/i/"}).status_code == 302


def test_signing_in_leads_to_where_one_wanted_to_go(client, person):
    answer = sign_in(client, next="/account/")
    assert answer.url == "/account/"
    assert get_user(client) == person


def test_signing_in_never_leads_to_another_site(client, person):
    assert sign_in(client, next="https://evil.example/").url == "/"


def test_signing_in_gives_a_new_session_and_is_on_record(client, person):
    client.get("/accounts/login/")
    client.session.save()
    before = client.session.session_key
    sign_in(client)
    assert client.session.session_key != before
    assert list(AccessRecord.objects.values_list("user", "action")) == [(person.pk, "signed_in")]


def test_the_sign_in_page_names_its_fields_without_placeholders(client, db):
    page = client.get("/accounts/login/").content.decode()
    assert "placeholder" not in page
    assert "ログイン" in page


def test_a_wrong_password_and_an_unknown_address_get_the_same_page(client, person):
    known = client.post("/accounts/login/", WRONG)
    unknown = client.post("/accounts/login/", {**WRONG, "login": "nobody@example.jp"})
    plain = [one.content.decode().replace("nobody@", "person@").partition("</form>")[0] for one in (known, unknown)]
    assert _without_tokens(plain[0]) == _without_tokens(plain[1])


def test_resetting_a_password_does_not_say_who_has_an_account(client, person):
    pages = [
        client.post("/accounts/password/reset/", {"email": email}) for email in (person.email, "nobody@example.jp")
    ]
    assert {(page.status_code, page.url) for page in pages} == {(302, "/accounts/password/reset/done/")}


def test_registration_without_an_invitation_is_closed(client, db):
    form = {"email": "new@example.jp", "password1": PASSWORD, "password2": PASSWORD}
    answer = client.post("/accounts/signup/", form)
    assert not User.objects.exists()
    assert "招待状" in answer.content.decode()


def test_after_five_wrong_passwords_even_the_right_one_waits(client, person):
    for _n in range(5):
        sign_in(client, password="wrong wrong wrong")
    sign_in(client)
    assert get_user(client).is_anonymous


def test_a_town_hall_behind_one_address_is_not_locked_out(client, person):
    """Thirty people with one wrong password each, and forty who sign in, within the same minute."""
    for number in range(30):
        client.post("/accounts/login/", WRONG | {"login": f"other{number}@example.jp"})
    for _n in range(40):
        assert sign_in(client).status_code == 302
        client.logout()


def test_an_account_that_may_not_sign_in_is_out_at_the_next_request(client, person):
    client.force_login(person)
    assert client.get("/account/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/account/").status_code == 302


def test_a_role_that_ended_counts_from_the_next_request(client, nichinan, today):
    client.force_login(nichinan.official)
    page = reverse("programs:invitation_list", args=["nichinan"])
    assert client.get(page).status_code == 200
    nichinan.official.memberships.update(left_on=today)
    assert client.get(page).status_code == 404


def test_the_admin_has_no_door_of_its_own(client, nichinan):
    User.objects.create_superuser("root@example.jp", PASSWORD)
    form = {"username": "root@example.jp", "password": PASSWORD, "next": "/admin/"}
    answer = client.post("/admin/login/", form)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")
    assert get_user(client).is_anonymous


def test_pages_of_people_are_stored_nowhere(client, person):
    client.force_login(person)
    answer = client.get("/account/")
    assert answer["Cache-Control"] == "no-store"
    assert "script-src 'self';" in answer["Content-Security-Policy"] + ";"
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_a_sign_in_counts_as_the_password_for_fifteen_minutes(client, person):
    sign_in(client)
    assert client.post("/accounts/email/", {"action_add": "", "email": "a@example.jp"}).url == "/accounts/email/"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        late = client.post("/accounts/email/", {"action_add": "", "email": "b@example.jp"})
    assert late.url.startswith("/accounts/reauthenticate/")


def test_changing_the_account_asks_for_the_password_again(client, person):
    client.force_login(person)
    answer = client.post("/accounts/email/", {"action_add": "", "email": "other@example.jp"})
    assert answer.url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index"])
def test_the_account_pages_show_themselves(client, person, name):
    sign_in(client)
    assert client.get(reverse(name)).status_code == 200


def test_tries_are_counted_per_house_and_given_back(db):
    receipts = [take_try("x", "192.0.2.1", limit=2, seconds=60) for _n in range(3)]
    assert [bool(one) for one in receipts] == [True, True, False]
    assert take_try("x", "192.0.2.2", limit=2, seconds=60)
    give_back(receipts[0])
    assert take_try("x", "192.0.2.1", limit=2, seconds=60)
    six = [take_try("x", f"2001:db8::{n}", limit=2, seconds=60) for n in range(3)]
    assert [bool(one) for one in six] == [True, True, False]


def test_a_flood_of_keys_does_not_wipe_the_counters_out(db):
    assert take_try("x", "192.0.2.1", limit=1, seconds=600)
    for n in range(400):
        cache.set(f"flood{n}", 1, 600)
    assert take_try("x", "192.0.2.1", limit=1, seconds=600) is None


GUESS = """
import django, sys
django.setup()
from django.test import Client
client = Client(REMOTE_ADDR="192.0.2.7")
pages = [client.post("/accounts/login/", {"login": "p@example.jp", "password": "x" * 20}) for _n in range(4)]
print(sum("メールアドレスもしくはパスワードが" in page.content.decode() for page in pages))
"""


@pytest.mark.real_time
def test_wrong_passwords_are_counted_for_all_processes_together(tmp_path):
    """Three processes with four guesses each: five are looked at, as if one process had got all twelve."""
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path}/guess.sqlite3",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
        "PYTHONUTF8": "1",
    }
    python = [sys.executable, "-W", "ignore"]
    for command in (["migrate", "-v0"], ["createcachetable"]):
        subprocess.run([*python, "manage.py", *command], cwd=ROOT, env=environment, check=True, timeout=120)
    guessers = [
        subprocess.Popen([*python, "-c", GUESS], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        for _n in range(3)
    ]
    looked_at = [int(guesser.communicate(timeout=120)[0]) for guesser in guessers]
    assert sum(looked_at) == 5


def _without_tokens(page: str) -> str:
    import re

    return re.sub(r'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page)
