"""Stages and steps of one person: inside the stay, each day and each step once."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from tests.make import make_cohort, make_enrollment
from workers.domain.enrollments import leave
from workers.domain.joining import correct_joined_on
from workers.domain.journeys import current_stage, journey_of
from workers.domain.outcomes import record_outcome
from workers.domain.stages import begin_stage, correct_stage, note_step, remove_stage
from workers.domain.targets import pause
from workers.models import EnrollmentStage, FunnelStep

pytestmark = pytest.mark.django_db


def stage(enrollment, began_on, which="learning"):
    return begin_stage(enrollment=enrollment, stage=which, began_on=began_on, by=None)


@pytest.mark.parametrize("day", [dt.date(2026, 1, 9), dt.date(2026, 10, 1), dt.date(2026, 11, 23), dt.date(2026, 3, 1)])
def test_a_stage_lies_within_the_stay_not_ahead_and_alone_on_its_day(nichinan, day):
    person = nichinan.enrollment
    stage(person, dt.date(2026, 3, 1))
    leave(enrollment=person, left_on=dt.date(2026, 10, 1), reason="completed")
    with pytest.raises(Refused) as refused:
        stage(person, day, "supported")
    assert (refused.value.field, EnrollmentStage.objects.count()) == ("began_on", 1)


def test_the_first_day_and_the_last_are_inside(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 10, 1), reason="completed")
    stage(nichinan.enrollment, dt.date(2026, 1, 10))
    stage(nichinan.enrollment, dt.date(2026, 9, 30), "leader")
    assert EnrollmentStage.objects.count() == 2


def test_a_stage_is_corrected_and_taken_back(nichinan):
    first = stage(nichinan.enrollment, dt.date(2026, 3, 1))
    correct_stage(stage=first, to="supported", began_on=dt.date(2026, 3, 1), by=nichinan.director)
    assert list(EnrollmentStage.objects.values_list("stage", "by")) == [("supported", nichinan.director.pk)]
    remove_stage(stage=first, by=None)
    with pytest.raises(Refused):
        correct_stage(stage=first, to="leader", began_on=dt.date(2026, 3, 1), by=None)


def test_neither_leaving_nor_joining_moves_over_a_stage(nichinan):
    person = nichinan.enrollment
    stage(person, dt.date(2026, 3, 1))
    with pytest.raises(Refused) as refused:
        leave(enrollment=person, left_on=dt.date(2026, 2, 1), reason="moved")
    assert refused.value.field == "left_on"
    with pytest.raises(Refused) as refused:
        correct_joined_on(enrollment=person, joined_on=dt.date(2026, 4, 1))
    assert refused.value.field == "joined_on"


def test_who_was_selected_and_never_came_can_leave(nichinan):
    person = nichinan.enrollment
    begin_stage(enrollment=person, stage="learning", began_on=person.joined_on, by=None)
    leave(enrollment=person, left_on=person.joined_on, reason="other")
    person.refresh_from_db()
    assert person.left_on == person.joined_on


def test_a_break_begins_before_the_person_leaves(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 10, 1), reason="completed")
    with pytest.raises(Refused) as refused:
        pause(enrollment=nichinan.enrollment, starts_on=dt.date(2026, 10, 1), ends_on=None)
    assert refused.value.field == "starts_on"


def test_a_seminar_may_lie_before_the_first_day_a_first_order_not(nichinan):
    person = nichinan.enrollment
    note_step(enrollment=person, step="seminar", reached_on=dt.date(2025, 12, 1), by=None)
    with pytest.raises(Refused):
        note_step(enrollment=person, step="first_order", reached_on=dt.date(2025, 12, 1), by=None)
    with pytest.raises(Refused):
        note_step(enrollment=person, step="seminar", reached_on=dt.date(2025, 12, 2), by=None)
    with pytest.raises(Refused):
        note_step(enrollment=person, step="target", reached_on=dt.date(2026, 12, 2), by=None)
    assert list(FunnelStep.objects.values_list("step", flat=True)) == ["seminar"]


def test_the_way_of_one_person_runs_through_all_cohorts_newest_first(nichinan):
    old = make_cohort(nichinan.program, number=9, starts_on=dt.date(2025, 4, 1))
    before = make_enrollment(old, worker=nichinan.worker)
    before = leave(enrollment=before, left_on=dt.date(2025, 12, 1), reason="completed")
    now = nichinan.enrollment
    first = stage(now, dt.date(2026, 1, 10))
    stage(now, dt.date(2026, 6, 1), "supported")
    pause(enrollment=now, starts_on=dt.date(2026, 8, 1), ends_on=dt.date(2026, 9, 30), reason="farm_season")
    record_outcome(enrollment=now, kind="moved_in", happened_on=dt.date(2026, 10, 5), by=None)
    events = journey_of([before, now])
    assert [(one.kind, one.on) for one in events] == [
        ("outcome", dt.date(2026, 10, 5)),
        ("pause", dt.date(2026, 8, 1)),
        ("stage", dt.date(2026, 6, 1)),
        ("stage", dt.date(2026, 1, 10)),
        ("joined", dt.date(2026, 1, 10)),
        ("left", dt.date(2025, 12, 1)),
        ("joined", dt.date(2025, 4, 1)),
    ]
    assert (current_stage(events, now).stage, current_stage(events, before)) == ("supported", None)
    assert current_stage(events[3:], now) == first
