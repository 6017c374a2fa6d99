"""What a closing froze of each person, and adding its figures up again from that: the same to the yen years later."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass, fields

from programs.models import Cohort
from programs.shared.month import Month
from workers.domain.figures import CohortFigures, PersonMonth, cohort_figures
from workers.models import Enrollment, IncomeMonth, MonthClosing
from workers.models.income_month import Answer


@dataclass(frozen=True, slots=True)
class FrozenPerson:
    """One person's month as it was signed off, in yen and minutes; no name, which is told as of today.

    The order of the fields is the order of the stored row: a new one goes to the end, with a default.
    """

    enrollment_id: int
    target: int | None
    gross: int
    platform_fee: int
    net: int
    received: int
    minutes: int
    earning_count: int
    verified_net: int
    answer: str
    enrolled: bool

    @property
    def counted(self) -> PersonMonth:
        figures = asdict(self)
        answered = figures.pop("answer") != Answer.OPEN
        names = {one.name for one in fields(PersonMonth)}
        return PersonMonth(answered=answered, **{name: value for name, value in figures.items() if name in names})

    @property
    def rests(self) -> bool:
        return self.target is None and not self.earning_count


def people_of(cohort: Cohort, month: Month) -> list[FrozenPerson]:
    """Everybody of the cohort's month as their income months stand now."""
    return people_of_cohorts([cohort], month)[cohort.pk]


def people_of_cohorts(cohorts: Sequence[Cohort], month: Month) -> dict[int, list[FrozenPerson]]:
    """The same of several cohorts, by their pk. Two queries."""
    found = IncomeMonth.objects.filter(enrollment__cohort__in=cohorts, month=month.first).select_related("enrollment")
    rows = {row.enrollment_id: row for row in found}
    here = Enrollment.objects.during(month).filter(cohort__in=cohorts).order_by()
    enrolled = dict(here.values_list("pk", "cohort_id"))
    places = {pk: row.enrollment.cohort_id for pk, row in rows.items()} | enrolled
    blank, people = IncomeMonth(target=0), {cohort.pk: [] for cohort in cohorts}
    for pk in sorted(places):
        people[places[pk]].append(_person(pk, rows.get(pk, blank), enrolled=pk in enrolled))
    return people


def as_rows(people: Sequence[FrozenPerson]) -> list[list]:
    """For `MonthClosing.people`."""
    return [list(astuple(one)) for one in people]


def frozen_people(closing: MonthClosing) -> list[FrozenPerson]:
    return [FrozenPerson(*row) for row in closing.people]


def added_up(people: Sequence[FrozenPerson], *, counts_net: bool) -> CohortFigures:
    return cohort_figures([one.counted for one in people], counts_net=counts_net)


def differences_of(closing: MonthClosing) -> dict[str, tuple[object, object]]:
    """What was signed off against what its own frozen people add up to: name -> (signed off, added up). Empty: equal.

    The basis is the one of that day. Figures that did not exist yet when it was closed are not missed.
    """
    again = added_up(frozen_people(closing), counts_net=closing.figures["basis"] == "net").as_json()
    pairs = {name: (closing.figures[name], value) for name, value in again.items() if name in closing.figures}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _person(pk: int, row: IncomeMonth, *, enrolled: bool) -> FrozenPerson:
    return FrozenPerson(
        enrollment_id=pk,
        target=row.target,
        gross=row.gross,
        platform_fee=row.platform_fee,
        net=row.net,
        received=row.received,
        minutes=row.minutes,
        earning_count=row.earning_count,
        verified_net=row.verified_net,
        answer=row.answer,
        enrolled=enrolled,
    )
