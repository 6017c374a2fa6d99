"""Asked 6 and 12 months after leaving: who, when, by which link, and what may still be changed."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from programs.domain.refusals import Refused
from tests.make import make_cohort, make_enrollment
from workers.domain.enrollments import leave
from workers.domain.later_states import (
    LinkNotUsable,
    Said,
    answer_by_link,
    find_by_token,
    make_link,
    months_later,
    note_state,
    plan_due_states,
    states_to_ask,
)
from workers.domain.later_summary import LaterFigures, later_summary
from workers.domain.outcomes import Successes
from workers.models import Enrollment, LaterState
from workers.tasks import plan_later_states

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)
WORKS = Said(life="employed", uses_what_was_learned=True, lives_here=True, note="元気です")


@pytest.fixture
def gone(nichinan) -> Enrollment:
    """Left on 20 May 2026: to be asked for the first time on 20 November."""
    return leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 5, 20), reason="hired")


@pytest.fixture
def state(gone) -> LaterState:
    plan_due_states(TODAY)
    return gone.later_states.get(months_after=6)


def later(days: int):
    return time_machine.travel(timezone.now() + dt.timedelta(days=days), tick=False)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2026, 5, 20), 6, dt.date(2026, 11, 20)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day, months, expected):
    assert months_later(day, months) == expected


def test_everybody_who_left_is_asked_twice_and_nobody_three_times(gone, komagane):
    leave(enrollment=komagane.enrollment, left_on=dt.date(2026, 12, 1), reason="moved")  # still to come
    assert [plan_later_states(), plan_later_states()] == [2, 0]
    rows = LaterState.objects.order_by("due_on").values_list("enrollment", "months_after", "due_on")
    assert list(rows) == [(gone.pk, 6, dt.date(2026, 11, 20)), (gone.pk, 12, dt.date(2027, 5, 20))]


def test_whoever_left_on_the_first_day_never_came_and_is_not_asked(nichinan, gone, state):
    LaterState.objects.all().delete()
    Enrollment.objects.filter(pk=gone.pk).update(left_on=gone.joined_on)
    with later(400):
        assert plan_later_states() == 0
        assert later_summary(nichinan.program, today=timezone.localdate(), hide_small=False).left == 0


def test_a_corrected_leaving_moves_the_questions_nobody_has_put(gone, state):
    make_link(state=state, today=TODAY)
    leave(enrollment=gone, left_on=dt.date(2026, 5, 10), reason="hired")
    plan_due_states(TODAY)
    assert list(LaterState.objects.order_by("months_after").values_list("due_on", flat=True)) == [
        dt.date(2026, 11, 20),
        dt.date(2027, 5, 10),
    ]


def test_whoever_takes_part_again_is_not_asked_about_a_life_after(nichinan, gone):
    make_enrollment(make_cohort(nichinan.program), worker=nichinan.worker)
    assert plan_due_states(TODAY) == 0
    LaterState.objects.create(enrollment=gone, months_after=6, due_on=TODAY)
    assert list(states_to_ask(nichinan.program, TODAY)) == []


def test_the_link_is_answered_without_an_account(state):
    _state, token = make_link(state=state, today=TODAY)
    answer_by_link(token=token, said=WORKS)
    state.refresh_from_db()
    assert (state.life, state.uses_what_was_learned, state.lives_here, state.note) == (
        "employed",
        True,
        True,
        "元気です",
    )
    assert (state.noted_by, token in state.token_hash) == (None, False)


def test_an_answer_is_corrected_for_two_weeks_counted_from_the_first(state):
    _state, token = make_link(state=state, today=TODAY)
    answer_by_link(token=token, said=WORKS)
    first = LaterState.objects.get(pk=state.pk).answered_at
    with later(13):
        answer_by_link(token=token, said=Said(life="crowdwork"))
    state.refresh_from_db()
    assert (state.life, state.note, state.answered_at) == ("crowdwork", "", first)
    with later(15), pytest.raises(LinkNotUsable):
        answer_by_link(token=token, said=WORKS)


@pytest.mark.parametrize(("days", "works"), [(89, True), (91, False)])
def test_a_link_works_for_ninety_days(state, days, works):
    _state, token = make_link(state=state, today=TODAY)
    with later(days):
        if works:
            assert find_by_token(token) == state
        else:
            with pytest.raises(LinkNotUsable):
                find_by_token(token)


def test_a_new_link_replaces_the_old_one(state):
    _state, old = make_link(state=state, today=TODAY)
    _state, new = make_link(state=state, today=TODAY)
    assert find_by_token(new) == state
    for wrong in (old, "", "x", state.token_hash):
        with pytest.raises(LinkNotUsable):
            find_by_token(wrong)


def test_nobody_is_asked_too_early_or_again(gone, state):
    with pytest.raises(Refused, match="2週間前"):
        make_link(state=gone.later_states.get(months_after=12), today=TODAY)
    _state, token = make_link(state=state, today=dt.date(2026, 11, 6))
    answer_by_link(token=token, said=WORKS)
    with pytest.raises(Refused, match="すでに回答"):
        make_link(state=state, today=TODAY)


def test_what_was_heard_by_phone_closes_the_link_and_may_be_corrected(nichinan, state):
    _state, token = make_link(state=state, today=TODAY)
    note_state(state=state, said=WORKS, by=nichinan.director)
    note_state(state=state, said=Said(life="looking"), by=nichinan.director)
    state.refresh_from_db()
    assert (state.life, state.noted_by) == ("looking", nichinan.director)
    with pytest.raises(LinkNotUsable):
        answer_by_link(token=token, said=WORKS)


def test_the_persons_own_answer_is_not_written_over(nichinan, state):
    _state, token = make_link(state=state, today=TODAY)
    answer_by_link(token=token, said=WORKS)
    with pytest.raises(Refused, match="本人"):
        note_state(state=state, said=Said(life="other"), by=nichinan.director)
    state.refresh_from_db()
    assert state.life == "employed"


def answered(cohort, life: str, *, uses: bool | None = None, worker=None) -> LaterState:
    one = make_enrollment(cohort, worker=worker, left_on=dt.date(2026, 5, 1), leaving_reason="moved")
    return LaterState.objects.create(
        enrollment=one,
        months_after=6,
        due_on=dt.date(2026, 11, 1),
        answered_at=timezone.now(),
        life=life,
        uses_what_was_learned=uses,
    )


def figures_of(program, *, hide_small: bool) -> LaterFigures:
    return later_summary(program, today=TODAY, hide_small=hide_small).figures[0]


def test_the_summary_counts_people_and_who_did_not_answer(nichinan, gone, state):
    for _n in range(3):
        answered(nichinan.cohort, "employed", uses=True)
    summary = later_summary(nichinan.program, today=TODAY, hide_small=False)
    half_year, year = summary.figures
    assert (summary.left, summary.once) == (4, Successes(hired=1, people=1))
    assert (half_year.asked, half_year.answered, half_year.rate) == (4, 3, 75)
    assert (half_year.life["employed"], half_year.uses_what_was_learned, half_year.lives_here) == (3, 3, 0)
    assert (year.asked, year.answered, year.rate) == (0, 0, None)


def test_one_person_who_left_two_cohorts_is_one_person(nichinan):
    second = make_cohort(nichinan.program)
    state = answered(nichinan.cohort, "employed")
    answered(second, "looking", worker=state.enrollment.worker)
    figures = figures_of(nichinan.program, hide_small=False)
    assert (figures.asked, figures.answered, figures.life["looking"]) == (1, 1, 1)


def test_small_figures_are_withheld_from_who_only_looks_on(nichinan):
    for _n in range(4):
        answered(nichinan.cohort, "employed", uses=True)
    few = figures_of(nichinan.program, hide_small=True)
    assert (few.answered, few.rate, set(few.life.values()), few.uses_what_was_learned) == (None, None, {None}, None)
    answered(nichinan.cohort, "employed", uses=True)
    enough = figures_of(nichinan.program, hide_small=True)
    assert (enough.answered, enough.life["employed"], enough.uses_what_was_learned) == (5, 5, 5)
    answered(nichinan.cohort, "looking", uses=False)
    mixed = figures_of(nichinan.program, hide_small=True)
    assert (mixed.answered, mixed.life["looking"], mixed.uses_what_was_learned) == (6, None, None)
    assert mixed.life["employed"] is None or sum(n is None for n in mixed.life.values()) >= 2


def test_the_summary_asks_a_fixed_number_of_times(nichinan, django_assert_num_queries):
    for _n in range(3):
        answered(nichinan.cohort, "employed")
    with django_assert_num_queries(4):
        later_summary(nichinan.program, today=TODAY, hide_small=True)
