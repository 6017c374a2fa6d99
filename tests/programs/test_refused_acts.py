"""A signed-in person at a page of the staff that is not theirs is on record, bounded, and learns nothing from it."""

import pytest
from django.urls import reverse

from programs.models import AccessRecord
from tests.make import make_user


def refusals() -> list[tuple]:
    kept = AccessRecord.objects.filter(action="refused").order_by("pk")
    return list(kept.values_list("user", "municipality", "noun", "detail"))


def test_a_staff_page_of_another_town_is_on_record_there(client, nichinan, komagane):
    client.force_login(komagane.director)
    assert client.get(reverse("programs:invitation_list", args=["nichinan"])).status_code == 404
    client.post(reverse("programs:invitation_withdraw", args=["nichinan", 7]))
    who, town = komagane.director.pk, nichinan.municipality.pk
    assert refusals() == [
        (who, town, "programs:invitation_list", "404 GET"),
        (who, town, "programs:invitation_withdraw", "404 POST 7"),
    ]


def test_the_admin_too(client, nichinan, komagane):
    client.force_login(komagane.official)
    page = reverse("admin:programs_membership_change", args=[nichinan.director.memberships.get().pk])
    assert client.get(page).status_code == 404
    client.force_login(nichinan.worker_user)
    client.get(reverse("admin:index"))
    assert [(user, noun) for user, _town, noun, _detail in refusals()] == [
        (komagane.official.pk, "admin:programs_membership_change"),
        (nichinan.worker_user.pk, "admin:index"),
    ]


@pytest.mark.parametrize("path", ["/nowhere/", "/earnings/999/change/", "/i/wrong/"])
def test_a_page_that_is_nobodys_secret_is_not(client, nichinan, path):
    client.force_login(nichinan.worker_user)
    assert client.get(path).status_code == 404
    assert refusals() == []


def test_strangers_and_open_doors_leave_no_record(client, nichinan):
    page = reverse("programs:invitation_list", args=["nichinan"])
    assert client.get(page).status_code == 302
    client.force_login(nichinan.official)
    assert client.get(page).status_code == 200
    assert refusals() == []


def test_nobody_fills_the_book_by_pressing_reload(client, nichinan):
    client.force_login(make_user())
    for _n in range(25):
        assert client.get(reverse("programs:invitation_list", args=["nichinan"])).status_code == 404
    assert len(refusals()) == 20
