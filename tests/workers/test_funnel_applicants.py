"""The step before the funnel counts people of a call, however often they came back to it."""

import pytest

from tests.make import make_cohort
from tests.make_programme import make_application, make_call
from workers.domain.funnel_applicants import applicants_of

pytestmark = pytest.mark.django_db
AOI = {"family_name_kana": "クロキ", "given_name_kana": "アオイ"}


@pytest.mark.parametrize(("state", "reason"), [("withdrawn", "family"), ("declined", "hours")])
def test_who_came_back_to_the_same_call_counts_once_where_they_stand(nichinan, state, reason):
    call = make_call(nichinan.cohort)
    make_application(call, state=state, decision_reason=reason, phone="090-1111-2222", **AOI)
    make_application(call, phone="090-1111-2222", **AOI)
    found = applicants_of(nichinan.program)
    assert (found.applied, found.states, found.reasons) == (1, {"applied": 1}, {})


def test_namesakes_who_are_reached_elsewhere_are_two_people(nichinan):
    call = make_call(nichinan.cohort)
    make_application(call, state="withdrawn", decision_reason="family", phone="090-1111-2222", email="", **AOI)
    make_application(call, phone="090-3333-4444", email="", **AOI)
    assert applicants_of(nichinan.program).applied == 2


def test_another_call_is_another_application(nichinan):
    first, second = make_call(nichinan.cohort), make_call(make_cohort(nichinan.program, number=2))
    make_application(first, state="declined", decision_reason="seats", phone="090-1111-2222", **AOI)
    make_application(second, phone="090-1111-2222", **AOI)
    assert [applicants_of(nichinan.program, one).applied for one in (first.cohort, second.cohort)] == [1, 1]


def test_applicants_by_how_it_ended(nichinan):
    call = make_call(nichinan.cohort)
    for state, reason in (
        ("applied", ""),
        ("waiting", ""),
        ("declined", "seats"),
        ("declined", "double"),
        ("withdrawn", "found_work"),
        ("withdrawn", "seats"),
    ):
        make_application(call, state=state, decision_reason=reason)
    make_application(call, state="selected", worker=nichinan.worker)
    found = applicants_of(nichinan.program, nichinan.cohort)
    assert (found.applied, found.ended) == (6, 3)
    assert found.states == {"applied": 1, "selected": 1, "waiting": 1, "declined": 1, "withdrawn": 2}
    assert found.reasons == {"seats": 2, "found_work": 1}


def test_who_was_carried_over_counts_at_the_later_call(nichinan, komagane):
    first = make_application(make_call(nichinan.cohort), state="waiting")
    later = make_cohort(nichinan.program)
    make_application(make_call(later), carried_from=first, channel="carried")
    make_application(make_call(komagane.cohort))
    assert [applicants_of(nichinan.program, one).applied for one in (None, nichinan.cohort, later)] == [1, 0, 1]
