"""After any sequence of what people do, every month equals its earnings and every cohort-month its months."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from programs.domain.refusals import Refused
from programs.models import RampStep
from programs.shared.month import Month
from reports.domain.cohort_months import COLUMNS
from reports.domain.rebuild import check, rebuild
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_cohort, make_enrollment, make_entry, make_user
from workers.domain.answers import answer_month
from workers.domain.closing import close_month, figures_of, reopen_month
from workers.domain.corrections import TAKEN_BACK, correct_earning
from workers.domain.earnings import change_earning, record_earning, record_earnings, remove_earning
from workers.domain.pauses import end_pause
from workers.domain.seen import entry_of
from workers.domain.targets import mark_cohort, pause, plan_month
from workers.domain.verifying import return_earning, verify_earning
from workers.models import Earning, EarningChange, IncomeMonth, MonthClosing

pytestmark = pytest.mark.django_db

days = st.dates(dt.date(2026, 8, 1), dt.date(2026, 11, 22))
amounts = st.integers(1, 300_000)
past_months = st.sampled_from([Month(2026, n) for n in (8, 9, 10)])
months = st.sampled_from([Month(2026, n) for n in (8, 9, 10, 11)])


class PeopleAtWork(RuleBasedStateMachine):
    """Two people, a director's month and the roll-up, in any order; refusals are part of life."""

    def __init__(self) -> None:
        super().__init__()
        self.example = transaction.atomic()
        self.example.__enter__()
        self.by = make_user("職員")
        self.cohort = make_cohort(starts_on=dt.date(2026, 8, 1))
        self.people = [make_enrollment(self.cohort), make_enrollment(self.cohort)]
        self.closed: dict[tuple[int, dt.date], tuple] = {}
        self.steps: list[tuple[int, str]] = []  # of entries, in the order in which they were done

    def person(self, n: int):
        return self.people[n % len(self.people)]

    def an_earning(self, n: int) -> Earning:
        earnings = list(Earning.objects.order_by("pk"))
        return earnings[n % len(earnings)]

    @rule(n=st.integers(0, 1), day=days, gross=amounts, share=st.integers(0, 100))
    def add(self, n, day, gross, share):
        _try(record_earning, enrollment=self.person(n), entry=_entry(day, gross, share), by=self.by)

    @rule(n=st.integers(0, 1), rows=st.lists(st.tuples(days, amounts), min_size=1, max_size=5))
    def import_rows(self, n, rows):
        entries = [_entry(day, gross, 20) for day, gross in rows]
        _try(record_earnings, enrollment=self.person(n), entries=entries, by=self.by)

    @precondition(lambda self: Earning.objects.exists())
    @rule(n=st.integers(0, 99), day=days, gross=amounts)
    def change_or_move(self, n, day, gross):
        earning, entry = self.an_earning(n), _entry(day, gross, 10)
        same = entry_of(earning) == entry
        if _try(change_earning, earning=earning, entry=entry, by=self.by) and not same:
            self.steps.append((earning.pk, "changed"))

    @precondition(lambda self: Earning.objects.exists())
    @rule(n=st.integers(0, 99))
    def remove(self, n):
        earning = self.an_earning(n)
        if _try(remove_earning, earning=earning, by=self.by):
            self.steps.append((earning.pk, "removed"))

    @precondition(lambda self: Earning.objects.exists())
    @rule(n=st.integers(0, 99))
    def verify(self, n):
        earning = self.an_earning(n)
        if _try(verify_earning, earning=earning, by=self.by) and earning.verified_at is None:
            self.steps.append((earning.pk, "verified"))

    @precondition(lambda self: Earning.objects.exists())
    @rule(n=st.integers(0, 99), reason=st.sampled_from(["明細がない", "金額が違う"]))
    def give_back(self, n, reason):
        earning = self.an_earning(n)
        if _try(return_earning, earning=earning, reason=reason, by=self.by) and earning.return_reason != reason:
            self.steps.append((earning.pk, "returned"))

    @precondition(lambda self: Earning.objects.exists())
    @rule(n=st.integers(0, 99), day=days, gross=st.none() | amounts)
    def correct(self, n, day, gross):
        earning, right = self.an_earning(n), gross and _entry(day, gross, 20)
        if _try(correct_earning, earning=earning, on=day, reason="打ち間違い", right=right, by=self.by):
            self.steps.append((earning.pk, "taken_back"))

    @rule(n=st.integers(0, 1), month=months, answer=st.sampled_from(["open", "reported", "nothing_earned", "excused"]))
    def answer(self, n, month, answer):
        _try(answer_month, enrollment=self.person(n), month=month, answer=answer, by=self.by)

    @rule(n=st.integers(0, 1), month=months, amount=st.none() | amounts)
    def plan(self, n, month, amount):
        _try(plan_month, enrollment=self.person(n), month=month, target=amount)

    @rule(n=st.integers(0, 1), day=days, length=st.integers(0, 70))
    def rest(self, n, day, length):
        _try(pause, enrollment=self.person(n), starts_on=day, ends_on=day + dt.timedelta(days=length))

    @rule(n=st.integers(0, 1), day=days)
    def come_back(self, n, day):
        _try(end_pause, enrollment=self.person(n), back_on=day)

    @rule(from_month=st.integers(1, 5), amount=amounts)
    def change_ramp(self, from_month, amount):
        RampStep.objects.update_or_create(cohort=self.cohort, from_month=from_month, defaults={"target": amount})
        mark_cohort(self.cohort)

    @rule(month=past_months)
    def close(self, month):
        if _try(close_month, cohort=self.cohort, month=month, by=self.by):
            for row in IncomeMonth.objects.in_month(month):
                self.closed[row.enrollment_id, row.month] = (row.gross, row.net, row.received, row.target)

    @rule(month=past_months)
    def reopen(self, month):
        if _try(reopen_month, cohort=self.cohort, month=month, by=self.by, reason="入力もれ"):
            self.closed = {key: sums for key, sums in self.closed.items() if key[1] != month.first}

    @rule()
    def settle(self):
        drain()

    @rule()
    def rebuild_all(self):
        rebuild()

    @invariant()
    def every_month_equals_its_earnings(self):
        stored = {
            (row.enrollment_id, row.month): (row.gross, row.net, row.received, row.earning_count)
            for row in IncomeMonth.objects.all()
        }
        right = dict.fromkeys(stored, (0, 0, 0, 0))
        for earning in Earning.objects.all():
            key = (earning.enrollment_id, earning.earned_on.replace(day=1))
            net = earning.gross - earning.platform_fee
            received = net - earning.transfer_fee - earning.withholding
            pays = int(earning.gross > 0)
            before = right.get(key, (0, 0, 0, 0))
            right[key] = (before[0] + earning.gross, before[1] + net, before[2] + received, before[3] + pays)
        assert stored == right

    @invariant()
    def what_takes_an_entry_back_is_its_exact_opposite(self):
        for counter in Earning.objects.filter(gross__lt=0).select_related("corrects"):
            assert [getattr(counter, name) for name in TAKEN_BACK] == [
                -getattr(counter.corrects, name) for name in TAKEN_BACK
            ]

    @invariant()
    def every_deed_has_its_step_in_the_history(self):
        assert list(EarningChange.objects.order_by("pk").values_list("earning_number", "kind")) == self.steps

    @invariant()
    def closed_months_stay_as_they_were_signed(self):
        for (enrollment, month), sums in self.closed.items():
            row = IncomeMonth.objects.get(enrollment=enrollment, month=month)
            assert (row.gross, row.net, row.received, row.target) == sums

    def teardown(self):
        try:
            self.compare_all_floors()
        finally:
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def compare_all_floors(self):
        drain()
        assert check() == []
        for row in CohortMonth.objects.all():
            figures = figures_of(self.cohort, row.period).as_json()
            bands = {f"band_{n}": people for n, people in enumerate(figures.pop("bands"))}
            assert {column: getattr(row, column) for column in COLUMNS} == figures | bands
        for closing in MonthClosing.objects.in_force():
            assert CohortMonth.objects.get(month=closing.month).net == closing.figures["net"]


def _entry(day: dt.date, gross: int, share: int):
    return make_entry(gross, day, platform_fee=gross * share // 100, transfer_fee=0, withholding=0)


def _try(verb, **words):
    try:
        return verb(**words) or True
    except Refused:
        return None


def test_roll_ups_equal_earnings_after_any_sequence():
    run_state_machine_as_test(
        PeopleAtWork,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
