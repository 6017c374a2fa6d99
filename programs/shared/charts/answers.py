"""How many gave which answer: a bar below each answer's words, two where the same was asked before and after."""

from dataclasses import dataclass

from programs.shared.charts.end_names import text_width
from programs.shared.charts.marks import box, label, line, picture
from programs.shared.charts.words import Twin, Words

WORDS, BAR, GAP = 20, 18, 10  # heights: the answer's words, one bar, the room below
FIGURES = 104  # width kept for «18人（69%）» behind the longest bar


@dataclass(frozen=True, slots=True)
class Share:
    """`count` None is withheld; `percent` of those who answered."""

    count: int | None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerBar:
    """One answer. `shares` has one entry per series, in the order of `AnswerBars.series`."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class AnswerBars:
    """`series` are the names of what is compared, in the order of time; one, empty name where nothing is."""

    name: str
    bars: tuple[AnswerBar, ...]
    series: tuple[str, ...] = ("",)

    def draw(self, words: Words, width: int = 400) -> str:
        most = max([share.percent or 0 for bar in self.bars for share in bar.shares] + [1])
        parts: list[str] = []
        y = 0.0
        for bar in self.bars:
            parts.append(label(_fitted(bar.name, width), 2, y + 14, "t-ink", anchor="start", size=13))
            y += WORDS
            first = y
            for number, share in enumerate(bar.shares):
                parts += self._bar(share, number, y, (width - self._left - FIGURES) / most, words)
                y += BAR
            parts.append(line("axis", self._left + 0.5, first, self._left + 0.5, y - 2))
            y += GAP
        return picture(parts, width=width, height=max(y, 1), said=self.name)

    def twin(self, words: Words) -> Twin:
        heads = [head for name in self.series for head in (name or words["people"], "%")]
        rows = [(bar.name, *(cell for share in bar.shares for cell in _cells(share, words))) for bar in self.bars]
        return Twin((words["answer"], *heads), tuple(rows))

    @property
    def _left(self) -> float:
        """Where the bars begin: behind the names of the series."""
        return max((text_width(name) + 12 for name in self.series if name), default=2)

    def _bar(self, share: Share, number: int, y: float, scale: float, words: Words) -> list[str]:
        parts = []
        if self.series[number]:
            parts.append(label(self.series[number], self._left - 8, y + 13, anchor="end"))
        long = (share.percent or 0) * scale
        last = number == len(self.series) - 1
        if long:
            parts.append(box("best" if last else "plain", self._left, y + 1, long, BAR - 4, r=2))
        said = words["hidden"] if share.count is None else f"{words.people(share.count)}（{share.percent}%）"
        role = "t-2" if share.count is None else "t-ink"
        parts.append(label(said, self._left + long + 6, y + 13, role, anchor="start", size=13, bold=last))
        return parts


def _cells(share: Share, words: Words) -> tuple[str, str]:
    if share.count is None:
        return words["hidden"], "—"
    return words.people(share.count), f"{share.percent}%"


def _fitted(text: str, width: float) -> str:
    """Long words end in …; the table beside the drawing has them whole."""
    if text_width(text) <= width - 4:
        return text
    while text and text_width(text) > width - 20:
        text = text[:-1]
    return f"{text}…"
