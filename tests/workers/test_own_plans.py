"""Targets month by month: the ramp, the person's own plan, wishes, and months that are signed off meanwhile."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from programs.domain.refusals import Refused
from programs.models import RampStep
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_enrollment
from workers.domain.closing import close_month
from workers.domain.enrollments import leave, open_months_of
from workers.domain.own_plans import PlanClosed, copy_ramp_to_plans, plan_lines, set_plans
from workers.domain.plan_wishes import decide_wish, open_wishes, open_wishes_of, wish_plan
from workers.domain.targets import pause
from workers.models import IncomeMonth, MonthPlan, PlanWish

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER, DECEMBER = Month(2026, 10), Month(2026, 11), Month(2026, 12)


@pytest.fixture
def person(nichinan):
    for from_month, target in ((1, 30_000), (12, 60_000)):  # the cohort began in January 2026
        RampStep.objects.create(cohort=nichinan.cohort, from_month=from_month, target=target)
    open_months_of(nichinan.enrollment)
    return nichinan.enrollment


def plans() -> dict[str, int]:
    return {f"{one.month:%Y-%m}": one.target for one in MonthPlan.objects.order_by("month")}


def test_the_lines_say_what_applies_and_why_as_the_roll_up_does(person):
    set_plans(enrollment=person, targets={NOVEMBER: 45_000})
    pause(enrollment=person, starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 9, 30))
    drain()
    lines = {line.month: line for line in plan_lines(person)}
    assert [(lines[m].target, lines[m].why) for m in (Month(2026, 9), OCTOBER, NOVEMBER, DECEMBER)] == [
        (None, "rest"),
        (30_000, "ramp"),
        (45_000, "own"),
        (60_000, "ramp"),
    ]
    rolled = {row.period: row.target for row in IncomeMonth.objects.filter(enrollment=person)}
    assert rolled == {month: line.target for month, line in lines.items() if month in rolled}
    assert (min(lines), max(lines)) == (Month(2026, 1), Month(2027, 10))


def test_a_plan_for_a_month_to_come_opens_no_month(person):
    before = IncomeMonth.objects.count()
    set_plans(enrollment=person, targets={DECEMBER: 50_000, Month(2027, 3): 70_000})
    assert (IncomeMonth.objects.count(), plans()) == (before, {"2026-12": 50_000, "2027-03": 70_000})


def test_a_plan_taken_back_leaves_the_ramp(person):
    set_plans(enrollment=person, targets={NOVEMBER: 45_000})
    set_plans(enrollment=person, targets={NOVEMBER: None})
    drain()
    assert (plans(), IncomeMonth.objects.get(month=NOVEMBER.first).target) == ({}, 30_000)


def test_a_month_signed_off_is_refused_by_its_name_and_nothing_is_written(person, nichinan):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with pytest.raises(PlanClosed, match="2026年10月") as refused:
        set_plans(enrollment=person, targets={NOVEMBER: 45_000, OCTOBER: 1})
    assert (refused.value.field, plans()) == ("target-2026-10", {})
    assert OCTOBER not in {line.month for line in plan_lines(person)}
    assert [line.closed for line in plan_lines(person, also=[OCTOBER]) if line.month == OCTOBER] == [True]


def test_a_month_outside_the_stay_is_refused(person):
    with pytest.raises(Refused, match="参加している期間の外") as refused:
        set_plans(enrollment=person, targets={Month(2025, 12): 1})
    assert refused.value.field == "target-2025-12"


def test_the_ramp_is_copied_where_nothing_was_agreed_and_nobody_rests(person, nichinan):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    set_plans(enrollment=person, targets={NOVEMBER: 45_000})
    pause(enrollment=person, starts_on=dt.date(2026, 12, 1), ends_on=dt.date(2026, 12, 31))
    count = copy_ramp_to_plans(enrollment=person)
    written = plans()
    assert (count, len(written)) == (19, 20)  # January to September, and January to October 2027
    assert "2026-10" not in written
    assert "2026-12" not in written
    assert (written["2026-09"], written["2026-11"], written["2027-01"]) == (30_000, 45_000, 60_000)
    assert copy_ramp_to_plans(enrollment=person) == 0


def test_a_wish_counts_when_somebody_agrees(person, nichinan):
    wish = wish_plan(enrollment=person, month=NOVEMBER, target=20_000)
    assert (list(open_wishes(nichinan.program)), plans()) == ([wish], {})
    decide_wish(wish=wish, agreed=True, by=nichinan.director, seen=20_000)
    drain()
    assert (list(open_wishes(nichinan.program)), plans()) == ([], {"2026-11": 20_000})
    assert IncomeMonth.objects.get(month=NOVEMBER.first).target == 20_000
    wish.refresh_from_db()
    assert (wish.is_agreed, wish.decided_by) == (True, nichinan.director)


@pytest.mark.parametrize(("left_on", "asks"), [("2026-11-30", 0), ("2026-12-01", 0), ("2026-12-02", 1)])
def test_a_wish_for_a_month_after_the_last_day_asks_nobody(person, nichinan, left_on, asks):
    wish_plan(enrollment=person, month=DECEMBER, target=20_000)
    leave(enrollment=person, left_on=dt.date.fromisoformat(left_on), reason="hired", by=nichinan.director)
    assert (open_wishes(nichinan.program).count(), open_wishes_of(person).count()) == (asks, asks)
    leave(enrollment=person, left_on=dt.date(2026, 12, 31), reason="hired", by=nichinan.director)
    assert open_wishes_of(person).count() == 1


def test_a_wish_not_agreed_changes_nothing_and_is_decided_once(person, nichinan):
    wish = wish_plan(enrollment=person, month=NOVEMBER, target=20_000)
    decide_wish(wish=wish, agreed=False, by=nichinan.director)
    with pytest.raises(Refused, match="すでに回答"):
        decide_wish(wish=wish, agreed=True, by=nichinan.director)
    assert (plans(), PlanWish.objects.get().is_agreed) == ({}, False)


def test_asking_again_takes_the_place_of_the_open_wish(person, nichinan):
    wish_plan(enrollment=person, month=NOVEMBER, target=20_000)
    wish = wish_plan(enrollment=person, month=NOVEMBER, target=25_000)
    assert list(PlanWish.objects.values_list("target", flat=True)) == [25_000]
    with pytest.raises(Refused, match="本人が希望を変えました"):
        decide_wish(wish=wish, agreed=True, by=nichinan.director, seen=20_000)
    decide_wish(wish=wish, agreed=True, by=nichinan.director, seen=25_000)
    wish_plan(enrollment=person, month=NOVEMBER, target=26_000)
    assert list(PlanWish.objects.order_by("pk").values_list("target", "is_agreed")) == [(25_000, True), (26_000, None)]


def test_a_month_signed_off_meanwhile_is_not_agreed_to(person, nichinan):
    wish = PlanWish.objects.create(enrollment=person, month=OCTOBER.first, target=20_000)
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with pytest.raises(PlanClosed, match="2026年10月"):
        decide_wish(wish=wish, agreed=True, by=nichinan.director)
    wish.refresh_from_db()
    assert (wish.decided_at, plans()) == (None, {})
    decide_wish(wish=wish, agreed=False, by=nichinan.director)  # and can still be answered


@pytest.mark.parametrize("month", [OCTOBER, Month(2027, 11)])
def test_a_wish_is_about_this_month_and_the_eleven_after_it(person, month):
    with pytest.raises(Refused) as refused:
        wish_plan(enrollment=person, month=month, target=1)
    assert refused.value.field == "month"


def test_the_lines_ask_a_fixed_number_of_times(person, nichinan, django_assert_num_queries):
    make_enrollment(nichinan.cohort)
    set_plans(enrollment=person, targets={DECEMBER + n: 1_000 for n in range(5)})
    with django_assert_num_queries(6):
        plan_lines(person)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(person, nichinan):
    for round_ in range(10):
        wish = wish_plan(enrollment=person, month=NOVEMBER, target=20_000 + round_)
        gate = Barrier(2)

        def decide(agreed: bool, wish=wish, gate=gate) -> str:
            try:
                gate.wait(10)
                decide_wish(wish=wish, agreed=agreed, by=nichinan.director)
                return "decided"
            except Refused:
                return "refused"
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(decide, (True, False))) == ["decided", "refused"]
        wish.refresh_from_db()
        planned = MonthPlan.objects.filter(month=NOVEMBER.first, target=wish.target).exists()
        assert planned == wish.is_agreed


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_wish_changed_while_it_is_decided_is_a_wish_of_its_own(person, nichinan):
    """What was agreed to is what stands in the plan; the newer wish waits for its own answer."""
    for _round in range(10):
        PlanWish.objects.all().delete()
        wish = wish_plan(enrollment=person, month=NOVEMBER, target=20_000)
        gate = Barrier(2)

        def ask_again(gate=gate) -> None:
            gate.wait(10)
            wish_plan(enrollment=person, month=NOVEMBER, target=99_000)
            connections.close_all()

        def agree(wish=wish, gate=gate) -> bool:
            try:
                gate.wait(10)
                decide_wish(wish=wish, agreed=True, by=nichinan.director, seen=20_000)
                return True
            except Refused:
                return False
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            asked, agreed = pool.submit(ask_again), pool.submit(agree)
            asked.result()
            was_agreed = agreed.result()
        rows = list(PlanWish.objects.order_by("pk").values_list("target", "is_agreed"))
        assert rows == ([(20_000, True), (99_000, None)] if was_agreed else [(99_000, None)])
