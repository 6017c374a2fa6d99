"""One person's months of income, below them a mark for every contact: a dot when they were reached, else a cross."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from programs.shared.charts.marks import dot, label, line, path, picture
from programs.shared.charts.small_months import Column, SmallMonth, highest, month_marks, sentence
from programs.shared.charts.words import Twin, Words
from programs.shared.month import Month

DOTS = 3  # as many as stand above each other; beyond that the number is written


@dataclass(frozen=True, slots=True)
class ContactMonths:
    """`reached` and `tried` are numbers of contacts by month; their names head the columns of the table."""

    months: tuple[SmallMonth, ...]
    reached_name: str
    tried_name: str
    reached: Mapping[Month, int] = field(default_factory=dict)
    tried: Mapping[Month, int] = field(default_factory=dict)

    def draw(self, words: Words, width: int = 358) -> str:
        base, height = 84, 150
        slot = width / max(len(self.months), 1)
        scale = (base - 12) / highest(self.months)
        parts = [line("axis", 0, base + 0.5, width, base + 0.5)]
        for index, month in enumerate(self.months):
            column = Column(slot * index, slot, slot * 0.6, base, scale)
            middle = column.x + slot / 2
            role = "t-now" if month.state == "now" else "t-2"
            parts += month_marks(month, column)
            parts.append(label(str(month.month.number), middle, base + 18, role, size=13))
            parts += self._contacts(month.month, middle, base + 33)
        return picture(parts, width=width, height=height, said=f"{sentence(self.months, words)} {self._said()}")

    def _contacts(self, month: Month, middle: float, top: float) -> list[str]:
        reached, tried = self.reached.get(month, 0), self.tried.get(month, 0)
        if reached + tried > DOTS:
            number = label(str(reached + tried), middle, top + 18, "t-ai" if reached else "t-2", size=13)
            return [*_mark(reached > 0, middle, top), number]
        marks = [True] * reached + [False] * tried
        return [
            part for place, was_reached in enumerate(marks) for part in _mark(was_reached, middle, top + 13 * place)
        ]

    def _said(self) -> str:
        counts = ((self.reached_name, self.reached), (self.tried_name, self.tried))
        return " ".join(f"{name} {sum(numbers.values())}" for name, numbers in counts)

    def twin(self, words: Words) -> Twin:
        rows = tuple(
            (
                words.month_year(m.month),
                words.yen(m.net),
                words[m.state],
                str(self.reached.get(m.month, 0)),
                str(self.tried.get(m.month, 0)),
            )
            for m in reversed(self.months)
            if m.state != "blank"
        )
        head = (words["month"], words["net"], words["state"], self.reached_name, self.tried_name)
        return Twin(head, rows)


def _mark(was_reached: bool, x: float, y: float) -> list[str]:
    if was_reached:
        return [dot("ai-dot", x, y, 5)]
    return [path("faint", [(x - 4, y + slope), (x + 4, y - slope)]) for slope in (-4, 4)]
