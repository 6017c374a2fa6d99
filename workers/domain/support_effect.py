"""Income before and after a contact, beside people without one. It compares; it proves no cause.

The three months before a month and the three after it, for everybody who took part without a break in all seven. Those
reached at least once in the month stand beside those not reached in it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from programs.models import Program
from programs.shared.month import Month
from programs.shared.small_cells import is_few
from workers.models import Contact, IncomeMonth

SPAN = 3  # months on either side
MONTHS_COMPARED = 12


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One person's mean income a month, in whole yen on the program's basis."""

    enrollment_id: int
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Group:
    """People compared in one month; means and medians in yen, None without anybody."""

    people: tuple[BeforeAfter, ...]

    @property
    def count(self) -> int:
        return len(self.people)

    @property
    def is_few(self) -> bool:
        return is_few(self.count)

    @property
    def mean_before(self) -> int | None:
        return _mean_of(one.before for one in self.people)

    @property
    def mean_after(self) -> int | None:
        return _mean_of(one.after for one in self.people)

    @property
    def median_before(self) -> int | None:
        return round(median(one.before for one in self.people)) if self.people else None

    @property
    def median_after(self) -> int | None:
        return round(median(one.after for one in self.people)) if self.people else None

    @property
    def difference(self) -> int | None:
        """Of the means as they are shown."""
        return self.mean_after - self.mean_before if self.people else None


@dataclass(frozen=True, slots=True)
class Comparison:
    month: Month
    reached: Group
    others: Group

    @property
    def is_withheld(self) -> bool:
        """One small group hides both: what is left of a known total would give it away."""
        return self.reached.is_few or self.others.is_few


def comparable_months(this_month: Month) -> list[Month]:
    """The months whose three following ones are over, newest first."""
    newest = this_month - (SPAN + 1)
    return [newest - n for n in range(MONTHS_COMPARED)]


def comparisons(program: Program, months: Iterable[Month]) -> list[Comparison]:
    """One for each of `months`. Two queries, however many people and months."""
    months = list(months)
    first, last = min(months) - SPAN, max(months) + SPAN
    reached = _reached(program, min(months), max(months))
    incomes = _incomes(program, first, last)
    return [compare(month, incomes, reached.get(month, set())) for month in months]


def compare(month: Month, incomes: dict[int, dict[Month, int]], reached: set[int]) -> Comparison:
    """From everybody's months (a month of rest is not among them) the two groups of `month`."""
    before = [month - n for n in range(SPAN, 0, -1)]
    after = [month + n for n in range(1, SPAN + 1)]
    people = [
        BeforeAfter(pk, _mean(months, before), _mean(months, after))
        for pk, months in sorted(incomes.items())
        if all(one in months for one in (*before, month, *after))
    ]
    with_contact = tuple(one for one in people if one.enrollment_id in reached)
    without = tuple(one for one in people if one.enrollment_id not in reached)
    return Comparison(month, Group(with_contact), Group(without))


def _mean_of(amounts: Iterable[int]) -> int | None:
    amounts = list(amounts)
    return round(sum(amounts) / len(amounts)) if amounts else None


def _mean(months: dict[Month, int], which: Sequence[Month]) -> int:
    return round(sum(months[one] for one in which) / len(which))


def _reached(program: Program, first: Month, last: Month) -> dict[Month, set[int]]:
    """Who was reached at least once, by month."""
    rows = Contact.objects.reached().filter(
        enrollment__cohort__program=program, happened_on__gte=first.first, happened_on__lte=last.last
    )
    by_month: dict[Month, set[int]] = {}
    for pk, day in rows.order_by().values_list("enrollment", "happened_on"):
        by_month.setdefault(Month.of(day), set()).add(pk)
    return by_month


def _incomes(program: Program, first: Month, last: Month) -> dict[int, dict[Month, int]]:
    """Everybody's months on the program's basis, without the months of a rest."""
    rows = IncomeMonth.objects.filter(enrollment__cohort__program=program).between(first, last).order_by()
    fields = ("enrollment_id", "month", "net", "gross", "target", "earning_count", "due", "rolled_up_at")
    incomes: dict[int, dict[Month, int]] = {}
    for row in rows.only(*fields):
        if not row.is_paused:
            amount = row.net if program.counts_net else row.gross
            incomes.setdefault(row.enrollment_id, {})[row.period] = amount
    return incomes
