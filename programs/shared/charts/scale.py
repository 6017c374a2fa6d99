"""The plane a chart stands on: where an amount lies, round grid lines (never more than four), the target's line."""

from dataclasses import dataclass
from itertools import count

from programs.shared.charts.marks import label, line
from programs.shared.charts.words import Words

MOST_LINES = 4


def grid(top: int) -> list[int]:
    """The amounts above zero where a grid line stands, up to `top`: 1, 2, 2.5 or 5 times a power of ten apart."""
    if top <= 0:
        return []
    for power in count():
        for base in (10, 20, 25, 50):
            step = base * 10**power // 10
            if top // step <= MOST_LINES:
                return list(range(step, top + 1, step))
    raise AssertionError("unreachable")


@dataclass(frozen=True, slots=True)
class Plane:
    """Pixels: `left` to `right`, `base` is zero yen, `head` is `top` yen."""

    left: float
    right: float
    base: float
    head: float
    top: int

    def y(self, yen: int) -> float:
        return self.base - (self.base - self.head) * yen / self.top

    def ground(self, words: Words, *, target: int | None) -> list[str]:
        """Grid lines with their amounts and the base line; the target names its own line."""
        parts = []
        for amount in grid(self.top):
            if amount != target:
                y = self.y(amount)
                parts.append(line("grid-line", self.left, y, self.right, y))
                parts.append(label(words.axis(amount), self.left - 8, y + 4, anchor="end"))
        return [*parts, line("axis", self.left, self.base + 0.5, self.right, self.base + 0.5)]

    def target(self, words: Words, target: int | None) -> list[str]:
        if not target:
            return []
        y, named = self.y(target), f"{words['target']} {words.axis(target)}"
        name = label(named, self.left, y - 8, "t-ink", anchor="start", size=13, bold=True)
        return [line("target", self.left, y, self.right, y), name]
