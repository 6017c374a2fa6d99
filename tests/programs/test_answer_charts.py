"""The charts of answers and of levels."""

import datetime as dt

import pytest
from django.utils import translation

from programs.shared.charts.answers import AnswerBar, AnswerBars, Share
from programs.shared.charts.levels import LevelLine, LevelPoint
from programs.templatetags.charts import words
from tests.programs.drawings import elements


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


ONE = AnswerBars(
    "知った先",
    (AnswerBar("広報", (Share(12, 60),)), AnswerBar("知人", (Share(None),)), AnswerBar("SNS", (Share(0, 0),))),
)
TWO = AnswerBars("満足度", (AnswerBar("5", (Share(6, 30), Share(9, 45))),), ("事前", "事後"))


def test_a_withheld_answer_has_words_and_no_bar():
    svg = ONE.draw(words(), 358)
    assert elements(svg) == [("rect", "best"), ("line", "axis"), ("line", "axis"), ("line", "axis")]
    assert ("12人（60%）" in svg, "秘匿" in svg, "0人（0%）" in svg) == (True, True, True)


def test_the_table_says_the_same():
    table = ONE.twin(words())
    assert table.head == ("答え", "人数", "%")
    assert table.rows == (("広報", "12人", "60%"), ("知人", "秘匿", "—"), ("SNS", "0人", "0%"))


def test_before_stands_above_after():
    svg = TWO.draw(words(), 358)
    assert elements(svg)[:2] == [("rect", "plain"), ("rect", "best")]
    assert svg.index("事前") < svg.index("事後")
    assert TWO.twin(words()).head == ("答え", "事前", "%", "事後", "%")


def test_long_words_stay_inside_the_drawing():
    svg = AnswerBars("問", (AnswerBar("長い" * 40, (Share(5, 100),)),)).draw(words(), 358)
    assert "…" in svg
    assert "長い" * 40 not in svg


def test_a_line_of_levels_ends_with_its_last_level():
    points = tuple(
        LevelPoint(dt.date(2026, month, 1), f"{month}月1日", level) for month, level in ((1, 2), (6, 3), (11, 5))
    )
    chart = LevelLine("文書作成", points)
    svg = chart.draw(words(), 160)
    assert [role for tag, role in elements(svg) if tag in ("path", "circle")] == ["ai-line"] + ["ai-dot"] * 3
    assert ">5</text>" in svg
    assert "文書作成: 1月1日 2、6月1日 3、11月1日 5" in svg
    assert chart.twin(words()).rows == (("11月1日", "5"), ("6月1日", "3"), ("1月1日", "2"))


def test_one_level_is_a_point():
    svg = LevelLine("書く", (LevelPoint(dt.date(2026, 1, 1), "1月1日", 1),)).draw(words(), 160)
    assert [tag for tag, _role in elements(svg)].count("circle") == 1
    assert "<path" not in svg
