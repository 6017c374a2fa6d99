"""Withholding small cells (秘匿) so that nobody can compute them back, not even who knows these rules.

Every decision depends only on which cells are small, never on how large the others are, and cells of 0 are withheld
together with cells of 1 to 4: then what is shown always fits several truths. `tests/workers/test_suppression.py` tries
every truth there is. The number of all sheets is taken as known.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from programs.shared.small_cells import LEAST_PEOPLE

MINIMUM = LEAST_PEOPLE
LEVELS = 5  # a scale runs from 1 to 5
ENOUGH = 10  # sheets before something is shown of a question whose parts are withheld
ENOUGH_WITH_SILENT = 25  # with fewer, a mean tells how many gave no answer
FROM_THE_END = 4  # points by which all answers together must stay away from «everybody said 5» and «everybody said 1»


@dataclass(frozen=True, slots=True)
class ShownChoices:
    """How many chose each option, and how many answered; None is withheld."""

    chosen: tuple[int | None, ...]
    answered: int | None


@dataclass(frozen=True, slots=True)
class ShownScale:
    """People by level, 1 first, those who did not answer, and the mean to one decimal; None is withheld."""

    levels: tuple[int | None, ...]
    silent: int | None
    mean: float | None


def is_small(count: int, minimum: int = MINIMUM) -> bool:
    return 0 < count < minimum


def suppressed(counts: Sequence[int], minimum: int = MINIMUM) -> tuple[int | None, ...]:
    """The cells of one whole whose sum is known, None for those withheld; all of them when the sum is too small.

    With one small cell go all others under `minimum`; then, from the last on, as many as it takes that the withheld
    ones are at least two, stand for at least `minimum` people, and are not all as large as a small cell can be.
    """
    if sum(counts) < minimum:
        return (None,) * len(counts)
    if not any(is_small(count, minimum) for count in counts):
        return tuple(counts)
    hidden = [count < minimum for count in counts]
    for last in reversed(range(len(counts))):
        behind = [count for count, is_hidden in zip(counts, hidden, strict=True) if is_hidden]
        if len(behind) >= 2 and sum(behind) >= minimum and set(behind) != {minimum - 1}:
            break
        hidden[last] = True
    return tuple(None if is_hidden else count for count, is_hidden in zip(counts, hidden, strict=True))


def suppressed_choices(chosen: Sequence[int], *, answered: int, total: int, minimum: int = MINIMUM) -> ShownChoices:
    """Options of which one may choose several: each is a cell, and so is who answered without choosing it.

    Of `total` sheets `answered` chose something, `chosen[i]` the option i.
    """
    if answered < minimum:
        return ShownChoices((None,) * len(chosen), answered if answered == 0 and total >= minimum else None)

    hides_silent = is_small(total - answered, minimum)
    if hides_silent and total < ENOUGH:
        return ShownChoices((None,) * len(chosen), None)
    wholes = {total} if hides_silent else {total, answered}
    shown = [
        None if is_small(count, minimum) or any(is_small(whole - count, minimum) for whole in wholes) else count
        for count in chosen
    ]
    if hides_silent and None not in shown:
        shown[-1] = None  # else the options' sum could tell how many chose nothing
    return ShownChoices(tuple(shown), None if hides_silent else answered)


def suppressed_scale(levels: Sequence[int], *, silent: int | None, minimum: int = MINIMUM) -> ShownScale:
    """A scale: all of it when no cell is small. Otherwise from ten sheets on the mean alone, for with a mean the cells
    behind it could be computed; with fewer sheets the cells that may be shown, without a mean.

    `silent` None says that everybody had to answer: then nobody's silence can stand for somebody's answer.
    """
    cells = (*levels,) if silent is None else (*levels, silent)
    answered, total = sum(levels), sum(cells)
    shown = suppressed(cells, minimum)
    told = 0 if silent is None else shown[-1]
    if answered >= minimum and None not in shown:
        return ShownScale(shown[:LEVELS], told, mean_of(levels))
    if total < ENOUGH:
        return ShownScale(shown[:LEVELS], told, None)
    hides_silent = is_small(silent or 0, minimum)
    shows_mean = _leaves_silent_open(levels, total) if hides_silent else may_show_mean(levels, minimum)
    mean = mean_of(levels) if shows_mean else None
    return ShownScale((None,) * LEVELS, None if hides_silent else silent or 0, mean)


def may_show_mean(levels: Sequence[int], minimum: int = MINIMUM) -> bool:
    """Whether a mean without its distribution leaves every level open: not near the ends, where it would tell."""
    answered, points = sum(levels), _points(levels)
    return answered >= minimum and answered + FROM_THE_END <= points <= LEVELS * answered - FROM_THE_END


def _leaves_silent_open(levels: Sequence[int], total: int) -> bool:
    """Whether the mean fits several numbers of people who gave no answer: it goes by what is shown and nothing else."""
    return total >= ENOUGH_WITH_SILENT and 1.5 <= (mean_of(levels) or 0) <= 4.5


def mean_of(levels: Sequence[int]) -> float | None:
    """To one decimal, halves up; None when nobody answered."""
    answered = sum(levels)
    return (20 * _points(levels) + answered) // (2 * answered) / 10 if answered else None


def _points(levels: Sequence[int]) -> int:
    return sum(level * people for level, people in enumerate(levels, 1))
