"""Where the names of lines go: near their ends, on no other name, end point or edge. Plain geometry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SIZE = 13
GAP = 17
BESIDE, CLEAR = 12, 15  # from an end point to a name at its side, and above it
STEPS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


def text_width(text: str) -> float:
    """Roughly: kanji are square, digits a little over half as wide."""
    return sum(SIZE if ord(sign) > 0x2000 else SIZE * 0.6 for sign in text)


def name_box(text: str, x: float, y: float) -> Box:
    """What a text takes that begins at `x` and stands on `y`."""
    return Box(x, y - SIZE + 1, x + text_width(text), y + 3)


def spread(heights: Sequence[float], *, lowest: float) -> list[float]:
    """Ascending heights, kept `GAP` apart and all above `lowest`, as near to where they were as that allows."""
    placed: list[float] = []
    for height in heights:
        placed.append(max(height, placed[-1] + GAP) if placed else height)
    floor = lowest
    for n in range(len(placed) - 1, -1, -1):
        placed[n] = min(placed[n], floor)
        floor = placed[n] - GAP
    return placed


def free_place(
    text: str,
    end: tuple[float, float],
    *,
    taken: Sequence[Box],
    drawn: Iterable[tuple[float, float]],
    inside: Box,
) -> tuple[float, float]:
    """The best (x, y) to begin a name at: free of `taken`, then crossing few of the `drawn` points, then near."""
    x, y = end
    width, points = text_width(text), list(drawn)
    middle = min(max(x - width / 2, inside.left), inside.right - width)
    places = [(x + BESIDE, y + 4), (x - BESIDE - width, y + 4)]
    places += [(middle, y - CLEAR - step * GAP) for step in STEPS]
    places += [(middle, y + CLEAR + SIZE - 3 + step * GAP) for step in STEPS]

    def cost(place: tuple[float, float]) -> float:
        box = name_box(text, *place)
        outside = box.left < inside.left or box.right > inside.right or box.top < inside.top
        collisions = sum(box.overlaps(other) for other in taken) + (outside or box.bottom > inside.bottom)
        return collisions * 1000 + sum(box.holds(*point) for point in points) * 5 + abs(place[1] - y) / 10

    return min(places, key=cost)
