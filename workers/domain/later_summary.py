"""What became of those who left: answers 6 and 12 months later in people, with how many answered at all."""

import datetime as dt
from dataclasses import dataclass

from programs.models import Program
from programs.shared.small_cells import is_few
from workers.domain.later_states import MONTHS_AFTER, NEVER_CAME
from workers.domain.outcomes import Successes, successes_of
from workers.domain.suppression import suppressed
from workers.models import Enrollment, LaterState
from workers.models.later_state import Life


@dataclass(frozen=True, slots=True)
class LaterFigures:
    """People, `months_after` months after leaving. None: withheld. `asked` are those whose day has come."""

    months_after: int
    asked: int
    answered: int | None
    life: dict[str, int | None]
    uses_what_was_learned: int | None
    lives_here: int | None

    @property
    def rate(self) -> int | None:
        """Of a hundred asked, how many answered; None where nobody was asked, or withheld."""
        return None if self.answered is None or not self.asked else round(self.answered * 100 / self.asked)

    @property
    def hides_something(self) -> bool:
        cells = (self.answered, self.uses_what_was_learned, self.lives_here, *self.life.values())
        return None in cells


@dataclass(frozen=True, slots=True)
class LaterSummary:
    """`left`: people who left until today; `once`: those of them hired, in business or moved in at some time."""

    left: int
    once: Successes
    figures: tuple[LaterFigures, ...]


def later_summary(program: Program, *, today: dt.date, hide_small: bool) -> LaterSummary:
    """Of a program, one person once however many cohorts they left. `hide_small` for readers outside. Four queries."""
    gone = Enrollment.objects.filter(cohort__program=program, left_on__lte=today, worker__merged_into=None)
    gone = gone.exclude(NEVER_CAME)
    due = LaterState.objects.filter(enrollment__in=gone.order_by(), due_on__lte=today)
    latest: dict[int, dict[int, LaterState]] = {months: {} for months in MONTHS_AFTER}
    for state in due.select_related("enrollment").order_by("due_on", "pk"):
        known = latest[state.months_after].get(state.enrollment.worker_id)
        if known is None or state.answered_at is not None:
            latest[state.months_after][state.enrollment.worker_id] = state
    figures = tuple(_figures(months, list(rows.values()), hide_small) for months, rows in latest.items())
    left = gone.order_by().values("worker").distinct().count()
    once = successes_of(gone)
    return LaterSummary(left=left, once=once.for_onlookers(left) if hide_small else once, figures=figures)


def _figures(months: int, states: list[LaterState], hide_small: bool) -> LaterFigures:
    said = [state for state in states if state.answered_at is not None]
    life = {value: sum(state.life == value for state in said) for value in Life.values}
    uses = sum(state.uses_what_was_learned is True for state in said)
    here = sum(state.lives_here is True for state in said)
    if not hide_small or not said:  # nobody at all gives nobody away
        return LaterFigures(months, len(states), len(said), dict(life), uses, here)
    if is_few(len(said)):
        return LaterFigures(months, len(states), None, dict.fromkeys(life), None, None)
    shown = dict(zip(life, suppressed(tuple(life.values())), strict=True))
    return LaterFigures(months, len(states), len(said), shown, _share(uses, len(said)), _share(here, len(said)))


def _share(yes: int, of: int) -> int | None:
    """`yes` of those who answered; None where one side is small."""
    return suppressed((yes, of - yes))[0]
