"""Slips: made once, found by token or code, used once, and worthless when old, withdrawn or printed again."""

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from programs.domain.invitations import (
    CODE_SIGNS,
    AlreadyAccepted,
    SlipNotUsable,
    accept,
    find_by_code,
    find_by_token,
    find_held,
    make_invitation,
    plain_code,
    reissue,
    withdraw,
)
from programs.domain.memberships import end_membership
from programs.domain.refusals import Refused
from programs.models import AccessRecord, Invitation, Membership
from tests.make import make_official, make_user


@pytest.fixture
def slip(nichinan):
    return make_invitation(invitee="黒木 沙織", role="director", place=nichinan.program, by=nichinan.official)


def test_a_slip_is_found_by_token_and_by_code(slip):
    assert find_by_token(slip.token) == slip.invitation
    assert find_by_code(slip.code) == slip.invitation


def test_a_code_is_eight_signs_nobody_confuses(slip):
    assert re.fullmatch(f"[{CODE_SIGNS}]{{4}}-[{CODE_SIGNS}]{{4}}", slip.code)
    assert not set("0O1IL2Z5S6G8B") & set(CODE_SIGNS)


@pytest.mark.parametrize("typed", ["k3d7mnpq", "Ｋ３Ｄ７－ＭＮＰＱ", " k3d7 mnpq ", "K3D7‐MNPQ", "k3d7ーmnpq"])
def test_a_code_is_understood_however_typed(typed):
    assert plain_code(typed) == "K3D7MNPQ"


def test_the_database_knows_neither_token_nor_code(slip):
    stored = str(Invitation.objects.values().get())
    assert slip.token not in stored
    assert slip.code.replace("-", "") not in stored


@pytest.mark.parametrize("wrong", ["", "AAAA-AAAA", "x" * 10_000])
def test_wrong_codes_are_refused(slip, wrong):
    with pytest.raises(SlipNotUsable):
        find_by_code(wrong)
    with pytest.raises(SlipNotUsable):
        find_by_token(wrong)


def test_a_slip_is_valid_for_thirty_days(slip, today):
    with time_machine.travel(dt.datetime(2026, 12, 22, 2, 59, tzinfo=dt.UTC)):
        assert find_by_token(slip.token) == slip.invitation
    with time_machine.travel(dt.datetime(2026, 12, 22, 3, 1, tzinfo=dt.UTC)):
        with pytest.raises(SlipNotUsable):
            find_by_token(slip.token)
        with pytest.raises(SlipNotUsable):
            accept(slip.invitation, user=make_user())


def test_a_withdrawn_slip_is_worthless(slip, nichinan):
    withdraw(slip.invitation, by=nichinan.official)
    for find in (lambda: find_by_token(slip.token), lambda: find_by_code(slip.code)):
        with pytest.raises(SlipNotUsable):
            find()
    with pytest.raises(SlipNotUsable):
        accept(slip.invitation, user=make_user())


def test_a_new_slip_makes_the_old_one_worthless(slip, nichinan):
    new = reissue(slip.invitation, by=nichinan.official)
    assert find_by_token(new.token) == slip.invitation
    with pytest.raises(SlipNotUsable):
        find_by_token(slip.token)
    with pytest.raises(SlipNotUsable):
        find_held(slip.invitation.pk, slip.invitation.token_hash)
    with pytest.raises(SlipNotUsable):
        accept(slip.invitation, user=make_user())


def test_a_withdrawn_invitation_can_be_printed_anew(slip, nichinan):
    withdraw(slip.invitation, by=nichinan.official)
    assert find_by_code(reissue(slip.invitation, by=nichinan.official).code) == slip.invitation


def test_accepting_gives_the_role_from_today(slip, nichinan, today):
    user = make_user()
    accept(slip.invitation, user=user)
    membership = user.memberships.get()
    assert (membership.role, membership.program, membership.joined_on) == ("director", nichinan.program, today)
    assert Invitation.objects.get().accepted_by == user


def test_an_official_is_invited_to_the_town(nichinan):
    slip = make_invitation(invitee="新任", role="official", place=nichinan.municipality, by=nichinan.official)
    user = make_user()
    accept(slip.invitation, user=user)
    assert user.is_official
    assert user.memberships.get().municipality == nichinan.municipality


def test_who_has_the_role_already_keeps_one_membership(slip, nichinan):
    accept(slip.invitation, user=nichinan.director)
    assert nichinan.director.memberships.count() == 1


@pytest.fixture
def dismissed(nichinan, today):
    """A slip kept by the official who made it and left today; a colleague stays."""
    make_official(nichinan.municipality, name="後任")
    kept = make_invitation(invitee="友人", role="official", place=nichinan.municipality, by=nichinan.official)
    end_membership(membership=nichinan.official.memberships.get(), left_on=today, by=nichinan.official)
    return kept


def test_a_slip_of_a_dismissed_official_opens_no_door(dismissed, nichinan):
    for person in (nichinan.official, make_user()):
        with pytest.raises(SlipNotUsable):
            accept(dismissed.invitation, user=person)
        assert not person.memberships.active().exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_slip_of_a_locked_account_opens_no_door(slip, nichinan):
    type(nichinan.official).objects.filter(pk=nichinan.official.pk).update(is_active=False)
    with pytest.raises(SlipNotUsable):
        accept(slip.invitation, user=make_user())


def test_a_slip_printed_anew_by_the_successor_counts(dismissed, nichinan):
    successor = nichinan.municipality.memberships.active().get().user
    user = make_user()
    accept(reissue(dismissed.invitation, by=successor).invitation, user=user)
    assert user.is_official


def test_an_administrator_does_not_become_staff_by_a_slip(slip):
    boss = make_user(is_superuser=True)
    with pytest.raises(Refused):
        accept(slip.invitation, user=boss)
    assert not boss.memberships.exists()
    assert Invitation.objects.get().accepted_at is None


def test_a_slip_is_used_once(slip):
    accept(slip.invitation, user=make_user())
    second = make_user()
    with pytest.raises(SlipNotUsable):
        accept(slip.invitation, user=second)
    assert not second.memberships.exists()
    with pytest.raises(SlipNotUsable):
        find_by_token(slip.token)


def test_a_used_invitation_is_not_withdrawn_or_printed_again(slip, nichinan):
    accept(slip.invitation, user=make_user())
    with pytest.raises(AlreadyAccepted):
        withdraw(slip.invitation, by=nichinan.official)
    with pytest.raises(AlreadyAccepted):
        reissue(slip.invitation, by=nichinan.official)


def test_a_role_that_does_not_fit_its_place_is_refused_by_the_database(nichinan):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_invitation(invitee="x", role="official", place=nichinan.program, by=nichinan.official)


def test_every_step_is_on_record_without_names(slip, nichinan):
    user = make_user()
    reissue(slip.invitation, by=nichinan.official)
    accept(Invitation.objects.get(), user=user)
    steps = list(AccessRecord.objects.order_by("pk").values_list("user", "action", "detail"))
    assert steps == [
        (nichinan.official.pk, "invited", "made: director"),
        (nichinan.official.pk, "invited", "reissued: director"),
        (user.pk, "role_changed", "joined: director"),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_eight_people_with_one_slip_one_comes_in(nichinan):
    slip = make_invitation(invitee="黒木 沙織", role="director", place=nichinan.program, by=nichinan.official)
    people = [make_user() for _n in range(8)]
    start = Barrier(8)

    def try_it(user) -> bool:
        try:
            start.wait()
            accept(slip.invitation, user=user)
        except SlipNotUsable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        came_in = list(pool.map(try_it, people))
    assert sum(came_in) == 1
    assert Membership.objects.filter(user__in=people).count() == 1
