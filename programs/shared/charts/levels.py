"""One person's level of one skill over the months: a small line from 1 to 5, its last point said in figures."""

import datetime as dt
from dataclasses import dataclass

from programs.shared.charts.marks import dot, label, line, path, picture
from programs.shared.charts.words import Twin, Words

HEIGHT, TOP = 48, 5


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """`said` is the day in words."""

    day: dt.date
    said: str
    level: int


@dataclass(frozen=True, slots=True)
class LevelLine:
    """`points` oldest first, at least one; `name` is the skill's."""

    name: str
    points: tuple[LevelPoint, ...]

    def draw(self, words: Words, width: int = 160) -> str:
        left, right, low, high = 8, width - 28, HEIGHT - 8, 8
        first, last = self.points[0].day, self.points[-1].day
        days = max((last - first).days, 1)

        def place(point: LevelPoint) -> tuple[float, float]:
            x = left + (right - left) * ((point.day - first).days / days if last > first else 1)
            return x, low - (low - high) * (point.level - 1) / (TOP - 1)

        places = [place(point) for point in self.points]
        parts = [line("grid-line", 0, y, width - 20, y) for y in (low, (low + high) / 2, high)]
        parts.append(path("ai-line", places) if len(places) > 1 else "")
        parts += [dot("ai-dot", x, y, 3.5) for x, y in places]
        parts.append(label(str(self.points[-1].level), width - 2, places[-1][1] + 5, "t-ai", anchor="end", size=16))
        said = f"{self.name}: {'、'.join(f'{point.said} {point.level}' for point in self.points)}"
        return picture(parts, width=width, height=HEIGHT, said=said)

    def twin(self, words: Words) -> Twin:
        rows = tuple((point.said, str(point.level)) for point in reversed(self.points))
        return Twin((words["day"], words["level"]), rows)
