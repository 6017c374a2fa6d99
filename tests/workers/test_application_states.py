"""The one place where an application's state changes, and what the applicant reads of it."""

import pytest

from programs.domain.refusals import Refused
from programs.models import Call
from tests.make import make_cohort, make_worker
from tests.make_programme import make_application, make_call
from workers.domain.application_words import latest_of, standing_of
from workers.domain.applications import TRANSITIONS, move, place_on_waiting_list
from workers.models import Application
from workers.models.application import ApplicationState


@pytest.fixture
def call(nichinan) -> Call:
    return make_call(nichinan.cohort)


REASON = {"declined": "seats", "withdrawn": "other"}


def bring_to(application: Application, state: str, by) -> Application:
    if state == "applied":
        return application
    worker = make_worker() if state == "selected" else None
    return move(application=application, state=state, by=by, reason=REASON.get(state, ""), worker=worker)


@pytest.mark.parametrize("before", ApplicationState.values)
@pytest.mark.parametrize("after", ApplicationState.values)
def test_what_may_follow_what(call, nichinan, before, after):
    application = bring_to(make_application(call), before, nichinan.official)
    steps = application.steps.count()
    if before == after:
        assert bring_to(application, after, nichinan.official).state == before
        assert application.steps.count() == steps
    elif after in TRANSITIONS[before]:
        assert bring_to(application, after, nichinan.official).state == after
        assert application.steps.count() == steps + 1
    else:
        with pytest.raises(Refused):
            move(application=application, state=after, by=nichinan.official, reason=REASON.get(after, ""))
        application.refresh_from_db()
        assert application.state == before


def test_every_state_is_in_the_table():
    assert set(TRANSITIONS) == set(ApplicationState)
    assert {state for state, after in TRANSITIONS.items() if not after} == {"selected", "withdrawn"}


@pytest.mark.parametrize(
    ("state", "reason"), [("declined", ""), ("declined", "family"), ("withdrawn", "seats"), ("waiting", "seats")]
)
def test_a_reason_fits_its_state(call, nichinan, state, reason):
    with pytest.raises(Refused) as caught:
        move(application=make_application(call), state=state, by=nichinan.official, reason=reason)
    assert caught.value.field == "reason"


def test_selected_are_participants_and_nobody_else(call, nichinan):
    application = make_application(call)
    with pytest.raises(ValueError, match="participant"):
        move(application=application, state="selected", by=nichinan.official)
    with pytest.raises(ValueError, match="participant"):
        move(application=application, state="screening", by=nichinan.official, worker=make_worker())


def test_a_line_is_stood_in_from_its_end_and_gaps_do_not_count(call, nichinan):
    people = [move(application=make_application(call), state="waiting", by=nichinan.official) for _n in range(3)]
    assert [place_on_waiting_list(one) for one in people] == [1, 2, 3]
    move(application=people[0], state="withdrawn", by=None, reason="not_said")
    assert [place_on_waiting_list(one) for one in people[1:]] == [1, 2]
    late = move(application=make_application(call), state="waiting", by=nichinan.official)
    assert place_on_waiting_list(late) == 3
    people[0].refresh_from_db()
    assert (people[0].waiting_rank, place_on_waiting_list(people[0])) == (None, None)


def test_who_went_on_into_a_later_call_is_not_ahead_of_anybody(call, nichinan):
    gone, left = [move(application=make_application(call), state="waiting", by=nichinan.official) for _n in range(2)]
    make_application(make_call(make_cohort(nichinan.program, number=2)), carried_from=gone)
    assert place_on_waiting_list(left) == 1


def test_what_the_applicant_reads_names_nobody_and_repeats_no_note(call, nichinan):
    application = make_application(call)
    move(application=application, state="screening", by=nichinan.official, note="秘密のメモ")
    application = move(application=application, state="declined", by=nichinan.official, reason="skills", note="秘密")
    standing = standing_of(application)
    text = f"{standing.headline}{standing.next}{standing.reason}" + "".join(str(step) for step in standing.steps)
    assert [str(step.word) for step in standing.steps] == ["内容確認", "見送り"]
    assert [word for word in ("秘密", nichinan.official.display_name, "パソコンの経験が足りない") if word in text] == []
    assert str(standing.reason) == "今回は、パソコンの経験がもう少しある方を募集していました。"
    assert not standing.may_withdraw


def test_an_application_carried_over_is_followed(call, nichinan):
    first = make_application(call)
    second = make_application(call, carried_from=first)
    third = make_application(call, carried_from=second)
    assert [latest_of(one) for one in (first, second, third)] == [third] * 3
