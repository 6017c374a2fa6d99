"""One figure month by month as bars, with the target as a dashed line and the unfinished month drawn as unfinished."""

from dataclasses import dataclass
from typing import Literal

from programs.shared.charts.marks import box, label, picture
from programs.shared.charts.scale import Plane
from programs.shared.charts.words import Twin, Words
from programs.shared.month import Month

WIDE, VERY_WIDE = 480, 700  # from here on months by name and every figure; from there on higher, too


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """`value` in yen; None when nothing may or can be shown (秘匿, no data)."""

    month: Month
    value: int | None
    state: Literal["done", "latest", "unfinished", "hidden"] = "done"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one bar stands; on a phone every second bar carries its figure, so that figures do not touch."""

    x: float
    width: float
    plane: Plane
    wide: bool
    named: bool


@dataclass(frozen=True, slots=True)
class Trend:
    name: str  # what the bars are, the head of the table's column
    months: tuple[TrendMonth, ...]
    target: int | None = None

    def draw(self, words: Words, width: int = 600) -> str:
        wide = width > WIDE
        base = 184 if not wide else 232 if width < VERY_WIDE else 290
        top = max([m.value for m in self.months if m.value is not None] + [self.target or 0, 1])
        plane = Plane(44 if wide else 38, width, base, 40, top)
        step = (plane.right - plane.left) / max(len(self.months), 1)
        latest = max((n for n, month in enumerate(self.months) if month.state != "unfinished"), default=0)
        parts = plane.ground(words, target=self.target)
        for index, month in enumerate(self.months):
            named = wide or (latest - index) % 2 == 0 or index > latest
            parts += self._month(month, Slot(plane.left + step * index, step, plane, wide, named), words)
        parts += plane.target(words, self.target)
        return picture(parts, width=width, height=base + 28, said=self.name)

    def _month(self, month: TrendMonth, slot: "Slot", words: Words) -> list[str]:
        middle, bar, base = slot.x + slot.width / 2, min(slot.width * 0.56, 40), slot.plane.base
        role = {"latest": "t-ai", "unfinished": "t-now"}.get(month.state, "t-2")
        below = words.month(month.month) if slot.wide else str(month.month.number)
        parts = [label(below, middle, base + 19, role)]
        if month.value is None:
            return [*parts, label(words["hidden"] if month.state == "hidden" else "—", middle, base - 8)]
        y = min(slot.plane.y(month.value), base - 1)
        kind = {"latest": "best", "unfinished": "open"}.get(month.state, "plain")
        parts.append(box(kind, middle - bar / 2, y, bar, base - y, r=2))
        if slot.named:
            parts.append(label(words.figure(month.value), middle, y - 7, role))
        if month.state == "unfinished":
            parts.append(label(words["unfinished"], middle, y - 22, role))
        return parts

    def twin(self, words: Words) -> Twin:
        def row(month: TrendMonth) -> tuple[str, ...]:
            value = "—" if month.value is None else words.yen(month.value)
            return (
                words.month_year(month.month),
                value,
                words[month.state] if month.state in {"unfinished", "hidden"} else "",
            )

        return Twin((words["month"], self.name, words["note"]), tuple(row(m) for m in reversed(self.months)))
