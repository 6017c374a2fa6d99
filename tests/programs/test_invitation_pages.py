"""The officials' pages of invitations: their own town's only, printed once, on record."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from programs.domain.invitations import accept, find_by_code, make_invitation
from programs.domain.once import new_token
from programs.models import AccessRecord, Invitation
from tests.make import make_enrollment, make_user, make_worker

PASSWORD = "みかん りんご ぶどう すいか"
LIST = "/p/nichinan/invitations/"


@pytest.fixture
def office(client, nichinan):
    """The official's browser, signed in with the password once more just now."""
    nichinan.official.set_password(PASSWORD)
    nichinan.official.save()
    client.post("/accounts/login/", {"login": nichinan.official.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def invite(town, name="新任 次郎", role="director"):
    return make_invitation(invitee=name, role=role, place=town.program, by=town.official)


def pages(pk: int) -> list[str]:
    return [LIST, f"{LIST}add/", f"{LIST}participants/", f"{LIST}{pk}/reissue/", f"{LIST}{pk}/withdraw/"]


@pytest.mark.parametrize("who", ["worker_user", "director"])
@pytest.mark.parametrize("town", ["nichinan", "komagane"])
def test_only_the_towns_officials_see_them(client, nichinan, komagane, who, town):
    pk = invite(nichinan).invitation.pk
    people = {"nichinan": nichinan, "komagane": komagane}[town]
    client.force_login(getattr(people, who))
    assert {path: client.get(path).status_code for path in pages(pk)} == dict.fromkeys(pages(pk), 404)
    assert {path: client.post(path).status_code for path in pages(pk)} == {
        path: 405 if path == LIST else 404 for path in pages(pk)
    }


def test_another_towns_official_gets_nothing(client, nichinan, komagane):
    pk = invite(nichinan).invitation.pk
    client.force_login(komagane.official)
    assert {path: client.get(path).status_code for path in pages(pk)} == dict.fromkeys(pages(pk), 404)
    for verb in ("reissue", "withdraw"):
        assert client.get(f"/p/komagane/invitations/{pk}/{verb}/").status_code == 404
        assert client.post(f"/p/komagane/invitations/{pk}/{verb}/", {"once": new_token()}).status_code == 404
    assert Invitation.objects.get().withdrawn_at is None


def test_an_official_and_an_administrator_see_them(client, nichinan):
    pk = invite(nichinan).invitation.pk
    root = make_user("管理者", is_superuser=True)
    for user in (nichinan.official, root):
        client.force_login(user)
        assert {path: client.get(path).status_code for path in pages(pk)} == dict.fromkeys(pages(pk), 200)


def test_nobody_sees_them_without_signing_in(client, nichinan):
    pk = invite(nichinan).invitation.pk
    assert {client.get(path).status_code for path in pages(pk)} == {302}
    assert not Invitation.objects.visible_to(AnonymousUser()).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(client, nichinan, django_assert_num_queries, rows):
    for _n in range(rows):
        invite(nichinan)
    client.force_login(nichinan.official)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_the_list_tells_each_state(client, nichinan, komagane):
    invite(nichinan, "未使用 さん")
    accept(invite(nichinan, "登録 さん").invitation, user=make_user())
    invite(komagane, "𠮷田 さん")
    client.force_login(nichinan.official)
    page = client.get(LIST)
    assert [(row.invitee, state) for row, state in page.context["rows"]] == [
        ("登録 さん", "accepted"),
        ("未使用 さん", "open"),
    ]
    assert "𠮷田" not in page.content.decode()


def test_a_slip_for_staff_is_made_and_shown_once(office, nichinan):
    form = {"invitee": "新任 次郎", "role": "official", "once": new_token()}
    page = office.post(f"{LIST}add/", form).content.decode()
    code = re.search(r'slip-code">([A-Z0-9-]+)<', page)[1]
    invitation = find_by_code(code)
    assert (invitation.invitee, invitation.role, invitation.municipality) == (
        "新任 次郎",
        "official",
        nichinan.municipality,
    )
    again = office.post(f"{LIST}add/", form)
    assert again.url == LIST
    assert Invitation.objects.count() == 1


def test_the_same_form_with_another_name_is_a_conflict(office, nichinan):
    form = {"invitee": "新任 次郎", "role": "director", "once": new_token()}
    office.post(f"{LIST}add/", form)
    assert office.post(f"{LIST}add/", form | {"invitee": "別人 三郎"}).status_code == 409


def test_giving_a_role_away_asks_for_the_password_again(client, nichinan):
    nichinan.official.set_password(PASSWORD)
    nichinan.official.save()
    client.force_login(nichinan.official)
    answer = client.post(f"{LIST}add/", {"invitee": "新任", "role": "official", "once": new_token()})
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not Invitation.objects.exists()


def test_a_missing_name_gets_a_sentence(office, nichinan):
    page = office.post(f"{LIST}add/", {"invitee": "", "role": "director", "once": new_token()})
    assert list(page.context["form"].errors) == ["invitee"]


def test_withdrawing_asks_first_and_says_what_was_done(office, nichinan):
    slip = invite(nichinan)
    path = f"{LIST}{slip.invitation.pk}/withdraw/"
    assert "新任 次郎" in office.get(path).content.decode()
    assert "取り消しました" in office.post(path, follow=True).content.decode()
    assert Invitation.objects.get().withdrawn_at


def test_a_used_invitation_is_not_printed_again(office, nichinan):
    slip = invite(nichinan)
    accept(slip.invitation, user=make_user())
    page = office.post(f"{LIST}{slip.invitation.pk}/reissue/", {"once": new_token()}, follow=True)
    assert "すでに使われています" in page.content.decode()


def test_printing_anew_shows_a_slip_that_works(office, nichinan):
    slip = invite(nichinan)
    page = office.post(f"{LIST}{slip.invitation.pk}/reissue/", {"once": new_token()}).content.decode()
    assert find_by_code(re.search(r'slip-code">([A-Z0-9-]+)<', page)[1]) == slip.invitation


def test_slips_for_a_whole_cohort_are_printed_in_one_run(client, nichinan):
    workers = [make_worker(nichinan.municipality) for _n in range(3)]
    for worker in workers:
        make_enrollment(nichinan.cohort, worker=worker)
    client.force_login(nichinan.official)
    path = f"{LIST}participants/?cohort={nichinan.cohort.pk}"
    offered = client.get(path).context["form"].fields["workers"].queryset
    assert set(offered) == set(workers)
    page = client.post(path, {"workers": [worker.pk for worker in workers], "once": new_token()})
    codes = re.findall(r'slip-code">([A-Z0-9-]+)<', page.content.decode())
    assert {find_by_code(code).invitee for code in codes} == {worker.full_name for worker in workers}
    assert page["Cache-Control"] == "no-store"
    invited = AccessRecord.objects.filter(action="invited").values_list("subject_worker", flat=True)
    assert set(invited) == {worker.pk for worker in workers}


def test_nobody_of_another_town_can_be_slipped_into_the_list(client, nichinan, komagane):
    stranger = make_worker(komagane.municipality)
    make_enrollment(komagane.cohort, worker=stranger)
    client.force_login(nichinan.official)
    path = f"{LIST}participants/"
    for query in ("", f"?cohort={komagane.cohort.pk}"):
        page = client.post(path + query, {"workers": [stranger.pk], "once": new_token()})
        assert list(page.context["form"].errors) == ["workers"]
    assert not Invitation.objects.exists()


def test_the_qr_code_holds_the_address_of_the_slip(client, nichinan, monkeypatch):
    from programs.views import slips

    held = []
    monkeypatch.setattr(slips, "qr_code", lambda text: held.append(text) or type("Qr", (), {"size": 1, "path": ""}))
    worker = make_worker(nichinan.municipality)
    make_enrollment(nichinan.cohort, worker=worker)
    client.force_login(nichinan.official)
    client.post(f"{LIST}participants/", {"workers": [worker.pk], "once": new_token()})
    client.logout()
    assert client.get(held[0].removeprefix("http://testserver"), follow=True).context["invitation"].worker == worker
