"""Income lines are rows of a year: exactly at a line is within, a year without a row has no line, never another's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.month import Month
from workers.domain.lines import MonthMoney, NoLine, Rules, line, lines_in, rules_for, standing, standings
from workers.models import IncomeThreshold

NOVEMBER = Month(2026, 11)
DEPENDANT = IncomeThreshold(code="dependant_income_limit", tax_year=2026, amount=620_000, basis="profit")
INSURANCE = IncomeThreshold(
    code="health_ins_dependant_revenue", tax_year=2026, amount=1_300_000, basis="revenue_direct"
)


def pay(gross: int, **more: int) -> MonthMoney:
    return MonthMoney(gross=gross, entries=1, **more)


def of(row: IncomeThreshold, *months: MonthMoney, rules: Rules | None = None, now: Month = NOVEMBER):
    """`months` are January and those after it."""
    money = {Month(2026, 1) + n: one for n, one in enumerate(months)}
    return standing(row, money, rules=rules or Rules(), now=now)


@pytest.mark.django_db
def test_a_year_without_a_row_raises():
    assert line("dependant_income_limit", 2026).amount == 620_000
    with pytest.raises(NoLine):
        line("dependant_income_limit", 2028)
    assert lines_in(2028) == {}


@pytest.mark.django_db
def test_no_other_year_stands_in():
    IncomeThreshold.objects.create(
        code="student_income_limit",
        tax_year=2029,
        amount=1,
        basis="profit",
        source_url="https://x.jp",
        checked_on="2026-11-01",
    )
    for code, year in (("student_income_limit", 2028), ("student_income_limit", 2030), ("no_such_line", 2026)):
        with pytest.raises(NoLine):
            line(code, year)
    with pytest.raises(NoLine):
        line("student_income_limit", 2027, among=lines_in(2029))


@pytest.mark.parametrize(("profit", "within"), [(620_000, True), (620_001, False), (619_999, True)])
def test_exactly_at_the_line_is_still_within(profit, within):
    assert of(DEPENDANT, pay(profit)).is_within == within


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("year", "amount"),
    [(2024, 480_000), (2025, 580_000), (2026, 620_000), (2027, 620_000)],
)
def test_the_dependants_line_of_each_year(year, amount):
    assert line("dependant_income_limit", year).amount == amount


def test_profit_takes_off_fees_and_all_expenses_and_insurance_only_direct_costs():
    month = pay(1_000_000, fees=200_000, expenses=50_000, direct=20_000)
    assert (of(DEPENDANT, month).used, of(INSURANCE, month).used) == (750_000, 980_000)


def test_a_salary_counts_with_its_least_deduction_for_tax_and_whole_for_the_insurance():
    rules = Rules(salary=1_000_000, salary_deduction_min=740_000)
    month = pay(300_000)
    assert (of(DEPENDANT, month, rules=rules).used, of(INSURANCE, month, rules=rules).used) == (560_000, 1_300_000)
    assert of(INSURANCE, month, rules=rules).is_within


def test_the_home_worker_rule_moves_the_tax_line_to_a_revenue_of_1_310_000():
    rules = Rules(home_worker_base=690_000, salary_deduction_min=740_000)
    assert of(DEPENDANT, pay(1_310_000), rules=rules).is_within
    assert not of(DEPENDANT, pay(1_310_001), rules=rules).is_within
    assert not of(INSURANCE, pay(1_310_000), rules=rules).is_within  # insurers do not know the rule


def test_the_month_a_line_was_crossed():
    assert of(DEPENDANT, pay(300_000), pay(320_000), pay(1), pay(5)).crossed_in == Month(2026, 3)


def test_a_correction_takes_a_crossing_back():
    back = of(DEPENDANT, pay(700_000), pay(-100_000))
    assert (back.is_within, back.used) == (True, 600_000)
    again = of(DEPENDANT, pay(700_000), pay(-100_000), pay(50_000))
    assert again.crossed_in == Month(2026, 3)


def test_the_pace_is_the_mean_of_the_months_with_entries():
    said = of(DEPENDANT, pay(100_000), MonthMoney(), pay(100_000), now=Month(2026, 3))
    # 200,000 so far, 100,000 a month: 600,000 in July, 700,000 in August
    assert (said.crossed_in, said.is_estimate, said.left) == (Month(2026, 8), True, 420_000)


def test_no_crossing_is_foretold_beyond_the_year_without_entries_or_for_another_year():
    assert of(DEPENDANT, pay(10_000)).crossed_in is None
    assert of(DEPENDANT, MonthMoney(expenses=5_000)).crossed_in is None
    assert of(DEPENDANT, pay(600_000), now=Month(2027, 1)).crossed_in is None


def test_months_of_other_years_are_left_out():
    money = {Month(2025, 12): pay(9_000_000), Month(2026, 1): pay(10_000)}
    assert standing(DEPENDANT, money, rules=Rules(), now=NOVEMBER).used == 10_000


def test_a_salary_alone_above_a_line_names_no_month():
    said = of(INSURANCE, pay(1), rules=Rules(salary=1_400_000))
    assert (said.is_within, said.crossed_in) == (False, None)


@pytest.mark.django_db
def test_only_watched_lines_with_a_row_are_told_the_lowest_first():
    rows = lines_in(2026)
    codes = ["health_ins_dependant_revenue", "dependant_income_limit", "gone", "dependant_income_limit"]
    told = standings(codes, {}, rules=Rules(), among=rows, now=NOVEMBER)
    assert [one.line.code for one in told] == ["dependant_income_limit", "health_ins_dependant_revenue"]


@pytest.mark.django_db
def test_rules_of_an_unknown_year_raise():
    with pytest.raises(NoLine):
        rules_for(2028, salary=None, uses_home_worker_rule=True, among=lines_in(2028))
    with pytest.raises(NoLine):
        rules_for(2028, salary=1, uses_home_worker_rule=False, among=lines_in(2028))
    rules = rules_for(2026, salary=600_000, uses_home_worker_rule=True, among=lines_in(2026))
    assert rules == Rules(salary=600_000, salary_deduction_min=740_000, home_worker_base=690_000)


amounts = st.lists(st.integers(-500_000, 1_000_000), max_size=11)


@given(amounts)
def test_used_does_not_depend_on_how_the_year_is_cut_into_months(grosses):
    whole = of(DEPENDANT, *map(pay, grosses))
    assert whole.used == max(0, sum(grosses))
    if not whole.is_within:
        assert whole.crossed_in is not None
