"""Who accompanies whom, on the pages: one person's history, and the table for several at once."""

import datetime as dt

import pytest
from django.test import Client

from programs.models import AccessRecord, Membership
from tests.make import make_director, make_enrollment, make_worker
from workers.domain.supporters import appoint_supporter
from workers.models import Supporter

pytestmark = pytest.mark.django_db
TABLE = "/p/nichinan/supporters/"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def desk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def url(nichinan) -> str:
    return f"/p/nichinan/people/{nichinan.enrollment.pk}/supporters/"


def appoint(town, user=None, *, enrollment=None, role="main", joined_on=dt.date(2026, 5, 1)) -> Supporter:
    one = enrollment or town.enrollment
    return appoint_supporter(enrollment=one, user=user or town.director, role=role, joined_on=joined_on)


def test_somebody_is_put_in_charge_and_the_history_shows_it(desk, url, nichinan):
    appoint(nichinan)
    form = {"once": "t1", "role": "main", "user": nichinan.official.pk, "joined_on": "R8.11.22"}
    assert [desk.post(url, form).status_code for _ in range(2)] == [302, 302]
    rows = desk.get(url).context["rows"]
    assert [(one.user, one.joined_on, last_day) for one, last_day in rows] == [
        (nichinan.official, TODAY, None),
        (nichinan.director, dt.date(2026, 5, 1), dt.date(2026, 11, 21)),
    ]


def test_what_is_refused_is_said_at_its_field(desk, url, nichinan, komagane):
    appoint(nichinan)
    early = {"once": "t1", "role": "main", "user": nichinan.official.pk, "joined_on": "2026-04-30"}
    stranger = early | {"user": komagane.director.pk}
    answers = [desk.post(url, form) for form in (early, stranger)]
    found = [(one.status_code, list(one.context["form"].errors)) for one in answers]
    assert found == [(409, ["joined_on"]), (422, ["user"])]
    assert answers[0].context["form"]["joined_on"].value() == "2026-04-30"


def test_only_those_who_serve_here_are_offered(desk, url, nichinan, komagane):
    former = make_director(nichinan.program, "前任")
    Membership.objects.filter(user=former).update(left_on=TODAY)
    assert set(desk.get(url).context["form"].fields["user"].queryset) == {nichinan.director, nichinan.official}


def test_a_charge_is_ended_once(desk, url, nichinan):
    one = appoint(nichinan)
    address = f"/p/nichinan/supporters/{one.pk}/end/"
    once = desk.get(address).context["once"]
    assert [desk.post(address, {"once": once})["Location"] for _ in range(2)] == [url, url]
    one.refresh_from_db()
    assert one.left_on == TODAY
    assert "すでに終わっています" in desk.get(address).content.decode()


@pytest.fixture
def three(nichinan) -> list:
    """﨑田 has the director, 日髙 somebody who is no longer here, 矢野 nobody."""
    gone = make_director(nichinan.program, "前任")
    people = [nichinan.enrollment]
    people += [make_enrollment(nichinan.cohort, worker=make_worker(family_name=name)) for name in ("日髙", "矢野")]
    appoint(nichinan, enrollment=people[0])
    appoint(nichinan, gone, enrollment=people[1])
    Membership.objects.filter(user=gone).update(left_on=TODAY)
    return people


def test_the_table_finds_those_without_anybody(desk, three):
    shown = {
        which: [one for one, _main, _deputy in desk.get(TABLE, {"which": which}).context["rows"]]
        for which in ("none", "absent", "mine")
    }
    assert shown == {"none": [three[2]], "absent": [three[1]], "mine": [three[0]]}
    assert "担当が不在" in desk.get(TABLE).content.decode()


def test_several_are_changed_after_what_will_change_was_shown(desk, three, nichinan):
    form = {"once": "t1", "people": [one.pk for one in three], "role": "main", "user": nichinan.official.pk}
    preview = desk.post(TABLE, form)
    changes = [(one.enrollment, one.before and one.before.display_name) for one in preview.context["changes"]]
    assert set(changes) == set(zip(three, ("黒木 沙織", "前任", None), strict=True))
    assert Supporter.objects.filter(user=nichinan.official).count() == 0
    for _ in range(2):
        assert desk.post(TABLE, form | {"seen": preview.context["mark"]})["Location"] == TABLE
    in_charge = Supporter.objects.on(TODAY).filter(user=nichinan.official)
    assert set(in_charge.values_list("enrollment", flat=True)) == {one.pk for one in three}
    detail = f"3 appointed: user {nichinan.official.pk} as main"
    assert AccessRecord.objects.filter(action="changed", detail=detail).count() == 1


def test_what_somebody_else_changed_meanwhile_is_shown_first(desk, three, nichinan):
    form = {"once": "t1", "people": [three[2].pk], "role": "main", "user": nichinan.official.pk}
    mark = desk.post(TABLE, form).context["mark"]
    appoint(nichinan, enrollment=three[2], joined_on=TODAY)
    response = desk.post(TABLE, form | {"seen": mark})
    assert (response.status_code, Supporter.objects.filter(user=nichinan.official).count()) == (409, 0)
    assert "先に担当を変えました" in response.content.decode()
    again = form | {"seen": response.context["mark"], "once": response.context["form"].data["once"]}
    assert desk.post(TABLE, again).status_code == 302
    assert Supporter.objects.on(TODAY).get(enrollment=three[2]).user == nichinan.official


@pytest.mark.parametrize(
    ("fields", "field"), [({"people": []}, "people"), ({"user": ""}, "user"), ({"role": "boss"}, "role")]
)
def test_a_choice_that_is_missing_is_said(desk, three, nichinan, fields, field):
    form = {"once": "t1", "people": [three[0].pk], "role": "main", "user": nichinan.official.pk}
    response = desk.post(TABLE, form | fields)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["chosen"] == {str(pk) for pk in (form | fields)["people"]}


@pytest.mark.parametrize("pk", ["99999999999999999999", "9" * 18, "-1", "²", "x"])
def test_a_number_that_is_nobodys_is_no_choice(desk, nichinan, pk):
    form = {"once": "t1", "people": [pk], "role": "main", "user": nichinan.director.pk}
    response = desk.post(TABLE, form)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["people"])


def test_people_of_another_town_cannot_be_chosen(desk, nichinan, komagane):
    form = {"once": "t1", "people": [komagane.enrollment.pk], "role": "main", "user": nichinan.director.pk}
    assert desk.post(TABLE, form).status_code == 422
    assert Supporter.objects.count() == 0


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_table_asks_the_same_number_of_questions(desk, nichinan, people, django_assert_num_queries):
    everybody = [nichinan.enrollment, *(make_enrollment(nichinan.cohort) for _ in range(people - 1))]
    Supporter.objects.bulk_create(
        [Supporter(enrollment=one, user=nichinan.director, joined_on=one.joined_on) for one in everybody]
    )
    with django_assert_num_queries(11):
        desk.get(TABLE)
