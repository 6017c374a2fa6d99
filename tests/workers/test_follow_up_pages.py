"""What is to be done, on its own list and on a person's page."""

import datetime as dt

import pytest
from django.test import Client

from tests.make import make_director, make_enrollment
from tests.make_programme import make_follow_up
from workers.models import FollowUp

pytestmark = pytest.mark.django_db
LIST = "/p/nichinan/follow-ups/"


@pytest.fixture
def desk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


def typed(**fields) -> dict:
    return {"once": "t1", "what": "訪ねる", "due_on": "2026-11-29", "assigned_to": ""} | fields


def test_a_promise_is_added_on_a_persons_page(desk, nichinan):
    address = f"/p/nichinan/people/{nichinan.enrollment.pk}/follow-ups/add/"
    assert desk.get(address).context["form"]["assigned_to"].value() == nichinan.director.pk
    form = typed(assigned_to=nichinan.official.pk)
    answers = [desk.post(address, form) for _ in range(2)]
    assert [one["Location"] for one in answers] == [f"/p/nichinan/people/{nichinan.enrollment.pk}/contacts/"] * 2
    made = FollowUp.objects.get()
    assert (made.what, made.due_on, made.assigned_to) == ("訪ねる", dt.date(2026, 11, 29), nichinan.official)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"what": ""}, "what"),
        ({"what": "123456789018"}, "what"),
        ({"due_on": "other", "other_day": "13月"}, "other_day"),
        ({"due_on": "other"}, "other_day"),
        ({"assigned_to": "999999"}, "assigned_to"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, nichinan, fields, field):
    address = f"/p/nichinan/people/{nichinan.enrollment.pk}/follow-ups/add/"
    response = desk.post(address, typed(**fields))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert FollowUp.objects.count() == 0


def test_a_day_gone_by_is_refused_with_all_that_was_typed(desk, nichinan):
    address = f"/p/nichinan/people/{nichinan.enrollment.pk}/follow-ups/add/"
    response = desk.post(address, typed(due_on="2026-11-21"))
    form = response.context["form"]
    assert (response.status_code, form["what"].value(), list(form.errors)) == (409, "訪ねる", ["due_on"])


def test_one_is_given_to_somebody_else_and_put_off(desk, nichinan):
    one = make_follow_up(nichinan.enrollment, nichinan.director)
    address = f"/p/nichinan/follow-ups/{one.pk}/edit/"
    shown = desk.get(address).context["form"]
    assert (shown["what"].value(), shown["other_day"].value()) == (one.what, dt.date(2026, 11, 25))
    desk.post(address, typed(due_on="other", other_day="R8.12.1", assigned_to=nichinan.official.pk))
    one.refresh_from_db()
    assert (one.what, one.due_on, one.assigned_to) == ("訪ねる", dt.date(2026, 12, 1), nichinan.official)


@pytest.mark.parametrize(
    ("back", "place"),
    [("support", "/p/nichinan/support/?done={pk}"), ("list", LIST), ("", "/p/nichinan/people/{person}/contacts/")],
)
def test_done_leads_back_to_where_it_was_pressed(desk, nichinan, back, place):
    one = make_follow_up(nichinan.enrollment, nichinan.director)
    response = desk.post(f"/p/nichinan/follow-ups/{one.pk}/done/", {"back": back})
    assert response["Location"] == place.format(pk=one.pk, person=nichinan.enrollment.pk)
    one.refresh_from_db()
    assert one.done_by == nichinan.director
    desk.post(f"/p/nichinan/follow-ups/{one.pk}/done/", {"back": back, "undo": "1"})
    one.refresh_from_db()
    assert (one.done_at, one.done_by) == (None, None)


def test_the_list_shows_what_is_asked_for(desk, nichinan):
    mine = make_follow_up(nichinan.enrollment, nichinan.director, what="甲", assigned_to=nichinan.director)
    late = make_follow_up(nichinan.enrollment, nichinan.director, what="乙", due_on=dt.date(2026, 11, 21))
    done = make_follow_up(nichinan.enrollment, nichinan.director, what="丙")
    desk.post(f"/p/nichinan/follow-ups/{done.pk}/done/")
    shown = {which: list(desk.get(LIST, {"which": which}).context["page"]) for which in ("", "mine", "overdue", "done")}
    assert shown == {"": [mine, late], "mine": [mine], "overdue": [late], "done": [done]}
    assert "期日を過ぎています" in desk.get(LIST).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_the_list_asks_the_same_number_of_questions(desk, nichinan, rows, django_assert_num_queries):
    people = [(make_enrollment(nichinan.cohort), make_director(nichinan.program)) for _ in range(min(rows, 3))]
    words = {"what": "訪ねる", "due_on": dt.date(2026, 11, 25), "made_by": nichinan.director}
    pairs = (people[n % len(people)] for n in range(rows))
    FollowUp.objects.bulk_create([FollowUp(enrollment=one, assigned_to=user, **words) for one, user in pairs])
    with django_assert_num_queries(7):
        desk.get(LIST)


def test_follow_ups_of_another_town_are_not_there(desk, komagane):
    one = make_follow_up(komagane.enrollment, komagane.director)
    for verb in ("edit", "done"):
        assert desk.post(f"/p/nichinan/follow-ups/{one.pk}/{verb}/", typed()).status_code == 404
    assert list(desk.get(LIST).context["page"]) == []
