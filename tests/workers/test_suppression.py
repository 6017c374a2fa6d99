"""Nobody computes a withheld cell: every truth there is, up to a size, gathered by what would be shown of it."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.domain.suppression import (
    ENOUGH_WITH_SILENT,
    ShownScale,
    mean_of,
    suppressed,
    suppressed_choices,
    suppressed_scale,
)


def splits(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """Every way to put `total` people into `cells`."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in splits(total - first, cells - 1))


def gathered(truths, show) -> dict:
    by_shown = defaultdict(list)
    for truth in truths:
        by_shown[show(truth)].append(truth)
    return by_shown


def told(by_shown: dict, shown_cells) -> list:
    """What is withheld and yet the same in every truth that looks like this, where that is a small cell."""
    found = []
    for shown, truths in by_shown.items():
        for place, cell in enumerate(shown_cells(shown)):
            values = {truth[place] for truth in truths}
            if cell is None and len(values) == 1 and 0 < values.copy().pop() < 5:
                found.append((shown, place, values))
    return found


@pytest.mark.parametrize(("cells", "most"), [(2, 24), (3, 24), (4, 18), (5, 15), (6, 12)])
def test_no_small_cell_of_a_whole_can_be_computed(cells, most):
    for total in range(5, most + 1):
        by_shown = gathered(splits(total, cells), suppressed)
        assert told(by_shown, lambda shown: shown) == []
        for shown, truths in by_shown.items():
            hidden = [place for place, cell in enumerate(shown) if cell is None]
            assert all(len({truth[place] for truth in truths}) > 1 for place in hidden), shown
            assert not hidden or total - sum(cell or 0 for cell in shown) >= 5, shown


@given(st.lists(st.integers(0, 60), min_size=2, max_size=13))
def test_what_is_shown_is_true_and_never_small(counts):
    shown = suppressed(counts)
    for cell, count in zip(shown, counts, strict=True):
        assert cell is None or (cell == count and (count == 0 or count >= 5))
    hidden = [count for cell, count in zip(shown, counts, strict=True) if cell is None]
    assert len(hidden) != 1
    if sum(counts) >= 5:
        assert not hidden or sum(hidden) >= 5
        assert bool(hidden) == any(0 < count < 5 for count in counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((11, 9, 6), (11, 9, 6)),
        ((11, 9, 0), (11, 9, 0)),
        ((11, 9, 3, 2), (11, 9, None, None)),
        ((11, 9, 3, 1), (11, None, None, None)),
        ((20, 1), (None, None)),
        ((20, 1, 0), (None, None, None)),
        ((2, 2), (None, None)),
        ((7, 8, 4, 4), (7, None, None, None)),
    ],
)
def test_cells_are_withheld(counts, shown):
    assert suppressed(counts) == shown


@pytest.mark.parametrize(("options", "most"), [(2, 18), (3, 13)])
def test_no_small_cell_of_several_answers_can_be_computed(options, most):
    for total in range(5, most + 1):
        truths = [
            (*chosen, answered)
            for answered in range(total + 1)
            for chosen in product(range(answered + 1), repeat=options)
            if sum(chosen) >= answered  # who answered chose something
        ]
        by_shown = gathered(
            truths, lambda truth, total=total: suppressed_choices(truth[:-1], answered=truth[-1], total=total)
        )
        assert told(by_shown, lambda shown: (*shown.chosen, shown.answered)) == []
        for shown, ways in by_shown.items():
            for place in range(options):
                chose_not = {way[-1] - way[place] for way in ways}
                silent = {total - way[-1] for way in ways}
                for cells in (chose_not, silent):
                    assert len(cells) > 1 or not 0 < cells.copy().pop() < 5, (total, shown, place)


@pytest.mark.parametrize("total", range(5, 17))
def test_no_small_cell_of_a_scale_can_be_computed(total):
    by_shown = gathered(splits(total, 6), lambda truth: suppressed_scale(truth[:5], silent=truth[5]))
    assert told(by_shown, lambda shown: (*shown.levels, shown.silent)) == []


@pytest.mark.parametrize("total", range(5, 19))
def test_no_small_cell_of_a_scale_everybody_answered_can_be_computed(total):
    by_shown = gathered(splits(total, 5), lambda truth: suppressed_scale(truth, silent=None))
    assert told(by_shown, lambda shown: shown.levels) == []


def test_a_mean_does_not_tell_how_many_gave_no_answer():
    """Where these few are withheld, every shown mean fits at least two numbers of them."""
    for total in range(ENOUGH_WITH_SILENT, 120):
        silent_by_mean = defaultdict(set)
        for silent in range(1, 5):
            answered = total - silent
            for points in range(answered, 5 * answered + 1):
                fives, rest = divmod(points - answered, 4)
                levels = [answered - fives - bool(rest), 0, 0, 0, fives]
                if rest:
                    levels[rest] += 1
                shown = suppressed_scale(levels, silent=silent)
                if shown.mean is not None:
                    silent_by_mean[shown.mean].add(silent)
        assert {mean: few for mean, few in silent_by_mean.items() if len(few) < 2} == {}, total


def test_a_scale_without_small_cells_is_shown_whole():
    assert suppressed_scale((0, 0, 6, 10, 9), silent=0) == ShownScale((0, 0, 6, 10, 9), 0, 4.1)


def test_a_scale_with_small_cells_is_shown_as_its_mean():
    assert suppressed_scale((1, 2, 6, 10, 7), silent=0) == ShownScale((None,) * 5, 0, 3.8)


def test_a_mean_near_the_end_would_tell_who_said_otherwise():
    assert suppressed_scale((0, 0, 0, 1, 19), silent=0) == ShownScale((None,) * 5, 0, None)


@pytest.mark.parametrize(("levels", "mean"), [((0, 0, 0, 1, 1), 4.5), ((1, 0, 0, 0, 19), 4.8), ((0,) * 5, None)])
def test_a_mean_has_one_decimal(levels, mean):
    assert mean_of(levels) == mean


def test_halves_go_up():
    assert mean_of((0, 0, 0, 1, 19)) == 5.0
