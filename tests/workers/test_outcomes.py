"""Successes: written down once, with the leaving or without it, and counted in people."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from tests.make import make_cohort, make_enrollment
from workers.domain.enrollments import leave
from workers.domain.outcomes import Successes, record_outcome, remove_outcome, successes
from workers.models import Outcome

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 1)


def outcomes(enrollment) -> list[tuple]:
    rows = Outcome.objects.filter(enrollment=enrollment).order_by("happened_on", "pk")
    return list(rows.values_list("kind", "happened_on", "employer"))


def test_leaving_hired_is_a_success_and_no_loss(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=DAY, reason="hired", employer="油津ソフト", by=nichinan.official)
    assert outcomes(nichinan.enrollment) == [("hired", DAY, "油津ソフト")]
    assert Outcome.objects.get().by == nichinan.official
    assert successes(nichinan.program) == Successes(hired=1, people=1)


def test_leaving_for_another_reason_is_none(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=DAY, reason="moved")
    assert (outcomes(nichinan.enrollment), successes(nichinan.cohort)) == ([], Successes())


def test_a_success_noted_before_is_not_written_again_but_learns_its_employer(nichinan):
    person = nichinan.enrollment
    record_outcome(enrollment=person, kind="hired", happened_on=dt.date(2026, 9, 1), by=None)
    leave(enrollment=person, left_on=DAY, reason="hired", employer="油津ソフト")
    assert outcomes(person) == [("hired", dt.date(2026, 9, 1), "油津ソフト")]


def test_a_corrected_leaving_corrects_its_success(nichinan):
    person = nichinan.enrollment
    leave(enrollment=person, left_on=DAY, reason="hired")
    leave(enrollment=person, left_on=dt.date(2026, 11, 5), reason="started_business", employer="個人事業")
    assert outcomes(person) == [("started_business", dt.date(2026, 11, 5), "個人事業")]
    leave(enrollment=person, left_on=dt.date(2026, 11, 5), reason="care")
    assert (outcomes(person), successes(nichinan.program)) == ([], Successes())


def test_what_was_noted_beside_a_success_outlives_a_corrected_leaving(nichinan):
    person, later = nichinan.enrollment, dt.date(2026, 11, 5)
    record_outcome(enrollment=person, kind="hired", happened_on=DAY, by=None, note="正社員")
    leave(enrollment=person, left_on=DAY, reason="hired")
    leave(enrollment=person, left_on=later, reason="hired", employer="油津ソフト")
    leave(enrollment=person, left_on=later, reason="hired", employer="油津システム")
    outcome = Outcome.objects.get()
    assert (outcome.happened_on, outcome.employer, outcome.note) == (later, "油津システム", "正社員")


def test_a_person_in_two_cohorts_counts_once(nichinan):
    first, second = nichinan.enrollment, make_enrollment(make_cohort(nichinan.program), worker=nichinan.worker)
    for person, kind in ((first, "hired"), (second, "hired"), (second, "moved_in")):
        record_outcome(enrollment=person, kind=kind, happened_on=DAY, by=None)
    assert successes(nichinan.program) == Successes(hired=1, moved_in=1, people=1)
    assert successes(nichinan.cohort) == Successes(hired=1, people=1)


def test_somebody_who_left_so_counts_though_no_outcome_was_written(nichinan):
    make_enrollment(nichinan.cohort, left_on=DAY, leaving_reason="hired")
    make_enrollment(nichinan.cohort, left_on=dt.date(2026, 12, 1), leaving_reason="hired")  # still to come
    assert successes(nichinan.program) == Successes(hired=1, people=1)


@pytest.mark.parametrize(
    ("hired", "among", "shown"),
    [(0, 3, 0), (1, 40, None), (4, 40, None), (5, 40, 5), (37, 40, None), (40, 40, 40), (2, 2, None)],
)
def test_onlookers_read_no_success_that_would_say_why_somebody_left(hired, among, shown):
    told = Successes(hired=hired, people=hired).for_onlookers(among)
    assert (told.hired, told.moved_in, told.hides_something) == (shown, 0, shown is None)


def test_the_other_town_is_not_counted(nichinan, komagane):
    record_outcome(enrollment=komagane.enrollment, kind="moved_in", happened_on=DAY, by=None)
    assert successes(nichinan.program) == Successes()


def test_counting_asks_twice_however_many(nichinan, django_assert_num_queries):
    for _n in range(3):
        record_outcome(enrollment=make_enrollment(nichinan.cohort), kind="hired", happened_on=DAY, by=None)
    with django_assert_num_queries(2):
        assert successes(nichinan.program).hired == 3


@pytest.mark.parametrize(
    ("day", "field"), [(dt.date(2026, 1, 9), "happened_on"), (dt.date(2026, 11, 23), "happened_on"), (DAY, "kind")]
)
def test_what_cannot_be_is_refused(nichinan, day, field):
    record_outcome(enrollment=nichinan.enrollment, kind="hired", happened_on=DAY, by=None)
    with pytest.raises(Refused) as refused:
        record_outcome(enrollment=nichinan.enrollment, kind="hired", happened_on=day, by=None)
    assert (refused.value.field, Outcome.objects.count()) == (field, 1)


def test_a_slip_of_the_pen_is_taken_back(nichinan):
    outcome = record_outcome(enrollment=nichinan.enrollment, kind="hired", happened_on=DAY, by=None)
    remove_outcome(outcome=outcome, by=None)
    remove_outcome(outcome=outcome, by=None)
    assert successes(nichinan.program) == Successes()


def test_what_somebody_left_with_stays_with_the_leaving(nichinan):
    leave(enrollment=nichinan.enrollment, left_on=DAY, reason="hired")
    with pytest.raises(Refused, match="参加を終えた記録"):
        remove_outcome(outcome=Outcome.objects.get(), by=None)
    assert Outcome.objects.count() == 1


def test_a_leaving_that_is_refused_writes_no_success(nichinan):
    with pytest.raises(Refused):
        leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 1, 1), reason="hired")
    assert Outcome.objects.count() == 0
