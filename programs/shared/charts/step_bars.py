"""How many people took each step of a way: one horizontal bar per step on the track of the whole."""

from dataclasses import dataclass

from programs.shared.charts.marks import box, label, line, picture
from programs.shared.charts.words import Twin, Words

WIDE = 480
ROW, THICK = 38, 22


@dataclass(frozen=True, slots=True)
class StepBar:
    """`count` people took this step; `share` says which part of the whole that is. The last one is `best`."""

    name: str
    count: int
    share: str = ""
    best: bool = False


@dataclass(frozen=True, slots=True)
class StepBars:
    """`whole` is how long the track is: everybody who set out. `heads` name the columns of the table."""

    name: str
    whole: int
    bars: tuple[StepBar, ...]
    heads: tuple[str, str]  # of the steps, of the shares

    def draw(self, words: Words, width: int = 600) -> str:
        left, end = (168, 108) if width > WIDE else (126, 92)
        room = width - left - end
        most = max([self.whole, *(bar.count for bar in self.bars), 1])
        parts = []
        for index, bar in enumerate(self.bars):
            top = 4 + ROW * index
            text = top + ROW / 2 + 5
            parts.append(label(bar.name, left - 10, text, "t-ink", anchor="end", size=13))
            parts.append(box("track", left, top + (ROW - THICK) / 2, room * self.whole / most, THICK, r=2))
            if bar.count:
                role = "best" if bar.best else "plain"
                parts.append(box(role, left, top + (ROW - THICK) / 2, room * bar.count / most, THICK, r=2))
            said = f"{words.people(bar.count)} {bar.share}".strip()
            parts.append(label(said, left + room + 8, text, "t-ai", anchor="start", size=13))
        height = ROW * len(self.bars) + 8
        parts.append(line("axis", left + 0.5, 0, left + 0.5, height))
        return picture(parts, width=width, height=height, said=self.name)

    def twin(self, words: Words) -> Twin:
        rows = tuple((bar.name, words.people(bar.count), bar.share or "—") for bar in self.bars)
        return Twin((self.heads[0], words["people"], self.heads[1]), rows)
