"""What state a call stands in, day by day and seat by seat, and who makes it public."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.models import AccessRecord, Call
from tests.conftest import TODAY
from tests.make import make_enrollment
from tests.make_programme import make_call, make_consent
from workers.domain.calls import (
    CallNotOpen,
    end_early,
    open_or_soon,
    publish,
    refuse_unless_open,
    seats_left,
    state_of,
    takes_applications,
    with_taken,
)
from workers.models import Enrollment

DAY = dt.timedelta(days=1)


@pytest.fixture
def call(nichinan) -> Call:
    """Two seats, one of them given."""
    nichinan.cohort.capacity = 2
    nichinan.cohort.save()
    return make_call(nichinan.cohort, opens_on=TODAY - DAY, closes_on=TODAY + DAY)


@pytest.mark.parametrize(("days", "state"), [(-2, "upcoming"), (-1, "open"), (0, "open"), (1, "open"), (2, "closed")])
def test_it_is_open_from_its_first_day_to_its_last(call, days, state):
    assert state_of(call, TODAY + days * DAY) == state


def test_a_draft_is_nothing_else(call):
    call.published_at = None
    assert [state_of(call, TODAY + n * DAY) for n in (-2, 0, 2)] == ["draft"] * 3


def test_seats_are_those_nobody_has(call, nichinan):
    assert seats_left(call) == 1
    person = make_enrollment(nichinan.cohort)
    assert (seats_left(call), state_of(call, TODAY)) == (0, "full")
    Enrollment.objects.filter(pk=person.pk).update(left_on=TODAY, leaving_reason="moved")
    assert (seats_left(call), state_of(call, TODAY)) == (1, "open")
    Enrollment.objects.filter(pk=person.pk).update(left_on=TODAY + DAY)
    assert seats_left(call) == 0
    assert [one.taken for one in with_taken(Call.objects.all())] == [2]


def test_a_full_call_takes_applications_for_its_waiting_list_only(call, nichinan):
    make_enrollment(nichinan.cohort)
    assert takes_applications(call, state_of(call, TODAY))
    refuse_unless_open(call)
    call.takes_waiting = False
    assert not takes_applications(call, state_of(call, TODAY))
    with pytest.raises(CallNotOpen, match="定員に達し"):
        refuse_unless_open(call)
    refuse_unless_open(call, in_time=True)


def test_paper_that_came_in_time_is_taken_later_but_never_before_the_call(call):
    call.closes_on = TODAY - DAY
    with pytest.raises(CallNotOpen, match="締め切りました"):
        refuse_unless_open(call)
    refuse_unless_open(call, in_time=True)
    call.opens_on, call.closes_on = TODAY + DAY, TODAY + DAY
    with pytest.raises(CallNotOpen, match="まだ"):
        refuse_unless_open(call, in_time=True)


def test_without_a_consent_text_nothing_is_published(call, nichinan):
    Call.objects.update(published_at=None)
    with pytest.raises(Refused, match="同意文"):
        publish(call=call, by=nichinan.official)
    make_consent(nichinan.municipality)
    call = publish(call=call, by=nichinan.official)
    first = call.published_at
    assert publish(call=call, by=nichinan.official).published_at == first
    assert AccessRecord.objects.filter(detail="published").count() == 1


def test_a_call_of_yesterday_is_not_published(call, nichinan):
    Call.objects.update(published_at=None, closes_on=TODAY - DAY)
    make_consent(nichinan.municipality)
    with pytest.raises(Refused) as caught:
        publish(call=call, by=nichinan.official)
    assert caught.value.field == "closes_on"


def test_ending_early_closes_it_today(call, nichinan):
    ended = end_early(call=call, by=nichinan.official)
    assert state_of(ended, TODAY) == "closed"
    assert end_early(call=call, by=nichinan.official).ended_at == ended.ended_at
    Call.objects.update(published_at=None, ended_at=None)
    with pytest.raises(Refused):
        end_early(call=call, by=nichinan.official)


def test_the_list_holds_what_is_open_or_comes(call, komagane, nichinan):
    soon = make_call(komagane.cohort, opens_on=TODAY + 5 * DAY, closes_on=TODAY + 6 * DAY)
    assert list(open_or_soon(TODAY)) == [call, soon]
    Call.objects.filter(pk=call.pk).update(ended_at=call.published_at)
    assert list(open_or_soon(TODAY)) == [soon]
    Call.objects.filter(pk=soon.pk).update(published_at=None)
    Call.objects.filter(pk=call.pk).update(ended_at=None)
    assert list(open_or_soon(TODAY)) == [call]
    assert list(open_or_soon(TODAY + 2 * DAY)) == []
    nichinan.program.ended_on = TODAY - DAY
    nichinan.program.save()
    assert list(open_or_soon(TODAY)) == []
