"""How far this month has come: a bar, the ember at its tip, the month's plan as a tick, the goal at the end."""

from dataclasses import dataclass

from programs.shared.charts.marks import box, label, line, mark, picture
from programs.shared.charts.words import Words

NAME_ROOM = 76  # per cent of the width up to which the plan may be named before it meets the goal's name


@dataclass(frozen=True, slots=True)
class Progress:
    """Yen. `plan` is this month's step of the ramp, `target` the program's goal; without one there is no bar."""

    net: int
    target: int
    plan: int | None = None

    def share(self, amount: int) -> float:
        """Per cent of the bar's length, 0 to 100; the bar grows past the goal, so that 18 of 15 is seen as more."""
        return 100 * max(amount, 0) / max(self.target, self.net, 1)

    def draw(self, words: Words) -> str:
        done, goal = self.share(self.net), self.share(self.target)
        parts = [
            mark("rect", "track", x=0, y=8, width="100%", height=10, rx=5),
            mark("rect", "reached", x=0, y=8, width=f"{done:.1f}%", height=10, rx=5),
        ]
        plan = self.share(self.plan) if self.plan and self.plan != self.target else None
        for tick in (plan, goal if goal < 100 else None):
            if tick is not None:
                parts.append(mark("line", "tick", x1=f"{tick:.1f}%", x2=f"{tick:.1f}%", y1=3, y2=23))
        parts += [mark("circle", role, cx=f"{done:.1f}%", cy=13, r=r) for role, r in (("halo", 11), ("now-dot", 7))]
        if plan is not None:
            end = plan > 12
            x = min(plan + 2, NAME_ROOM) if end else plan
            named = f"{words['plan']} {words.axis(self.plan or 0)}"
            parts.append(label(named, f"{x:.1f}%", 40, anchor="end" if end else "start", size=14))
        parts.append(label(f"{words['goal']} {words.yen_axis(self.target)}", f"{goal:.1f}%", 40, anchor="end", size=14))
        said = words["progress"] % {"net": words.yen(self.net), "target": words.yen(self.target)}
        svg = picture(parts, width=358, height=46, said=said, css="ch-fill ch-progress")
        # Per cent instead of a viewBox: the bar fills its place while the dot stays round and the words their size.
        return svg.replace(' viewBox="0 0 358 46"', "").replace('width="358"', 'width="100%"', 1)


def draw_row_bar(*, net: int, target: int | None, now: bool, words: Words) -> str:
    """The same in one row of a list, 80 px: colour and tick only, the amount stands beside it."""
    width, top = 80, max(net, target or 0, 1) * (1.25 if target and net < target else 1.0)
    role = "now" if now else "reached" if not target or net >= target else "missed"
    long = max(width * net / top, 3) if net > 0 else 0
    parts = [box("track", 0, 4, width, 6, r=3)]
    if long:
        parts.append(box(role, 0, 4, long, 6, r=3))
    if target:
        x = min(width * target / top, width - 1)
        parts += [line("notch", x + dx, 1, x + dx, 13) for dx in (-1.5, 1.5)]
        parts.append(line("tick", x, 1, x, 13))
    said = words["progress"] % {"net": words.yen(net), "target": words.yen(target)} if target else words.yen(net)
    return picture(parts, width=width, height=14, said=said, css="ch-row")
