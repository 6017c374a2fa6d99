"""Small counts withheld (秘匿): under five people a figure says something about one of them."""

from collections.abc import Mapping
from typing import TypeVar

LEAST_PEOPLE = 5  # as in public statistics
Key = TypeVar("Key")


def is_few(people: int) -> bool:
    """Nobody at all gives nobody away."""
    return 0 < people < LEAST_PEOPLE


def withhold(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The counts of one table, small ones None. A single hidden one would follow from the sum: so is the next."""
    shown: dict[Key, int | None] = {key: None if is_few(count) else count for key, count in counts.items()}
    if sum(count is None for count in shown.values()) == 1:
        others = [key for key, count in shown.items() if count]
        if others:
            shown[min(others, key=lambda key: shown[key] or 0)] = None
    return shown


def withhold_share(yes: int, of: int) -> int | None:
    """`yes` out of `of` people; None when either side is small."""
    return None if is_few(yes) or is_few(of - yes) or is_few(of) else yes
