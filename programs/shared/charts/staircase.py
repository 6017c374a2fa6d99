"""The ramp of targets: which monthly amount is expected from which month on."""

from dataclasses import dataclass

from programs.shared.charts.marks import label, line, mark, number, path, picture
from programs.shared.charts.words import Twin, Words


@dataclass(frozen=True, slots=True)
class Staircase:
    """`steps` are (from month n, yen) in order; `months` is how long the cohort lasts."""

    steps: tuple[tuple[int, int], ...]
    months: int

    def draw(self, words: Words, width: int = 358) -> str:
        base, head, right = 96, 22, width - 2
        top = max([amount for _, amount in self.steps] + [1])
        last = max([self.months] + [start for start, _ in self.steps])

        def x(n: int) -> float:
            return 2 + (right - 2) * (n - 1) / last

        points: list[tuple[float, float]] = []
        for index, (start, amount) in enumerate(self.steps):
            end = self.steps[index + 1][0] if index + 1 < len(self.steps) else last + 1
            y = base - (base - head) * amount / top
            points += [(x(start), y), (x(end), y)]
        parts = []
        if points:
            ground = [(points[0][0], base), *points, (points[-1][0], base)]
            parts.append(mark("polygon", "wash", points=" ".join(f"{number(a)},{number(b)}" for a, b in ground)))
            parts.append(path("ai-line", points))
            last_step = words.yen_axis(self.steps[-1][1])
            parts.append(label(last_step, right, points[-1][1] - 8, "t-ai", anchor="end", size=13))
        parts.append(line("axis", 0, base + 0.5, width, base + 0.5))
        parts.append(label(words.month_n(1), 2, base + 18, anchor="start"))
        parts.append(label(words.month_n(last), right, base + 18, anchor="end"))
        return picture(parts, width=width, height=base + 24, said=words["ramp"])

    def twin(self, words: Words) -> Twin:
        rows = tuple((words.month_n(start), words.yen(amount)) for start, amount in self.steps)
        return Twin((words["from"], words["target"]), rows)
