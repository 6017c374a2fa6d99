"""From the slip to an account: the participant is linked once, and nobody else's name can be taken."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from programs.domain.invitations import SlipNotUsable, find_by_token, make_invitation
from programs.domain.refusals import Refused
from programs.models import Invitation, User
from tests.make import make_cohort, make_enrollment, make_user, make_worker
from workers.domain.merging import merge_workers
from workers.domain.registration import AddressTaken, HasAccount, accept_slip, invite_workers, open_account
from workers.models import Worker

PASSWORD = "みかん りんご ぶどう すいか"


@pytest.fixture
def sakura(nichinan) -> Worker:
    worker = make_worker(nichinan.municipality, family_name="髙橋", given_name="さくら")
    make_enrollment(nichinan.cohort, worker=worker)
    return worker


def invite(worker, nichinan):
    return invite_workers(workers=[worker], cohort=nichinan.cohort, by=nichinan.official)[0]


def test_the_slip_carries_the_name_as_written(sakura, nichinan):
    slip = invite(sakura, nichinan)
    assert (slip.invitation.invitee, slip.invitation.role, slip.invitation.cohort) == (
        "髙橋 さくら",
        "worker",
        nichinan.cohort,
    )


def test_a_new_account_belongs_to_the_participant(sakura, nichinan):
    user = open_account(invitation=invite(sakura, nichinan).invitation, email="Sakura@Example.jp", password=PASSWORD)
    sakura.refresh_from_db()
    assert sakura.user == user
    assert (user.email, user.display_name) == ("sakura@example.jp", "髙橋 さくら")
    assert user.check_password(PASSWORD)
    assert not user.memberships.exists()


def test_an_account_one_has_already_is_linked(sakura, nichinan):
    user = make_user()
    assert accept_slip(invitation=invite(sakura, nichinan).invitation, user=user) == sakura
    assert user.worker == sakura


def test_an_address_in_use_opens_nothing(sakura, nichinan):
    invitation = invite(sakura, nichinan).invitation
    with pytest.raises(AddressTaken):
        open_account(invitation=invitation, email=nichinan.director.email.upper(), password=PASSWORD)
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_used_slip_makes_no_account(sakura, nichinan):
    invitation = invite(sakura, nichinan).invitation
    open_account(invitation=invitation, email="a@example.jp", password=PASSWORD)
    with pytest.raises(SlipNotUsable):
        open_account(invitation=invitation, email="b@example.jp", password=PASSWORD)
    assert not User.objects.filter(email="b@example.jp").exists()


def test_an_account_of_another_participant_is_refused_and_the_slip_stays_open(sakura, nichinan):
    slip = invite(sakura, nichinan)
    with pytest.raises(HasAccount):
        accept_slip(invitation=slip.invitation, user=nichinan.worker_user)
    assert find_by_token(slip.token) == slip.invitation
    sakura.refresh_from_db()
    assert sakura.user is None


def test_a_slip_that_leads_to_no_participant_is_worthless(nichinan):
    slip = make_invitation(invitee="だれか", role="worker", place=nichinan.cohort, by=nichinan.official)
    with pytest.raises(SlipNotUsable):
        accept_slip(invitation=slip.invitation, user=make_user())
    assert Invitation.objects.get().accepted_at is None


def test_a_second_printing_keeps_one_invitation(sakura, nichinan):
    first, second = invite(sakura, nichinan), invite(sakura, nichinan)
    assert first.invitation == second.invitation
    with pytest.raises(SlipNotUsable):
        find_by_token(first.token)


def test_who_has_an_account_is_not_invited_and_nobody_else_of_the_list(sakura, nichinan):
    with pytest.raises(HasAccount):
        invite_workers(workers=[sakura, nichinan.worker], cohort=nichinan.cohort, by=nichinan.official)
    assert not Invitation.objects.exists()


def test_only_participants_of_the_cohort_are_invited(sakura, nichinan, komagane):
    with pytest.raises(Refused):
        invite_workers(workers=[sakura], cohort=komagane.cohort, by=komagane.official)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_six_people_with_one_slip_one_gets_the_account(sakura, nichinan):
    invitation = invite(sakura, nichinan).invitation
    start = Barrier(6)

    def try_it(n: int) -> bool:
        try:
            start.wait()
            open_account(invitation=invitation, email=f"p{n}@example.jp", password=PASSWORD)
        except SlipNotUsable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        came_in = list(pool.map(try_it, range(6)))
    assert sum(came_in) == 1
    assert User.objects.filter(email__endswith="@example.jp", email__startswith="p", worker=sakura).count() == 1
    assert User.objects.filter(email__regex=r"^p[0-5]@example\.jp$").count() == 1


def test_the_slip_of_a_row_that_was_merged_leads_to_the_row_that_stayed(nichinan, sakura):
    twin = make_enrollment(make_cohort(nichinan.program, number=7), worker=make_worker(nichinan.municipality))
    own = invite(sakura, nichinan)
    (slip,) = invite_workers(workers=[twin.worker], cohort=twin.cohort, by=nichinan.official)
    merge_workers(keep=sakura, drop=twin.worker, by=nichinan.official)
    user = make_user("桜")
    assert accept_slip(invitation=slip.invitation, user=user) == sakura
    assert list(Worker.objects.filter(user=user)) == [sakura]
    with pytest.raises(SlipNotUsable):
        accept_slip(invitation=own.invitation, user=make_user("別の人"))
