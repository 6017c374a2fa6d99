"""One figure month by month as bars, with the target as a dashed line and the unfinished month drawn as unfinished."""

from dataclasses import dataclass
from typing import Literal

from programs.shared.charts.marks import box, label, line, picture
from programs.shared.charts.scale import grid
from programs.shared.charts.words import Twin, Words
from programs.shared.month import Month


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """`value` in yen; None when nothing may or can be shown (秘匿, no data)."""

    month: Month
    value: int | None
    state: Literal["done", "latest", "unfinished", "hidden"] = "done"


@dataclass(frozen=True, slots=True)
class Trend:
    name: str  # what the bars are, the head of the table's column
    months: tuple[TrendMonth, ...]
    target: int | None = None

    def draw(self, words: Words, width: int = 600) -> str:
        wide = width > 480
        left, base, head = (44, 232, 40) if wide else (38, 184, 36)
        values = [m.value for m in self.months if m.value is not None]
        top = max([*values, self.target or 0, 1])
        scale = (base - head) / top
        parts = []
        for amount in grid(top):
            y = base - amount * scale
            if amount != self.target:
                parts.append(line("grid-line", left, y, width, y))
            parts.append(label(words.axis(amount), left - 8, y + 4, anchor="end"))
        parts.append(line("axis", left, base + 0.5, width, base + 0.5))
        slot = (width - left) / max(len(self.months), 1)
        for index, month in enumerate(self.months):
            parts += self._month(month, left + slot * index, slot, base, scale, words, wide)
        if self.target:
            y = base - self.target * scale
            named = f"{words['target']} {words.axis(self.target)}"
            parts += [line("target", left, y, width, y), label(named, left, y - 8, "t-ink", anchor="start", size=13, bold=True)]
        return picture(parts, width=width, height=base + 28, said=self.name)

    def _month(
        self, month: TrendMonth, x: float, slot: float, base: float, scale: float, words: Words, wide: bool
    ) -> list[str]:
        middle, bar = x + slot / 2, min(slot * 0.56, 40)
        role = {"latest": "t-ai", "unfinished": "t-now"}.get(month.state, "t-2")
        below = words.month(month.month) if wide else str(month.month.number)
        parts = [label(below, middle, base + 19, role)]
        if month.value is None:
            return [*parts, label(words["hidden"] if month.state == "hidden" else "—", middle, base - 8)]
        y = min(base - month.value * scale, base - 1)
        kind = {"latest": "best", "unfinished": "open"}.get(month.state, "plain")
        parts.append(box(kind, middle - bar / 2, y, bar, base - y, r=2))
        parts.append(label(words.figure(month.value), middle, y - 7, role))
        if month.state == "unfinished":
            parts.append(label(words["unfinished"], middle, y - 22, role))
        return parts

    def twin(self, words: Words) -> Twin:
        def note(month: TrendMonth) -> str:
            return words[month.state] if month.state in {"unfinished", "hidden"} else ""

        rows = tuple(
            (words.month_year(m.month), "—" if m.value is None else words.yen(m.value), note(m)) for m in reversed(self.months)
        )
        return Twin((words["month"], self.name, words["note"]), rows)
