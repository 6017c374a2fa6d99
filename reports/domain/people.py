"""The people table: one line per person with twelve months, read from the income months alone."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from programs.shared.charts.small_months import SmallMonth, State
from programs.shared.month import Month
from workers.domain.month_states import MonthFacts, facts_of, month_state
from workers.models import Earning, Enrollment, IncomeMonth
from workers.models.enrollment import stays_in
from workers.models.income_month import Answer

MONTHS_SHOWN = 12
SORTS = {
    "name": (),
    "amount": ("amount",),
    "difference": ("difference",),
    "last": ("last_earned_on",),
    "answer": ("answered_at",),
    "cohort": ("cohort__number",),
}
BY_KANA = ("worker__family_name_kana", "worker__given_name_kana", "pk")


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person in a month: `amount` in yen on the program's basis, `plan` None for a rest or without a row."""

    enrollment: Enrollment
    months: tuple[SmallMonth, ...]
    amount: int | None
    plan: int | None
    last_earned_on: dt.date | None
    answer: str
    closed: bool
    state: str

    @property
    def difference(self) -> int | None:
        return None if self.plan is None or self.amount is None else self.amount - self.plan


def people_in(enrollments: QuerySet[Enrollment], month: Month, *, counts_net: bool) -> QuerySet[Enrollment]:
    """Those of `enrollments` with their month: `amount`, `plan`, `difference`, `answer`, `last_earned_on`."""
    row = FilteredRelation("income_months", condition=Q(income_months__month=month.first))
    latest = Earning.objects.filter(enrollment=OuterRef("pk"), gross__gt=0).order_by("-month", "-earned_on")
    return (
        enrollments.select_related("worker", "cohort")
        .annotate(row=row)
        .annotate(
            amount=F("row__net") if counts_net else F("row__gross"),
            plan=F("row__target"),
            entries=F("row__earning_count"),
            answer=F("row__answer"),
            answered_at=F("row__answered_at"),
            closed_at=F("row__closed_at"),
            gross=F("row__gross"),
            platform_fee=F("row__platform_fee"),
            received=F("row__received"),
            verified_net=F("row__verified_net"),
            net=F("row__net"),
            last_earned_on=Subquery(latest.values("earned_on")[:1]),
        )
        .annotate(difference=F("amount") - F("plan"), reported_net=F("net") - F("verified_net"))
    )


def taking_part(people: QuerySet[Enrollment], month: Month) -> QuerySet[Enrollment]:
    """Those who count in a cohort's month: enrolled on a day of it, or paid in it all the same."""
    return people.filter(stays_in(month) | Q(row__earning_count__gt=0))


def sorted_people(people: QuerySet[Enrollment], sort: str) -> QuerySet[Enrollment]:
    """In the order of `sort`, a key of SORTS with "-" before it for downward; what is not known comes last."""
    down, key = sort.startswith("-"), sort.removeprefix("-")
    order = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in SORTS[key]]
    if order or not down:
        return people.order_by(*order, *BY_KANA)
    return people.order_by(*(F(name).desc() for name in BY_KANA))


def lines_of(people: Sequence[Enrollment], *, last: Month, this_month: Month, counts_net: bool) -> list[PersonLine]:
    """The lines of one page of people (as made by `people_in`), with the twelve months up to `last`. One query."""
    first = last - (MONTHS_SHOWN - 1)
    rows = IncomeMonth.objects.filter(enrollment__in=[one.pk for one in people]).between(first, last)
    facts: dict[int, dict[Month, MonthFacts]] = {one.pk: {} for one in people}
    for row in rows:
        facts[row.enrollment_id][row.period] = facts_of(row, counts_net=counts_net)
    months = list(Month.between(first, last))
    return [_line(one, facts[one.pk], months, this_month) for one in people]


def months_of(
    enrollment: Enrollment, facts: dict[Month, MonthFacts], months: Iterable[Month], this_month: Month
) -> tuple[SmallMonth, ...]:
    return tuple(
        _small_month(
            month,
            facts.get(month),
            taking_part=enrollment.takes_part_in(month),
            running=month == this_month,
        )
        for month in months
    )


def answer_state(enrollment: Enrollment, month: Month, *, rests: bool) -> State | Literal[""]:
    """Why somebody is not asked about a month: "blank" outside their stay, "paused" in a rest, else ""."""
    if not enrollment.takes_part_in(month):
        return "blank"
    return "paused" if rests else ""


def _small_month(month: Month, facts: MonthFacts | None, *, taking_part: bool, running: bool) -> SmallMonth:
    state = month_state(facts, taking_part=taking_part, running=running)
    return SmallMonth(month, facts.amount if facts else 0, facts.target if facts else None, state)


def _line(one: Enrollment, facts: dict[Month, MonthFacts], months: Iterable[Month], this_month: Month) -> PersonLine:
    shown = months_of(one, facts, months, this_month)
    return PersonLine(
        enrollment=one,
        months=shown,
        amount=one.amount,
        plan=one.plan,
        last_earned_on=one.last_earned_on,
        answer=one.answer or Answer.OPEN,
        closed=one.closed_at is not None,
        state=shown[-1].state,
    )
