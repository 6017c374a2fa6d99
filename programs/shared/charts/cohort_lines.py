"""Cohorts at the same age: one line each by month n since start, named at its end."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from programs.shared.charts.end_names import BESIDE, SIZE, Box, free_place, name_box, spread
from programs.shared.charts.marks import dot, label, path, picture
from programs.shared.charts.scale import Plane
from programs.shared.charts.words import Twin, Words

WIDE = 480
LINE_ROLE = {"now": "now-line", "main": "ai-line", "faint": "faint", "dotted": "faint"}
DOT_ROLE = {"now": "now-dot", "main": "ai-dot", "faint": "faint-dot", "dotted": "faint-dot"}
TEXT_ROLE = {"now": "t-now", "main": "t-ai", "faint": "t-ink", "dotted": "t-ink"}


@dataclass(frozen=True, slots=True)
class CohortLine:
    """`values[0]` is month 1 since start, in yen; None leaves a gap (秘匿 or no data)."""

    name: str
    values: tuple[int | None, ...]
    style: Literal["now", "main", "faint", "dotted"] = "faint"

    @property
    def last(self) -> tuple[int, int] | None:
        """(month n, yen) of the last known value."""
        known = [(n, value) for n, value in enumerate(self.values, 1) if value is not None]
        return known[-1] if known else None


@dataclass(frozen=True, slots=True)
class Across:
    """Month n from the left to the right edge of the plane."""

    plane: Plane
    most: int

    def x(self, n: int) -> float:
        return self.plane.left + (self.plane.right - self.plane.left) * (n - 1) / (self.most - 1)

    def point(self, n: int, yen: int) -> tuple[float, float]:
        return self.x(n), self.plane.y(yen)

    def along(self, values: tuple[int | None, ...]) -> list[tuple[float, float]]:
        """Points on a line, four from month to month."""
        points = []
        for run in runs(values):
            for (n, yen), (_next, then) in pairwise(run):
                (x1, y1), (x2, y2) = self.point(n, yen), self.point(n + 1, then)
                points += [(x1 + (x2 - x1) * part / 4, y1 + (y2 - y1) * part / 4) for part in range(4)]
        return points


@dataclass(frozen=True, slots=True)
class CohortLines:
    name: str
    lines: tuple[CohortLine, ...]
    target: int | None = None

    def draw(self, words: Words, width: int = 600) -> str:
        wide = width > WIDE
        most = max([len(one.values) for one in self.lines] + [2])
        top = max([v for one in self.lines for v in one.values if v is not None] + [self.target or 0, 1])
        plane = Plane(44, width - 92, 232, 40, top) if wide else Plane(38, width - 82, 200, 36, top)
        across = Across(plane, most)
        parts = plane.ground(words, target=self.target)
        for n in month_ticks(most):
            parts.append(label(words.month_n(n) if n == 1 else str(n), across.x(n), plane.base + 20))
        parts += plane.target(words, self.target)
        for one in sorted(self.lines, key=lambda one: one.style == "now"):
            parts += self._line(one, across)
        parts += self._names(across, words, width)
        return picture(parts, width=width, height=plane.base + 30, said=self.name)

    def _line(self, one: CohortLine, across: "Across") -> list[str]:
        parts = []
        for run in runs(one.values):
            points = [across.point(n, value) for n, value in run]
            parts.append(path(LINE_ROLE[one.style], points, dashed=one.style == "dotted"))
        if one.last:
            x, y = across.point(*one.last)
            if one.style == "now":
                parts.append(dot("halo", x, y, 9))
            parts.append(dot(DOT_ROLE[one.style], x, y, 5))
        return parts

    def _names(self, across: "Across", words: Words, width: int) -> list[str]:
        """Beside the right edge one under the other; the lines that end earlier carry theirs where there is room."""
        known = sorted((one for one in self.lines if one.last), key=lambda one: -(one.last or (0, 0))[1])
        ends = {one: across.point(*(one.last or (1, 0))) for one in known}
        texts = {one: f"{one.name} {words.figure((one.last or (1, 0))[1])}" for one in known}
        oldest = [one for one in known if one.last and one.last[0] == across.most]
        heights = spread([ends[one][1] + 4 for one in oldest], lowest=across.plane.base - 4)
        places = {one: (ends[one][0] + BESIDE, y) for one, y in zip(oldest, heights, strict=True)}
        taken = [Box(x - 6, y - 6, x + 6, y + 6) for x, y in ends.values()]
        taken += [name_box(texts[one], *place) for one, place in places.items()]
        drawn = [point for one in self.lines for point in across.along(one.values)]
        inside = Box(across.plane.left + 2, 4, width - 2, across.plane.base - 2)
        for one in known:
            if one not in places:
                places[one] = free_place(texts[one], ends[one], taken=taken, drawn=drawn, inside=inside)
                taken.append(name_box(texts[one], *places[one]))
        return [
            label(texts[one], *places[one], TEXT_ROLE[one.style], anchor="start", size=SIZE, bold=True) for one in known
        ]

    def twin(self, words: Words) -> Twin:
        most = max((len(one.values) for one in self.lines), default=0)

        def cell(one: CohortLine, n: int) -> str:
            value = one.values[n] if n < len(one.values) else None
            return "—" if value is None else words.yen(value)

        rows = tuple((words.month_n(n + 1), *(cell(one, n) for one in self.lines)) for n in range(most))
        return Twin((words["month_n"], *(one.name for one in self.lines)), rows)


def runs(values: tuple[int | None, ...]) -> list[list[tuple[int, int]]]:
    """Unbroken stretches of (month n, yen): a line never crosses a month that is not known."""
    found: list[list[tuple[int, int]]] = [[]]
    for n, value in enumerate(values, 1):
        if value is None:
            found.append([])
        else:
            found[-1].append((n, value))
    return [run for run in found if run]


def month_ticks(most: int) -> list[int]:
    """1, then every sixth month (every third in a short chart), and the last one when it has room."""
    step = 6 if most > 8 else 3
    ticks = [1, *range(step, most + 1, step)]
    return ticks if most - ticks[-1] < step / 2 else [*ticks, most]
