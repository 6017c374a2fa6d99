"""What a chart says: amounts, months and names, handed in by the caller, so that the drawing knows no language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from programs.shared.month import Month


@dataclass(frozen=True, slots=True)
class Twin:
    """The table beside a chart: the same figures as words. The first column names the row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    yen: Callable[[int], str]  # 152,300円
    axis: Callable[[int], str]  # 15万
    yen_axis: Callable[[int], str]  # 20万円
    figure: Callable[[int], str]  # 15.2, in the unit of the axis
    month: Callable[[Month], str]  # 10月
    month_year: Callable[[Month], str]  # 2026年10月
    month_n: Callable[[int], str]  # 12か月目
    people: Callable[[int], str]  # 3人
    texts: Mapping[str, str]  # plan, target, unfinished, hidden, net, month, state, reached_of and the states

    def __getitem__(self, key: str) -> str:
        return self.texts[key]
