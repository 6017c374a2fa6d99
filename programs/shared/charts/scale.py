"""Grid lines at round amounts, never more than four of them."""

from itertools import count

MOST_LINES = 4


def grid(top: int) -> list[int]:
    """The amounts above zero where a grid line stands, up to `top`: 1, 2, 2.5 or 5 times a power of ten apart."""
    if top <= 0:
        return []
    for power in count():
        for base in (10, 20, 25, 50):
            step = base * 10**power // 10
            if top // step <= MOST_LINES:
                return list(range(step, top + 1, step))
    raise AssertionError("unreachable")
