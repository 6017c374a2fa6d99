"""One rule says how a month is shown, on the person's own pages and on the town's."""

import datetime as dt

import pytest

from programs.shared.month import Month
from tests.make import make_cohort, make_enrollment
from workers.domain.month_lines import line_of, lines_of, questions_of
from workers.domain.month_states import MonthFacts, facts_of, month_state
from workers.models import Enrollment, IncomeMonth
from workers.models.income_month import Due

NOVEMBER = Month(2026, 11)


@pytest.mark.parametrize(
    ("facts", "taking_part", "running", "state"),
    [
        (None, False, False, "blank"),
        (None, True, False, "unanswered"),
        (None, True, True, "now"),
        (MonthFacts(0, 30_000, 0, "open"), False, False, "blank"),
        (MonthFacts(5_000, 30_000, 1, "open"), False, False, "missed"),
        (MonthFacts(0, None, 0, "open", rests=True), True, False, "paused"),
        (MonthFacts(0, None, 0, "open", rests=True), True, True, "paused"),
        (MonthFacts(5_000, None, 1, "open"), True, False, "no_plan"),
        (MonthFacts(5_000, None, 1, "open"), True, True, "now"),
        (MonthFacts(30_000, 30_000, 1, "open"), True, False, "reached"),
        (MonthFacts(29_999, 30_000, 1, "open"), True, False, "missed"),
        (MonthFacts(0, 30_000, 0, "open"), True, False, "unanswered"),
        (MonthFacts(0, 30_000, 0, "nothing_earned"), True, False, "nothing_earned"),
        (MonthFacts(0, 30_000, 0, "excused"), True, False, "nothing_earned"),
    ],
)
def test_the_state_of_a_month(facts, taking_part, running, state):
    assert month_state(facts, taking_part=taking_part, running=running) == state


@pytest.mark.parametrize(
    ("columns", "rests"),
    [
        ({"due": Due.RECOMPUTE}, False),
        ({"due": Due.COUNT}, True),
        ({"due": Due.COUNT, "target": 0}, False),
        ({"due": Due.COUNT, "earning_count": 1}, False),
    ],
)
def test_a_month_rests_without_plan_and_entries_once_that_is_known(columns, rests):
    assert IncomeMonth(month=NOVEMBER.first, **columns).is_paused is rests


@pytest.mark.parametrize("columns", [{}, {"target": 30_000}, {"due": Due.COUNT}, {"earning_count": 1, "gross": 10}])
@pytest.mark.parametrize("month", [Month(2026, 10), NOVEMBER])
def test_the_person_and_the_town_see_the_same_state(nichinan, month, columns):
    row = IncomeMonth(enrollment=nichinan.enrollment, month=month.first, **columns)
    line = line_of(nichinan.enrollment, month, row, now=NOVEMBER)
    town = month_state(facts_of(row, counts_net=True), taking_part=True, running=month == NOVEMBER)
    assert line.bar == town


def test_months_outside_the_stay_are_lines_only_with_entries_and_never_questions(nichinan):
    one = nichinan.enrollment
    one.left_on = dt.date(2026, 9, 1)
    IncomeMonth.objects.create(enrollment=one, month=dt.date(2026, 9, 1), target=30_000)
    IncomeMonth.objects.create(enrollment=one, month=dt.date(2026, 10, 1), target=30_000, earning_count=1)
    lines = lines_of(one)
    assert [str(line.month) for line in lines][:2] == ["2026-10", "2026-08"]
    assert (lines[0].state, lines[0].is_silent) == ("excused", False)
    asked = questions_of(lines, grace_days=5, today=dt.date(2026, 11, 22))
    assert str(asked[-1].line.month) == "2026-08"


def test_the_enrollment_in_force_comes_before_one_still_to_come_and_one_that_is_over(nichinan):
    def enrolled(number: int, joined_on: dt.date, **fields) -> Enrollment:
        cohort = make_cohort(nichinan.program, number=number)
        return make_enrollment(cohort, worker=nichinan.worker, joined_on=joined_on, **fields)

    future = enrolled(2, dt.date(2026, 12, 1))
    over = enrolled(3, dt.date(2026, 2, 1), left_on=dt.date(2026, 3, 1), leaving_reason="completed")
    assert list(Enrollment.objects.of(nichinan.worker_user)) == [nichinan.enrollment, future, over]
