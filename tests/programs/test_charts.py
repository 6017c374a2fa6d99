import re

import pytest
from django.utils import translation

from programs.shared.charts.bands import Band, Bands
from programs.shared.charts.cohort_lines import CohortLine, CohortLines, month_ticks, runs
from programs.shared.charts.marks import PAPER, number, picture
from programs.shared.charts.progress import Progress, draw_row_bar
from programs.shared.charts.scale import Plane, grid
from programs.shared.charts.small_months import MonthBars, SmallMonth
from programs.shared.charts.staircase import Staircase
from programs.shared.charts.trend import Trend, TrendMonth
from programs.shared.month import Month
from programs.templatetags.charts import words
from tests.programs.drawings import attributes, elements

OCTOBER = Month(2026, 10)
STATES = ("reached", "missed", "now", "paused", "nothing_earned", "unanswered", "no_plan", "blank")


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


def test_no_drawing_carries_a_style():
    for chart in (BARS, TREND, LINES, BANDS, STAIRS):
        svg = chart.draw(words(), 600)
        assert "style" not in svg
        assert svg.count("<svg") == 1


def test_every_role_has_paper_colours():
    assert [role for role, marks in PAPER.items() if not {"fill", "stroke"} & marks.keys()] == []


def test_names_are_escaped():
    svg = picture([], width=1, height=1, said='"><script>')
    assert 'aria-label="&quot;&gt;&lt;script&gt;"' in svg


@pytest.mark.parametrize(
    ("value", "written"), [(3.0, "3"), (3.14, "3.1"), ("66.3%", "66.3%"), (10, "10"), (-0.5, "-0.5")]
)
def test_coordinates_are_short(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("top", "lines"),
    [
        (200_000, [50_000, 100_000, 150_000, 200_000]),
        (128_400, [50_000, 100_000]),
        (90_000, [20_000, 40_000, 60_000, 80_000]),
        (110_000, [25_000, 50_000, 75_000, 100_000]),
        (9, [2, 4, 6, 8]),
        (4, [1, 2, 3, 4]),
        (0, []),
    ],
)
def test_grid_lines_are_round_and_never_more_than_four(top, lines):
    assert grid(top) == lines


def test_the_plane_puts_zero_on_the_base_and_the_top_on_the_head():
    plane = Plane(44, 600, 232, 40, 200_000)
    assert (plane.y(0), plane.y(100_000), plane.y(200_000)) == (232, 136, 40)


BARS = MonthBars((SmallMonth(Month(2026, 9), 52_300, 40_000, "reached"), SmallMonth(OCTOBER, 0, None, "paused")))


def test_month_bars_number_their_months_and_name_the_running_one():
    bars = MonthBars((*BARS.months, SmallMonth(Month(2026, 11), 132_600, 150_000, "now")))
    assert re.findall(r">([^<]+)</text>", bars.draw(words())) == ["9", "10", "11", "13.3"]


def test_month_bars_as_a_table_newest_first():
    table = BARS.twin(words())
    assert table.head == ("月", "手数料差引後", "計画", "状態")
    assert table.rows == (
        ("2026年10月", "—", "—", "お休み"),
        ("2026年9月", "52,300円", "40,000円", "計画に届いた"),
    )


TREND = Trend(
    "平均月収",
    (
        TrendMonth(Month(2026, 9), None, "hidden"),
        TrendMonth(OCTOBER, 128_400, "latest"),
        TrendMonth(Month(2026, 11), 91_000, "unfinished"),
    ),
    target=200_000,
)


def test_the_trend_names_target_latest_and_unfinished():
    svg = TREND.draw(words(), 600)
    assert elements(svg).count(("line", "target")) == 1
    assert [role for tag, role in elements(svg) if tag == "rect"] == ["best", "open"]
    assert re.findall(r">([^<]+)</text>", svg) == [
        "5万", "10万", "15万", "9月", "秘匿", "10月", "12.8", "11月", "9.1", "途中", "目標 20万",
    ]  # fmt: skip


def test_the_trend_without_a_target_has_no_target_line():
    svg = Trend("x", TREND.months).draw(words(), 600)
    assert ("line", "target") not in elements(svg)


def test_on_a_phone_every_second_bar_has_its_figure_and_the_latest_always():
    months = tuple(TrendMonth(OCTOBER - 11 + n, 1000 * n + 50_000, "latest" if n == 11 else "done") for n in range(12))
    figures = re.findall(r">(\d\.\d)</text>", Trend("x", months).draw(words(), 358))
    assert figures == ["5.1", "5.3", "5.5", "5.7", "5.9", "6.1"]


def test_the_trend_as_a_table_says_what_is_unfinished_or_withheld():
    assert TREND.twin(words()).rows == (
        ("2026年11月", "91,000円", "途中"),
        ("2026年10月", "128,400円", ""),
        ("2026年9月", "—", "秘匿"),
    )


LINES = CohortLines(
    "期ごとの平均",
    (
        CohortLine("第4期", (10_000, 30_000), "now"),
        CohortLine("第3期", (12_000, None, 40_000, 60_000), "main"),
        CohortLine("第2期", (11_000, 20_000, 30_000, 59_000), "dotted"),
    ),
    target=200_000,
)


def test_a_line_never_crosses_an_unknown_month():
    assert runs((1, None, 3, 4)) == [[(1, 1)], [(3, 3), (4, 4)]]
    assert elements(LINES.draw(words(), 600)).count(("path", "ai-line")) == 2


def test_end_names_are_kept_apart():
    svg = LINES.draw(words(), 600)
    main, dotted = (float(re.search(rf'y="([\d.]+)"[^>]*>{name} ', svg)[1]) for name in ("第3期", "第2期"))
    assert dotted - main >= 16


def test_the_now_line_alone_has_a_halo():
    assert elements(LINES.draw(words(), 600)).count(("circle", "halo")) == 1


def test_lines_as_a_table_have_a_column_each_and_dashes_for_gaps():
    table = LINES.twin(words())
    assert table.head == ("開始からの月数", "第4期", "第3期", "第2期")
    assert table.rows[1] == ("2か月目", "30,000円", "—", "20,000円")
    assert table.rows[3] == ("4か月目", "—", "60,000円", "59,000円")


@pytest.mark.parametrize(("most", "ticks"), [(24, [1, 6, 12, 18, 24]), (20, [1, 6, 12, 18]), (5, [1, 3, 5]), (2, [1])])
def test_month_ticks_leave_room(most, ticks):
    assert month_ticks(most) == ticks


def test_charts_without_figures_still_draw():
    assert LINES.__class__("leer", ()).draw(words(), 358)
    assert Trend("leer", ()).draw(words(), 358)
    assert MonthBars(()).draw(words())
    assert Staircase((), 12).draw(words())
    assert Bands("leer", ()).draw(words())


BANDS = Bands(
    "収入の帯",
    (Band("1万以下", 0), Band("10〜15", 3), Band("15〜20", None), Band("20万以上", 1, best=True, note="到達")),
)


def test_bands_have_lengths_in_proportion_and_none_for_nobody():
    rects = re.findall(r'<rect class="(\w+)"[^>]* width="([\d.]+)"', BANDS.draw(words(), 400))
    assert rects == [("plain", "256"), ("best", "85.3")]


def test_bands_as_a_table_withhold_what_is_withheld():
    assert BANDS.twin(words()).rows == (("1万以下", "0人"), ("10〜15", "3人"), ("15〜20", "秘匿"), ("20万以上", "1人"))


STAIRS = Staircase(((1, 10_000), (3, 40_000), (12, 160_000)), 18)


def test_the_staircase_climbs_at_its_months():
    found = attributes(STAIRS.draw(words(), 362), "ai-line")["d"]
    points = [tuple(float(part) for part in point.split()) for point in found.removeprefix("M").split("L")]
    assert [x for x, _ in points] == [2, 41.8, 41.8, 220.8, 220.8, 360]
    assert points[-1][1] == 22


def test_the_staircase_as_a_table():
    assert STAIRS.twin(words()).rows == (("1か月目", "10,000円"), ("3か月目", "40,000円"), ("12か月目", "160,000円"))


def test_progress_in_per_cent_of_the_goal():
    svg = Progress(net=132_600, target=200_000, plan=150_000).draw(words())
    assert attributes(svg, "reached")["width"] == "66.3%"
    assert attributes(svg, "tick")["x1"] == "75.0%"
    assert attributes(svg, "now-dot")["cx"] == "66.3%"
    assert re.findall(r">([^<]+)</text>", svg) == ["計画 15万", "目標 20万円"]
    assert 'aria-label="目標200,000円のうち132,600円"' in svg
    assert "viewBox" not in svg


def test_progress_past_the_goal_moves_the_goal_inward():
    svg = Progress(net=250_000, target=200_000).draw(words())
    assert attributes(svg, "reached")["width"] == "100.0%"
    assert attributes(svg, "tick")["x1"] == "80.0%"


def test_progress_names_the_goal_once_when_it_is_the_plan():
    svg = Progress(net=0, target=200_000, plan=200_000).draw(words())
    assert re.findall(r">([^<]+)</text>", svg) == ["目標 20万円"]


@pytest.mark.parametrize(
    ("net", "target", "now", "role"),
    [(50, 40, False, "reached"), (30, 40, False, "missed"), (30, 40, True, "now"), (30, None, False, "reached")],
)
def test_the_bar_of_a_row_tells_its_state(net, target, now, role):
    svg = draw_row_bar(net=net, target=target, now=now, words=words())
    assert [found for tag, found in elements(svg) if tag == "rect"] == ["track", role]
    assert elements(svg).count(("line", "tick")) == (1 if target else 0)
