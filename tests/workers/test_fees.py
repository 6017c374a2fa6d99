import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.domain.fees import FeeRules, proposed_fee
from workers.models import PlatformFeeRule

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 3)


def rule(source="crowdworks", tiers=((None, 2000),), since=dt.date(2020, 1, 1), tax=10, job_form="") -> PlatformFeeRule:
    return PlatformFeeRule(
        source=source, job_form=job_form, effective_from=since, tiers=[list(step) for step in tiers], tax_percent=tax
    )


STEPS = ((100_000, 2000), (200_000, 1000), (None, 500))
SEEDED = FeeRules([rule(tiers=STEPS), rule(job_form="task"), rule("lancers", ((None, 1650),), dt.date(2022, 10, 1), 0)])


@pytest.mark.parametrize(
    ("gross", "fee", "net"),
    [
        (11_000, 2_420, 8_580),
        (14_850, 3_267, 11_583),
        (110_000, 23_100, 86_900),
        (330_000, 40_150, 289_850),
        (100_000, 22_000, 78_000),
        (200_000, 33_000, 167_000),
    ],
)
def test_crowdworks_takes_steps_of_the_amount_and_tax_on_its_fee(gross, fee, net):
    found = proposed_fee(source="crowdworks", gross=gross, earned_on=DAY)
    assert (found, gross - found) == (fee, net)


@pytest.mark.parametrize(("gross", "fee"), [(11_000, 1_815), (55_000, 9_075), (1, 0), (100, 16)])
def test_lancers_takes_sixteen_and_a_half_percent(gross, fee):
    assert proposed_fee(source="lancers", gross=gross, earned_on=DAY) == fee


@pytest.mark.parametrize("source", ["team", "direct", "other"])
def test_other_sources_have_no_fee_of_their_own(source):
    assert proposed_fee(source=source, gross=50_000, earned_on=DAY) == 0


def test_a_task_of_crowdworks_pays_the_first_step_throughout():
    fees = [
        proposed_fee(source="crowdworks", gross=330_000, earned_on=DAY, job_form=form) for form in ("task", "hourly")
    ]
    assert fees == [72_600, 40_150]


@pytest.mark.parametrize(("day", "fee"), [((2022, 9, 30), 0), ((2022, 10, 1), 1_815), ((2026, 11, 3), 1_815)])
def test_before_the_first_rule_nothing_is_proposed(day, fee):
    assert proposed_fee(source="lancers", gross=11_000, earned_on=dt.date(*day)) == fee


def test_the_newest_rule_in_force_on_the_pay_day_counts():
    rules = FeeRules([rule(), rule(tiers=((None, 1000),), since=dt.date(2026, 11, 1))])
    fees = [proposed_fee(source="crowdworks", gross=10_000, earned_on=dt.date(2026, *day), rules=rules)
            for day in ((10, 31), (11, 1))]  # fmt: skip
    assert fees == [2_200, 1_100]


def test_a_rule_for_the_form_comes_before_a_newer_one_for_all():
    rules = FeeRules([rule(job_form="task"), rule(tiers=((None, 1000),), since=dt.date(2026, 1, 1))])
    asked = {"source": "crowdworks", "gross": 10_000, "earned_on": DAY, "rules": rules}
    assert [proposed_fee(**asked, job_form=form) for form in ("task", "project")] == [2_200, 1_100]


def test_the_rules_are_read_once(django_assert_num_queries):
    rules = FeeRules()
    with django_assert_num_queries(1):
        for gross in (1_000, 2_000, 3_000):
            proposed_fee(source="crowdworks", gross=gross, earned_on=DAY, rules=rules)


def test_where_the_form_matters():
    assert FeeRules().sources_with_forms == {"crowdworks"}


@given(net=st.integers(1, 5_000_000), source=st.sampled_from(["crowdworks", "lancers", "team"]))
def test_the_pay_worked_back_leaves_what_was_paid_out(net, source):
    gross = SEEDED.gross_for(net, source=source, earned_on=DAY)
    left = gross - SEEDED.fee(source=source, gross=gross, earned_on=DAY)
    assert 0 <= left - net <= 1


@given(gross=st.integers(1, 5_000_000), source=st.sampled_from(["crowdworks", "lancers"]))
def test_working_back_what_a_pay_leaves_finds_a_pay_that_leaves_the_same(gross, source):
    net = gross - SEEDED.fee(source=source, gross=gross, earned_on=DAY)
    back = SEEDED.gross_for(net, source=source, earned_on=DAY)
    assert (back - SEEDED.fee(source=source, gross=back, earned_on=DAY), abs(back - gross) <= 12) == (net, True)


def test_more_than_any_pay_leaves_is_no_pay():
    assert SEEDED.gross_for(10_000_000, source="crowdworks", earned_on=DAY) is None
