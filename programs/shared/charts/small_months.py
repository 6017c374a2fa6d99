"""Twelve months of one person: seven states that differ in shape, not only in colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from programs.shared.charts.marks import box, dot, label, line, picture
from programs.shared.charts.words import Twin, Words
from programs.shared.month import Month

State = Literal["reached", "missed", "now", "paused", "nothing_earned", "unanswered", "no_plan", "blank"]
BAR_ROLE = {"reached": "reached", "missed": "missed", "now": "now", "no_plan": "reached"}
TICKED = {"reached", "missed", "now", "nothing_earned", "unanswered"}
SLOT, HEIGHT = 22, 34


@dataclass(frozen=True, slots=True)
class SmallMonth:
    """`net` and `target` in yen; `target` None when the month has no plan; `blank` before joining and after leaving."""

    month: Month
    net: int
    target: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Column:
    """Where one month stands: its slot, the bar inside it, the base line, and pixels per yen."""

    x: float
    slot: float
    bar: float
    base: float
    scale: float

    @property
    def left(self) -> float:
        return self.x + (self.slot - self.bar) / 2

    def y(self, yen: int) -> float:
        return self.base - yen * self.scale


def highest(months: Sequence[SmallMonth]) -> int:
    """The largest amount that has to fit, plan or income; 1 when there is none, so that it divides."""
    return max((max(m.net, m.target or 0) for m in months if m.state != "blank"), default=0) or 1


def month_marks(month: SmallMonth, column: Column) -> list[str]:
    if month.state == "blank":
        return []
    middle, base = column.x + column.slot / 2, column.base
    parts: list[str] = []
    if month.state == "paused":
        parts = [box("pause", middle + dx, base - 12, 2, 8.5, r=1) for dx in (-3.5, 1.5)]
    elif month.state == "nothing_earned":
        parts = [dot("faint", middle, base - 6, 3)]
    elif month.state == "unanswered":
        top = min(column.y(month.target or 0), base - 10)
        parts = [box("asked", column.left + 0.75, top + 0.75, column.bar - 1.5, base - top - 0.75, r=1)]
    elif month.net > 0:
        top = min(column.y(month.net), base - 2)
        parts = [box(BAR_ROLE[month.state], column.left, top, column.bar, base - top)]
    if month.state in TICKED and month.target:
        parts += plan_tick(month, column)
    return parts


def plan_tick(month: SmallMonth, column: Column) -> list[str]:
    """A tick across the slot; where the bar passes the plan, ticks at both sides and a notch in the bar."""
    y = column.y(month.target or 0)
    start, end = column.x + 2, column.x + column.slot - 2
    bar_end = column.left + column.bar
    if month.net < (month.target or 0) or month.net == 0:
        return [line("tick", start, y, end, y)]
    notch = [line("notch", column.left, y, bar_end, y)] if column.y(month.net) < y - 2 else []
    return [*notch, line("tick", start, y, column.left, y), line("tick", bar_end, y, end, y)]


def draw_small_months(months: Sequence[SmallMonth], words: Words, *, top: int | None = None) -> str:
    """The strip for one row of a table. Give every row the same `top` (yen), so that rows can be compared."""
    base = HEIGHT - 1
    scale = (base - 3) / max(top or 0, highest(months))
    parts = [line("axis", 0, base + 0.5, SLOT * len(months), base + 0.5)]
    for index, month in enumerate(months):
        parts += month_marks(month, Column(SLOT * index, SLOT, 14, base, scale))
    return picture(parts, width=SLOT * len(months), height=HEIGHT, said=sentence(months, words), css="ch-months")


def draw_month_state(state: State, words: Words) -> str:
    """One month alone, for a legend that shows the states large."""
    sample = {"reached": 120, "missed": 70, "now": 80, "no_plan": 90}
    month = SmallMonth(Month(2026, 1), sample.get(state, 0), None if state in {"no_plan", "paused"} else 100, state)
    parts = [line("axis", 0, 47.5, 56, 47.5), *month_marks(month, Column(14, 28, 18, 47, 0.33))]
    return picture(parts, width=56, height=48, said=words[state], css="ch-state")


def sentence(months: Sequence[SmallMonth], words: Words) -> str:
    """What the strip says in one sentence: the last month, and how many months reached the plan."""
    shown = [m for m in months if m.state != "blank"]
    planned = [m for m in shown if m.state in {"reached", "missed", "nothing_earned", "unanswered"}]
    reached = sum(m.state == "reached" for m in planned)
    return words["reached_of"] % {"months": len(planned), "reached": reached}


@dataclass(frozen=True, slots=True)
class MonthBars:
    """The same months on the phone, numbered below, the running month with its amount."""

    months: tuple[SmallMonth, ...]

    def draw(self, words: Words, width: int = 358) -> str:
        base, height = 96, 118
        slot = width / max(len(self.months), 1)
        scale = (base - 24) / highest(self.months)
        parts = [line("axis", 0, base + 0.5, width, base + 0.5)]
        for index, month in enumerate(self.months):
            column = Column(slot * index, slot, slot * 0.6, base, scale)
            parts += month_marks(month, column)
            now = month.state == "now"
            middle = column.x + slot / 2
            parts.append(label(str(month.month.number), middle, base + 18, "t-now" if now else "t-2", size=13))
            if now and month.net:
                y = min(column.y(month.net), column.y(month.target or 0)) - 8
                parts.append(label(words.figure(month.net), middle, y, "t-now", size=14))
        return picture(parts, width=width, height=height, said=sentence(self.months, words))

    def twin(self, words: Words) -> Twin:
        rows = tuple(
            (
                words.month_year(m.month),
                words.yen(m.net) if m.net or m.state in BAR_ROLE else "—",
                words.yen(m.target) if m.target else "—",
                words[m.state],
            )
            for m in reversed(self.months)
            if m.state != "blank"
        )
        return Twin((words["month"], words["net"], words["plan"], words["state"]), rows)
