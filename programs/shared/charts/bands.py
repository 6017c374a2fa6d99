"""How many people earned how much: one bar per band of income."""

from dataclasses import dataclass

from programs.shared.charts.marks import box, label, line, picture
from programs.shared.charts.words import Twin, Words


@dataclass(frozen=True, slots=True)
class Band:
    """`count` None is 秘匿: fewer people than may be shown. The band of those at target is `best`."""

    name: str
    count: int | None
    best: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bands:
    name: str  # what the bands are, the head of the table's first column
    bands: tuple[Band, ...]

    def draw(self, words: Words, width: int = 400) -> str:
        left, step, thick = 88, 30, 20
        most = max([band.count or 0 for band in self.bands] + [1])
        room = width - left - 56
        height = step * len(self.bands) + 8
        parts = []
        for index, band in enumerate(self.bands):
            y = 4 + step * index
            text = y + step / 2 + 5
            parts.append(label(band.name, left - 10, text, anchor="end", size=13))
            long = room * (band.count or 0) / most
            if long:
                parts.append(box("best" if band.best else "plain", left, y + (step - thick) / 2, long, thick, r=2))
            said = words["hidden"] if band.count is None else words.people(band.count)
            role = "t-ai" if band.best else "t-ink"
            parts.append(label(said, left + long + 8, text, role, anchor="start", size=13, bold=True))
            if band.note and long < room * 0.6:
                parts.append(label(band.note, left + long + 44, text, "t-ai", anchor="start", size=13))
        parts.append(line("axis", left + 0.5, 0, left + 0.5, height))
        return picture(parts, width=width, height=height, said=self.name)

    def twin(self, words: Words) -> Twin:
        def people(band: Band) -> str:
            return words["hidden"] if band.count is None else words.people(band.count)

        return Twin((self.name, words["people"]), tuple((band.name, people(band)) for band in self.bands))
