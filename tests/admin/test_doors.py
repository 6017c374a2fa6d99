"""Who comes into the admin, and that nothing in it opens a wider door."""

import datetime as dt

import pytest
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils import timezone

from programs.admin.scope import towns_of
from programs.admin.site import HidaneAdminSite, site
from programs.models import FormToken, Membership, User
from tests.admin.cast import ADMINS, TENANT, TOWNLESS, url
from tests.make import make_official, make_program


def test_rights_withdrawn_take_effect_at_the_next_request(clerk, nichinan, mine):
    assert clerk.get(reverse("admin:index")).status_code == 200
    nichinan.official.memberships.update(left_on=timezone.localdate())
    assert clerk.get(reverse("admin:index")).status_code == 404


@pytest.mark.parametrize("who", ["worker_user", "director"])
def test_others_find_no_admin(client, nichinan, who):
    client.force_login(getattr(nichinan, who))
    for page in ("index", "workers_enrollment_changelist", "programs_user_changelist", "jsi18n"):
        assert client.get(reverse(f"admin:{page}")).status_code == 404


def test_strangers_are_led_to_the_one_door(client, db):
    first = client.get(reverse("admin:index"))
    assert client.get(first.url).url == f"{reverse('account_login')}?next=/admin/"
    guess = client.post(reverse("admin:login"), {"username": "a@example.jp", "password": "x"})
    assert guess.url.startswith(reverse("account_login"))


def test_the_address_of_any_object_is_gone(clerk, theirs):
    assert clerk.get("/admin/r/1/1/").status_code == 404


def test_administrators_see_every_town(client, mine, theirs):
    client.force_login(User.objects.create_superuser("admin@example.jp", display_name="管理"))
    for admin in ADMINS:
        listed = set(client.get(url(admin, "changelist")).context["cl"].result_list)
        if admin.opts.label not in TOWNLESS:
            assert {mine[admin.opts.label], theirs[admin.opts.label]} <= listed


def test_nobody_becomes_administrator_by_a_form(clerk, request_of, mine):
    account = mine["programs.User"]
    data = {"display_name": "x", "email": "x@example.jp", "is_active": "on", "is_superuser": "on", "is_staff": "on"}
    assert clerk.post(reverse("admin:programs_user_change", args=[account.pk]), data).status_code == 403
    boss = User.objects.create_superuser("admin@example.jp", display_name="管理")
    clerk.force_login(boss)
    clerk.post(reverse("admin:programs_user_change", args=[account.pk]), data)
    account.refresh_from_db()
    assert (account.display_name, account.is_superuser, account.email) == ("x", False, "worker@nichinan.example.jp")


def test_an_admin_without_scope_cannot_be_registered():
    with pytest.raises(ImproperlyConfigured):
        HidaneAdminSite().register(FormToken, ModelAdmin)


def test_a_scoped_admin_without_towns_shows_nothing(request_of, mine):
    class Forgotten(type(ADMINS[0])):
        towns = ()
        offered_to_all = None

    assert list(Forgotten(User, site).scoped(User.objects.all(), request_of)) == []


def test_raw_ids_are_refused():
    class Raw(type(site._registry[User])):
        raw_id_fields = ("user",)

    with pytest.raises(ImproperlyConfigured):
        Raw(User, site)


def test_two_officials_of_one_town_see_the_same(client, nichinan, mine):
    client.force_login(make_official(nichinan.municipality, name="後任"))
    make_program(nichinan.municipality, name="新しい事業")
    listed = client.get(reverse("admin:programs_program_changelist")).context["cl"].result_list
    assert {program.name for program in listed} == {"日南事業", "新しい事業"}


def test_who_left_one_town_walks_only_through_the_other(client, komagane, mine, theirs):
    """An official of Komagane who served Nichinan until yesterday."""
    Membership.objects.create(
        user=komagane.official,
        role="official",
        municipality=mine["programs.Municipality"],
        joined_on=dt.date(2025, 4, 1),
        left_on=timezone.localdate(),
    )
    client.force_login(komagane.official)
    assert list(towns_of(komagane.official)) == [komagane.municipality]
    for admin in TENANT:
        if admin.opts.label in mine:
            row = mine[admin.opts.label]
            assert client.get(url(admin, "change", row.pk)).status_code == 404, admin.opts.label
            assert "日南の期" not in client.get(url(admin, "changelist")).content.decode(), admin.opts.label
