"""Appointing and ending: dated, never deleted, never the town's last official."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.urls import reverse

from programs.domain.access_records import Action, record_access
from programs.domain.memberships import appoint, end_membership
from programs.domain.refusals import Refused
from programs.models import AccessRecord, User
from tests.doors import prove
from tests.make import make_official, make_user

TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def clerk(client, nichinan):
    client.force_login(nichinan.official)
    return prove(client)


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


def test_a_successor_who_begins_later_is_not_there_yet(nichinan):
    later = make_official(nichinan.municipality, name="後任")
    later.memberships.update(joined_on=dt.date(2027, 4, 1))
    membership = nichinan.official.memberships.get()
    with pytest.raises(Refused):
        end_membership(membership=membership, left_on=TODAY, by=nichinan.official)
    with pytest.raises(Refused):
        end_membership(membership=membership, left_on=dt.date(2027, 3, 31), by=nichinan.official)
    end_membership(membership=membership, left_on=dt.date(2027, 4, 1), by=nichinan.official)


def test_a_successor_who_leaves_again_is_none(nichinan):
    make_official(nichinan.municipality, name="代理").memberships.update(left_on=dt.date(2026, 12, 1))
    with pytest.raises(Refused):
        end_membership(membership=nichinan.official.memberships.get(), left_on=TODAY, by=nichinan.official)


def test_an_end_in_the_past_asks_who_is_there_today(nichinan):
    make_official(nichinan.municipality, name="後任").memberships.update(joined_on=TODAY)
    ended = end_membership(
        membership=nichinan.official.memberships.get(), left_on=dt.date(2026, 10, 1), by=nichinan.official
    )
    assert ended.left_on == dt.date(2026, 10, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_end_and_a_record_of_the_same_town_do_not_wait_for_each_other(nichinan):
    """The record holds the town's chain and wants the town's key; the end holds the town and wants the chain."""

    def look() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            record_access(Action.LOOKED, "x", user=nichinan.official, municipality=nichinan.municipality)
        finally:
            connection.close()

    make_official(nichinan.municipality, name="後任")
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        end_membership(membership=nichinan.official.memberships.get(), left_on=TODAY, by=nichinan.official)
        pool.submit(look).result()
        record_access(Action.ROLE_CHANGED, "x", user=nichinan.official, municipality=nichinan.municipality)
    assert AccessRecord.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_four_appointments_at_once_one_is_made(nichinan):
    person, start = make_user(), Barrier(4)

    def try_it() -> bool:
        try:
            start.wait()
            appoint(user=person, role="viewer", program=nichinan.program, joined_on=TODAY)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        made = [future.result() for future in [pool.submit(try_it) for _n in range(4)]]
    assert sum(made) == 1
