"""Whom to look after now: the silent, what is due, who has nobody; and the taps beside a name."""

import datetime as dt

import pytest
from django.test import Client

from tests.make import make_director, make_enrollment, make_worker
from tests.make_programme import make_contact, make_follow_up
from workers.models import Contact, FollowUp, Supporter

pytestmark = pytest.mark.django_db
SUPPORT = "/p/nichinan/support/"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def desk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def hidaka(nichinan):
    return make_enrollment(nichinan.cohort, worker=make_worker(family_name="日髙", given_name="美咲"))


def names(response) -> list[str]:
    return [row["silent"].enrollment.worker.family_name for row in response.context["rows"]]


def tap(desk: Client, one, verb: str, *, query: str = ""):
    row = next(row for row in desk.get(SUPPORT + query).context["rows"] if row["silent"].enrollment == one)
    return desk.post(row["tap_url"], {"tap": verb})


def test_the_silent_stand_there_with_what_was_last(desk, nichinan, hidaka):
    make_contact(hidaka, nichinan.director, happened_on=TODAY - dt.timedelta(days=20))
    make_contact(hidaka, nichinan.director, happened_on=TODAY - dt.timedelta(days=3), was_reached=False)
    response = desk.get(SUPPORT)
    row = response.context["rows"][1]
    assert names(response) == ["﨑田", "日髙"]
    assert (row["silent"].days, row["silent"].sign, row["attempt"].happened_on) == (
        20,
        "contact",
        dt.date(2026, 11, 19),
    )
    assert "<b>20日間</b>" in response.content.decode()


def test_an_attempt_before_the_last_sign_is_not_shown(desk, nichinan, hidaka):
    make_contact(hidaka, nichinan.director, happened_on=TODAY - dt.timedelta(days=30), was_reached=False)
    make_contact(hidaka, nichinan.director, happened_on=TODAY - dt.timedelta(days=20))
    assert desk.get(SUPPORT).context["rows"][1]["attempt"] is None


@pytest.mark.parametrize(("query", "found"), [("?days=7", 2), ("", 1), ("?days=30", 1), ("?days=8", 1), ("?days=x", 1)])
def test_the_days_are_chosen(desk, nichinan, hidaka, query, found):
    make_contact(hidaka, nichinan.director, happened_on=TODAY - dt.timedelta(days=10))
    assert len(names(desk.get(SUPPORT + query))) == found


def test_mine_are_those_i_accompany_today(desk, nichinan, hidaka):
    third = make_enrollment(nichinan.cohort)
    rows = (
        (nichinan.enrollment, nichinan.official, "main", None),
        (hidaka, nichinan.director, "deputy", None),
        (third, nichinan.director, "main", TODAY),
    )
    for one, user, role, left_on in rows:
        Supporter.objects.create(enrollment=one, user=user, role=role, joined_on=one.joined_on, left_on=left_on)
    assert names(desk.get(SUPPORT + "?mine=1")) == ["日髙"]


@pytest.mark.parametrize(
    ("verb", "medium", "reached", "still_listed"),
    [("phoned", "phone", True, False), ("met", "visit", True, False), ("wrote", "chat", False, True)],
)
def test_one_tap_writes_a_contact_down(desk, nichinan, hidaka, verb, medium, reached, still_listed):
    response = tap(desk, hidaka, verb, query="?days=30&mine=0")
    contact = Contact.objects.get()
    assert (contact.enrollment, contact.medium, contact.was_reached) == (hidaka, medium, reached)
    assert (contact.happened_on, contact.by) == (TODAY, nichinan.director)
    assert response["Location"] == f"{SUPPORT}?days=30&logged={contact.pk}"
    after = desk.get(response["Location"])
    assert ("日髙" in names(after), after.context["logged"]) == (still_listed, contact)


def test_a_tap_taken_back_was_never_there(desk, hidaka):
    shown = desk.get(tap(desk, hidaka, "phoned")["Location"]).context
    address = f"/p/nichinan/contacts/{shown['logged'].pk}/remove/"
    assert desk.post(address, {"once": shown["once"], "back": "support"})["Location"] == SUPPORT
    assert Contact.objects.count() == 0


def test_a_double_tap_counts_once_and_another_verb_is_told_so(desk, hidaka):
    row = next(row for row in desk.get(SUPPORT).context["rows"] if row["silent"].enrollment == hidaka)
    answers = [desk.post(row["tap_url"], {"tap": verb})["Location"] for verb in ("phoned", "phoned", "met")]
    assert (Contact.objects.count(), answers[0] == answers[1]) == (1, True)
    assert answers[2] == f"{SUPPORT}?days=14"
    assert "さきほど記録したところです" in desk.get(answers[2]).content.decode()


@pytest.mark.parametrize("verb", ["", "danced"])
def test_an_unknown_verb_writes_nothing(desk, hidaka, verb):
    assert tap(desk, hidaka, verb).status_code == 302
    assert Contact.objects.count() == 0


def test_somebody_of_another_town_is_not_tapped(desk, komagane):
    address = f"/p/nichinan/people/{komagane.enrollment.pk}/contacts/tap/?once=t1"
    assert desk.post(address, {"tap": "phoned"}).status_code == 404
    assert Contact.objects.count() == 0


def test_what_was_logged_elsewhere_is_not_told_here(desk, nichinan, komagane):
    theirs = make_contact(komagane.enrollment, komagane.director)
    for asked in (theirs.pk, "x", "9" * 30, "٣"):
        assert desk.get(SUPPORT, {"logged": asked, "done": asked}).context["logged"] is None


def test_what_is_due_shows_mine_first_and_says_what_is_late(desk, nichinan):
    later = make_follow_up(nichinan.enrollment, nichinan.director, assigned_to=nichinan.director)
    late = make_follow_up(nichinan.enrollment, nichinan.director, due_on=dt.date(2026, 11, 1))
    response = desk.get(SUPPORT)
    assert response.context["follow_ups"] == [later, late]
    assert response.content.decode().count("期日を過ぎています") == 1
    assert desk.get(SUPPORT + "?mine=1").context["follow_ups"] == [later]


def test_who_has_no_supporter_is_named(desk, nichinan, hidaka):
    third = make_enrollment(nichinan.cohort)
    Supporter.objects.create(enrollment=hidaka, user=nichinan.director, joined_on=hidaka.joined_on)
    Supporter.objects.create(enrollment=third, user=nichinan.director, role="deputy", joined_on=third.joined_on)
    assert set(desk.get(SUPPORT).context["alone"]) == {nichinan.enrollment, third}


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_page_asks_the_same_number_of_questions(desk, nichinan, people, django_assert_num_queries):
    everybody = [nichinan.enrollment, *(make_enrollment(nichinan.cohort) for _ in range(people - 1))]
    staff = [nichinan.director, make_director(nichinan.program)]
    by = {"by": nichinan.director, "medium": "phone", "was_reached": False, "happened_on": TODAY}
    Contact.objects.bulk_create([Contact(enrollment=one, **by) for one in everybody])
    FollowUp.objects.bulk_create(
        FollowUp(enrollment=one, what="訪ねる", due_on=TODAY, made_by=nichinan.director, assigned_to=staff[n % 2])
        for n, one in enumerate(everybody)
    )
    Supporter.objects.bulk_create(
        Supporter(enrollment=one, user=staff[n % 2], joined_on=one.joined_on) for n, one in enumerate(everybody)
    )
    with django_assert_num_queries(11):
        desk.get(SUPPORT)
