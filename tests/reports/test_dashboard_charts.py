"""The charts of the dashboard, and the sentences that say what its figures mean."""

import datetime as dt
import re

from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment
from workers.domain.enrollments import open_months_of

URL = "/p/nichinan/"


def test_the_trend_shows_the_mean_with_the_target_and_the_month_that_runs(desk, three_people):
    chart = desk.get(URL).context["charts"][0]["chart"]
    assert [(one.month.number, one.value, one.state) for one in chart.months[-3:]] == [
        (9, None, "done"),
        (10, 210_000, "latest"),
        (11, 78_000, "unfinished"),
    ]
    assert (chart.months[0].month, chart.target) == (Month(2026, 1), 200_000)


def test_the_trend_can_show_the_total(desk, three_people):
    chart = desk.get(f"{URL}?chart=sum").context["charts"][0]
    assert ([one.value for one in chart["chart"].months[-2:]], chart["chart"].target) == ([210_000, 156_000], None)
    assert chart["title"] == "10月の合計は21万円。前の月より+21万円"


def test_the_bands_count_the_people_with_income(desk, three_people):
    bands = desk.get(URL).context["charts"][1]["chart"].bands
    assert [(one.name, one.count) for one in bands if one.count] == [("5〜10万円", 2)]


def test_every_chart_has_its_table(desk, three_people):
    page = desk.get(URL).content.decode()
    assert page.count('<details class="fold">') == 3
    assert re.search(r'<th scope="row">2026年10月</th><td class="num">210,000円</td>', page)


def test_cohorts_are_compared_at_the_same_age(desk, nichinan, three_people):
    second = make_cohort(nichinan.program, number=2, starts_on=dt.date(2026, 9, 5))
    make_earning(make_enrollment(second), 30_000, dt.date(2026, 9, 30))
    make_earning(nichinan.enrollment, 10_000, dt.date(2026, 1, 31))
    drain()
    lines = desk.get(f"{URL}?cohort=2").context["lines_chart"]
    assert [(one.name, one.values[:2], one.style) for one in lines["chart"].lines] == [
        ("第1期", (10_000, None), "dotted"),
        ("第2期", (30_000,), "now"),
    ]
    assert lines["title"] == "第2期は、同じ月数の第1期より2万円上"
    assert "第1期は3人のため、庁外には出せません（秘匿）。" in lines["sub"]


def test_under_five_people_the_page_says_that_it_stays_inside(desk, nichinan, three_people):
    assert desk.get(URL).context["withheld"] == "第1期は3人のため、庁外には出せません（秘匿）。"
    for _ in range(2):
        make_enrollment(nichinan.cohort)
    for enrollment in nichinan.cohort.enrollments.all():
        make_earning(enrollment, 1_000)
    drain()
    assert desk.get(URL).context["withheld"] == ""


def test_the_sentence_names_the_number_that_decides(desk, nichinan, three_people):
    for _ in range(3):
        open_months_of(make_enrollment(nichinan.cohort))
    drain()
    said = "第1期は収入があった人が2人のため、庁外には出せません（秘匿）。"
    assert desk.get(URL).context["withheld"] == said
    assert desk.get(f"{URL}cohorts/1/2026-11/").context["withheld"] == said


def test_a_small_cohort_is_named_by_the_number_that_decides_in_the_comparison(desk, nichinan, three_people):
    for _ in range(3):
        open_months_of(make_enrollment(nichinan.cohort))
    drain()
    assert "第1期は収入があった人が1人のため" in desk.get(URL).context["lines_chart"]["sub"]


def test_a_month_without_income_has_neither_mean_nor_median(desk, three_people):
    mean = desk.get(f"{URL}?month=2026-09").context["stats"][1]
    assert (mean["value"], mean["line"]) == ("—", "中央値 —")


def test_a_rounded_mean_says_that_it_is_rounded_down(desk, three_people):
    make_earning(three_people[1], 1, dt.date(2026, 11, 21))
    drain()
    mean = desk.get(URL).context["stats"][1]
    assert (mean["value"], "1円未満は切り捨て" in mean["how"]) == ("78,000", True)
