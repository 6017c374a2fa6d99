"""The names at the ends of lines: readable, however many lines there are."""

import re
from itertools import combinations

import pytest

from programs.shared.charts.cohort_lines import CohortLine, CohortLines
from programs.shared.charts.end_names import name_box, spread
from programs.templatetags.charts import words


def six_lines(step: int) -> CohortLines:
    """Six cohorts of every age, all close together, as in a program of two years."""
    lengths = (23, 20, 16, 12, 8, 4)
    styles = ("faint", "faint", "faint", "faint", "main", "now")
    lines = (
        CohortLine(f"第{n}期", tuple(30_000 + n * step + month % 3 * 900 for month in range(months)), style)
        for n, (months, style) in enumerate(zip(lengths, styles, strict=True), 1)
    )
    return CohortLines("期ごとの平均", tuple(lines), target=200_000)


@pytest.mark.parametrize("step", [0, 300, -2_000, 5_000])
@pytest.mark.parametrize("width", [358, 600, 780])
def test_six_names_stand_on_nothing_and_inside(width, step):
    svg = six_lines(step).draw(words(), width)
    found = re.findall(
        r'<text [^>]*x="([-\d.]+)" y="([-\d.]+)" text-anchor="start" font-size="13"[^>]*>(第[^<]*)<', svg
    )
    boxes = [name_box(text, float(x), float(y)) for x, y, text in found]
    assert len(boxes) == 6
    touching = [(a, b) for a, b in combinations(range(6), 2) if boxes[a].overlaps(boxes[b])]
    assert touching == []
    base = float(re.search(r'class="axis"[^>]* y1="([\d.]+)"', svg)[1])
    assert [box for box in boxes if box.bottom > base or box.left < 0 or box.right > width or box.top < 0] == []


def test_names_at_the_right_edge_stay_above_the_months():
    assert spread([100, 105, 230, 231], lowest=228) == [100, 117, 211, 228]
