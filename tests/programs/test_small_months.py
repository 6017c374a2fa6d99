import pytest
from django.utils import translation

from programs.shared.charts.small_months import SmallMonth, draw_month_state, draw_small_months, highest
from programs.shared.month import Month
from programs.templatetags.charts import words
from tests.programs.drawings import attributes, elements

OCTOBER = Month(2026, 10)
STATES = ("reached", "missed", "now", "paused", "nothing_earned", "unanswered", "no_plan", "blank")
AXIS = ("line", "axis")


@pytest.fixture(autouse=True)
def japanese():
    with translation.override("ja"):
        yield


def one(state, *, net=0, target=100_000):
    return SmallMonth(OCTOBER, net, target, state)


@pytest.mark.parametrize(
    ("month", "drawn"),
    [
        (one("reached", net=150_000), [("rect", "reached"), ("line", "notch"), ("line", "tick"), ("line", "tick")]),
        (one("reached", net=100_000), [("rect", "reached"), ("line", "tick"), ("line", "tick")]),
        (one("missed", net=60_000), [("rect", "missed"), ("line", "tick")]),
        (one("now", net=60_000), [("rect", "now"), ("line", "tick")]),
        (one("now"), [("line", "tick")]),
        (one("paused", target=None), [("rect", "pause"), ("rect", "pause")]),
        (one("nothing_earned"), [("circle", "faint"), ("line", "tick")]),
        (one("unanswered"), [("rect", "asked"), ("line", "tick")]),
        (one("no_plan", net=60_000, target=None), [("rect", "reached")]),
        (one("blank", net=60_000), []),
    ],
)
def test_each_state_has_a_shape_of_its_own(month, drawn):
    assert elements(draw_small_months([month], words())) == [AXIS, *drawn]


def test_a_strip_of_twelve_is_264_by_34():
    svg = draw_small_months([one("missed", net=50_000)] * 12, words())
    assert 'width="264" height="34" viewBox="0 0 264 34"' in svg


def test_bar_and_tick_stand_at_their_amounts():
    svg = draw_small_months([one("missed", net=50_000)], words(), top=100_000)
    assert attributes(svg, "missed") | {"fill": ""} == {
        "fill": "", "x": "4", "y": "18", "width": "14", "height": "15", "rx": "1.5",
    }  # fmt: skip
    assert (attributes(svg, "tick")["x1"], attributes(svg, "tick")["x2"], attributes(svg, "tick")["y1"]) == (
        "2",
        "20",
        "3",
    )


def test_rows_with_the_same_top_can_be_compared():
    small = attributes(draw_small_months([one("missed", net=20_000)], words(), top=200_000), "missed")
    large = attributes(draw_small_months([one("reached", net=200_000)], words(), top=200_000), "reached")
    assert (small["height"], large["height"]) == ("3", "30")


def test_a_single_yen_can_be_seen():
    assert attributes(draw_small_months([one("missed", net=1)], words()), "missed")["height"] == "2"


def test_months_without_any_amount_do_not_divide_by_zero():
    months = [one("paused", target=None), one("blank"), one("nothing_earned", target=None)]
    assert highest(months) == 1
    assert elements(draw_small_months(months, words())) == [
        AXIS,
        ("rect", "pause"),
        ("rect", "pause"),
        ("circle", "faint"),
    ]
    assert elements(draw_small_months([], words())) == [AXIS]


def test_the_strip_says_itself_in_one_sentence():
    months = [
        one("reached", net=150_000),
        one("missed", net=1),
        one("nothing_earned"),
        one("paused", target=None),
        one("now"),
    ]
    assert 'aria-label="3か月のうち1か月で計画に到達"' in draw_small_months(months, words())


@pytest.mark.parametrize("state", STATES[:-1])
def test_the_legend_shows_every_state_by_name(state):
    svg = draw_month_state(state, words())
    assert f'aria-label="{words()[state]}"' in svg
    assert len(elements(svg)) > 1
