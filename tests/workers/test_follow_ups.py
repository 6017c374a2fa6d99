"""What is to be done: planned, given to somebody, done, and taken back."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from tests.make import make_director, make_program, make_user
from tests.make_programme import make_follow_up
from workers.domain.follow_ups import (
    change_follow_up,
    finish_follow_up,
    mine_first,
    plan_follow_up,
    reopen_follow_up,
)
from workers.models import FollowUp

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def plan(town, **fields) -> FollowUp:
    words = {"what": "電話する", "due_on": TODAY, "by": town.director, "assigned_to": town.director}
    return plan_follow_up(enrollment=town.enrollment, **words | fields)


def test_a_promise_has_a_day_and_somebody(nichinan):
    made = plan(nichinan, assigned_to=nichinan.official)
    assert (made.what, made.due_on, made.assigned_to, made.made_by, made.done_at) == (
        "電話する",
        TODAY,
        nichinan.official,
        nichinan.director,
        None,
    )


def test_a_day_gone_by_is_refused(nichinan):
    with pytest.raises(Refused, match="この日は過ぎています") as refused:
        plan(nichinan, due_on=TODAY - dt.timedelta(days=1))
    assert refused.value.field == "due_on"


def test_only_those_who_serve_here_are_given_something(nichinan, komagane):
    elsewhere = make_director(make_program(nichinan.municipality))
    for stranger in (komagane.director, komagane.official, nichinan.worker_user, elsewhere, make_user()):
        with pytest.raises(Refused) as refused:
            plan(nichinan, assigned_to=stranger)
        assert refused.value.field == "assigned_to"
    assert FollowUp.objects.count() == 0


def test_done_twice_the_first_one_stands(nichinan):
    made = plan(nichinan)
    first = finish_follow_up(follow_up=made, by=nichinan.director)
    again = finish_follow_up(follow_up=made, by=nichinan.official)
    assert (again.done_at, again.done_by) == (first.done_at, nichinan.director)


def test_taken_back_it_is_open_again(nichinan):
    made = plan(nichinan)
    finish_follow_up(follow_up=made, by=nichinan.director)
    reopened = reopen_follow_up(follow_up=made)
    assert (reopened.done_at, reopened.done_by) == (None, None)
    assert list(FollowUp.objects.open()) == [made]


def test_an_overdue_one_is_changed_without_moving_its_day(nichinan):
    late = make_follow_up(nichinan.enrollment, nichinan.director, due_on=TODAY - dt.timedelta(days=9))
    changed = change_follow_up(follow_up=late, what="訪ねる", due_on=late.due_on, assigned_to=None)
    assert (changed.what, changed.due_on) == ("訪ねる", TODAY - dt.timedelta(days=9))
    with pytest.raises(Refused, match="過ぎて"):
        change_follow_up(follow_up=late, what="訪ねる", due_on=TODAY - dt.timedelta(days=1), assigned_to=None)


def test_what_is_done_is_not_rewritten(nichinan):
    made = plan(nichinan)
    finish_follow_up(follow_up=made, by=nichinan.director)
    with pytest.raises(Refused, match="すでに済んだ"):
        change_follow_up(follow_up=made, what="ちがう", due_on=TODAY, assigned_to=None)


def test_mine_come_first_then_by_day(nichinan):
    days = {"a": (3, nichinan.official), "b": (9, nichinan.director), "c": (5, nichinan.director), "d": (1, None)}
    for what, (ahead, user) in days.items():
        plan(nichinan, what=what, due_on=TODAY + dt.timedelta(days=ahead), assigned_to=user)
    assert [one.what for one in mine_first(FollowUp.objects.open(), nichinan.director)] == ["c", "b", "d", "a"]
    assert FollowUp.objects.overdue(TODAY + dt.timedelta(days=4)).count() == 2
