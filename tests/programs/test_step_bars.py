import re

import pytest
from django.utils import translation

from programs.shared.charts.step_bars import StepBar, StepBars
from programs.templatetags.charts import words
from tests.programs.drawings import elements

WAY = StepBars(
    "目標までの歩み",
    40,
    (StepBar("参加", 40, "100%"), StepBar("説明会", 20, "50%"), StepBar("目標達成", 0, "0%", best=True)),
    ("歩み", "割合"),
)


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


def test_bars_are_as_long_as_their_people_on_the_track_of_all():
    rects = re.findall(r'<rect class="(\w+)"[^>]* width="([\d.]+)"', WAY.draw(words(), 600))
    assert rects == [("track", "324"), ("plain", "324"), ("track", "324"), ("plain", "162"), ("track", "324")]


def test_each_bar_is_named_and_says_its_people_and_share():
    said = re.findall(r">([^<]+)</text>", WAY.draw(words(), 358))
    assert said == ["参加", "40人 100%", "説明会", "20人 50%", "目標達成", "0人 0%"]


def test_the_last_step_is_the_best():
    bars = StepBars("x", 4, (StepBar("目標達成", 4, best=True),), ("歩み", "割合"))
    assert [role for tag, role in elements(bars.draw(words())) if tag == "rect"] == ["track", "best"]


def test_more_people_than_the_whole_still_fit():
    svg = StepBars("x", 10, (StepBar("応募", 20),), ("歩み", "割合")).draw(words(), 600)
    assert re.findall(r'<rect class="(\w+)"[^>]* width="([\d.]+)"', svg) == [("track", "162"), ("plain", "324")]


def test_the_table_beside_it():
    table = WAY.twin(words())
    assert table.head == ("歩み", "人数", "割合")
    assert table.rows == (("参加", "40人", "100%"), ("説明会", "20人", "50%"), ("目標達成", "0人", "0%"))


def test_without_anybody_it_still_draws():
    assert StepBars("leer", 0, (), ("歩み", "割合")).draw(words(), 358)
