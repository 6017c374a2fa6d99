"""Appointing and ending: dated, never deleted, never the town's last official."""

import datetime as dt

import pytest
from django.urls import reverse

from programs.domain.memberships import appoint, end_membership
from programs.domain.refusals import Refused
from programs.models import AccessRecord, User
from tests.make import make_official, make_user

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return client


def end_page(membership) -> str:
    return reverse("admin:programs_membership_end", args=[membership.pk])


def test_an_official_appoints_somebody_of_the_town(clerk, nichinan):
    data = {"user": nichinan.director.pk, "role": "viewer", "program": nichinan.program.pk, "joined_on": "R8.11.22"}
    assert clerk.post(reverse("admin:programs_membership_add"), data).status_code == 302
    assert nichinan.director.memberships.active().filter(role="viewer", program=nichinan.program).exists()
    assert AccessRecord.objects.filter(action="role_changed", user=nichinan.official).count() == 1


@pytest.mark.parametrize(("role", "place"), [("official", "program"), ("director", "municipality")])
def test_a_role_belongs_to_its_kind_of_place(nichinan, role, place):
    with pytest.raises(Refused):
        appoint(user=make_user(), role=role, joined_on=TODAY, **{place: getattr(nichinan, place)})


def test_nobody_has_one_role_twice(nichinan):
    with pytest.raises(Refused):
        appoint(user=nichinan.director, role="director", program=nichinan.program, joined_on=TODAY)


def test_an_administrator_is_nobodys_staff(nichinan):
    boss = User.objects.create_superuser("boss@example.jp")
    with pytest.raises(Refused):
        appoint(user=boss, role="director", program=nichinan.program, joined_on=TODAY)


def test_a_role_ends_with_a_day_and_stays_on_record(clerk, nichinan):
    membership = nichinan.director.memberships.get()
    assert clerk.post(end_page(membership), {"once": "1", "left_on": "2026/11/22"}).status_code == 302
    membership.refresh_from_db()
    assert membership.left_on == TODAY
    assert not nichinan.director.memberships.active().exists()
    assert clerk.post(reverse("admin:programs_membership_delete", args=[membership.pk])).status_code == 403


def test_the_last_official_stays_until_there_is_another(clerk, nichinan):
    membership = nichinan.official.memberships.get()
    refused = clerk.post(end_page(membership), {"once": "1", "left_on": "2026/11/22"})
    sentence = "この自治体の最後の担当職員です。先に後任を任命してください。"
    assert refused.context["form"].non_field_errors() == [sentence]
    make_official(nichinan.municipality, name="後任")
    end_membership(membership=membership, left_on=TODAY, by=nichinan.official)
    assert clerk.get(reverse("admin:index")).status_code == 404


def test_an_end_before_the_beginning_is_refused(nichinan):
    with pytest.raises(Refused):
        end_membership(
            membership=nichinan.director.memberships.get(), left_on=dt.date(2020, 1, 1), by=nichinan.official
        )
