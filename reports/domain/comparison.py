"""Cohorts at the same age: the mean of the active by month n since each cohort's own start."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from programs.models import Cohort
from programs.shared.charts.cohort_lines import CohortLine
from programs.shared.month import Month
from reports.domain.withholding import is_withheld
from reports.models import CohortMonth

MONTHS_COMPARED = 36
COHORTS_COMPARED = 6


@dataclass(frozen=True, slots=True)
class AgedCohort:
    """`means[0]` is month 1 since the start, None where nobody earned. `people` and `active` are of the last month."""

    cohort: Cohort
    means: tuple[int | None, ...]
    people: int
    active: int

    @property
    def withheld(self) -> bool:
        return is_withheld(enrolled=self.people, active=self.active)


def compared(cohorts: Sequence[Cohort], chosen: Cohort) -> list[Cohort]:
    """The newest few cohorts, the chosen one always among them."""
    newest = sorted(cohorts, key=lambda one: one.number, reverse=True)[:COHORTS_COMPARED]
    kept = newest if chosen in newest else [*newest[:-1], chosen]
    return sorted(kept, key=lambda one: one.number)


def read_ages(cohorts: Sequence[Cohort], *, this_month: Month) -> list[AgedCohort]:
    """Every cohort's means up to last month: a month that still runs is not compared. One query."""
    rows = (
        CohortMonth.objects.filter(cohort__in=cohorts, month__lt=this_month.first)
        .order_by("cohort", "month")
        .values_list("cohort_id", "month", "mean", "active", "enrolled")
    )
    return [age(cohort, [row[1:] for row in rows if row[0] == cohort.pk]) for cohort in cohorts]


def age(cohort: Cohort, months: Iterable[tuple]) -> AgedCohort:
    """`months` are (first day, mean, active, enrolled) in any order; pure, so that it can be tried by hand."""
    means: dict[int, int | None] = {}
    people, active, last = 0, 0, 0
    for first, mean, earning, enrolled in months:
        n = cohort.month_number(Month.of(first))
        if not 1 <= n <= MONTHS_COMPARED:
            continue
        means[n] = mean if earning else None
        if n > last and enrolled:
            people, active, last = enrolled, earning, n
    line = tuple(means.get(n) for n in range(1, max(means, default=0) + 1))
    return AgedCohort(cohort, line, people, active)


def lines_for(aged: Sequence[AgedCohort], chosen: Cohort) -> tuple[CohortLine, ...]:
    """The chosen cohort as the running line, the one before it as the main one, those under five people dotted."""
    before = [one.cohort.number for one in aged if one.cohort.number < chosen.number and not one.withheld]
    main = max(before, default=None)

    def style(one: AgedCohort) -> str:
        if one.cohort == chosen:
            return "now"
        if one.withheld:
            return "dotted"
        return "main" if one.cohort.number == main else "faint"

    return tuple(CohortLine(str(one.cohort), one.means, style(one)) for one in aged if any(one.means))


def ahead(aged: Sequence[AgedCohort], chosen: Cohort) -> tuple[AgedCohort, int] | None:
    """The cohort before the chosen one and how many yen the chosen one is ahead of it at the same age."""
    own = next((one for one in aged if one.cohort == chosen), None)
    before = [one for one in aged if one.cohort.number < chosen.number]
    if own is None or not before:
        return None
    known = [n for n, mean in enumerate(own.means) if mean is not None]
    if not known:
        return None
    n, other = known[-1], before[-1]
    if n >= len(other.means) or other.means[n] is None:
        return None
    return other, own.means[n] - other.means[n]
