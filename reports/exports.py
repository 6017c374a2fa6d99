"""Excel files: sheet 「データ」 with one fact a row, sheet 「説明」 with what the words mean. Never a formula."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.exports.workbook import Sheet, explanations, workbook_of
from programs.models import Cohort
from programs.models.program import TargetBasis
from programs.shared.month import Month
from reports.domain.findings import band_names
from reports.domain.frozen import NamedRow
from reports.domain.withholding import is_withheld
from reports.models import CohortMonth
from workers.models import IncomeMonth, MonthClosing

_WIDTHS = (12, 14, 26, 8, 12, 18, 18, 12, 22, 8, 14, 16)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: which, in what unit, how much."""

    name: str
    unit: str
    value: int | str


def people_workbook(cohort: Cohort, months: QuerySet[IncomeMonth]) -> bytes:
    """Every income month of a cohort's people, one fact a row. `months` brings enrollment and worker along."""
    head = (*_place_head(), _("Enrollment number"), _("Name"), _("Kana"), _("Month"), *_fact_head())
    place = _place(cohort)
    rows = (
        (*place, *_person(row), row.month, *cells)
        for row in months.iterator(chunk_size=2000)
        for cells in _cells(_person_facts(row))
    )
    return _workbook(cohort, head, rows)


def months_workbook(cohort: Cohort, months: QuerySet[CohortMonth]) -> bytes:
    """Every cohort-month, one fact a row; months of fewer than five people say that they must stay inside."""
    head = (*_place_head(), _("Month"), _("Months since start"), *_fact_head(), _("Outside the town hall"), _("State"))
    place = _place(cohort)
    rows = (
        (*place, row.month, cohort.month_number(row.period), *cells, _release(row), _closed(row))
        for row in months.iterator(chunk_size=2000)
        for cells in _cells(_cohort_facts(row))
    )
    return _workbook(cohort, head, rows)


def frozen_workbook(closing: MonthClosing, people: Iterable[NamedRow]) -> bytes:
    """A month as it was signed off, one row a person, the figures beside each other."""
    figures = (
        *(_("Plan"), _("Pay before platform fee"), _("Platform fee"), _("Pay after platform fee")),
        *(_("Amount received"), _("Verified"), _("Minutes worked"), _("Entries"), _("Answer"), _("Takes part")),
    )
    head = (*_place_head(), _("Month"), _("Version"), _("Enrollment number"), _("Name"), _("Kana"), *figures)
    place = (*_place(closing.cohort), closing.month, closing.version)
    rows = ((*place, *_frozen_cells(one)) for one in people)
    return workbook_of(Sheet("データ", head, rows, _WIDTHS), explanations("説明", *_frozen_explained(closing)))


def _frozen_cells(one: NamedRow) -> tuple:
    row = one.figures
    return (
        str(row.enrollment_id),
        one.name or (_("Anonymised participant") if one.enrollment else _("Put together with another row since")),
        one.kana,
        *("" if row.target is None else row.target, row.gross, row.platform_fee, row.net, row.received),
        *(row.verified_net, row.minutes, row.earning_count, one.answer, "○" if row.enrolled else ""),
    )


def _frozen_explained(closing: MonthClosing) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    def moment(at) -> str:
        return date_format(timezone.localtime(at), "DATETIME_FORMAT")

    lines = [
        (_("Made at"), moment(timezone.now())),
        (_("Closed at"), moment(closing.closed_at)),
        (_("Closed by"), str(closing.closed_by)),
        (_("Counted by"), str(closing.figures.get("counted_by", ""))),
        (_("Amount that counts toward the target"), str(TargetBasis(closing.figures["basis"]).label)),
        (_("Name"), _("As of today; the figures are as of the closing.")),
        (_("Plan"), _("Empty: a month of rest.")),
        (_("Amounts"), _("Whole yen, before tax.")),
    ]
    if closing.reopened_at:
        said = f"{moment(closing.reopened_at)} {closing.reopened_by} {closing.reopening_reason}"
        lines.insert(3, (_("Reopened"), said))
    return (_("Word"), _("Meaning")), lines


def _person(row: IncomeMonth) -> tuple[str, ...]:
    worker = row.enrollment.worker
    return str(row.enrollment_id), worker.full_name, worker.full_kana


def _place_head() -> tuple[str, ...]:
    return _("Local government code"), _("Municipality"), _("Program"), _("Cohort")


def _fact_head() -> tuple[str, ...]:
    return _("Indicator"), _("Unit"), _("Value")


def _place(cohort: Cohort) -> tuple[str, ...]:
    town = cohort.program.municipality
    return town.code, str(town), cohort.program.name, str(cohort)


def _cells(facts: Iterable[Fact]) -> Iterator[tuple]:
    return ((fact.name, fact.unit, fact.value) for fact in facts)


def _person_facts(row: IncomeMonth) -> list[Fact]:
    yen, count = _("yen"), pgettext("unit", "entries")
    facts = [
        Fact(_("Pay before platform fee"), yen, row.gross),
        Fact(_("Platform fee"), yen, row.platform_fee),
        Fact(_("Pay after platform fee"), yen, row.net),
        Fact(_("Amount received"), yen, row.received),
        Fact(_("Entries"), count, row.earning_count),
        Fact(_("Answer"), _("word"), row.get_answer_display()),
    ]
    return facts if row.target is None else [*facts, Fact(_("Plan"), yen, row.target)]


def _cohort_facts(row: CohortMonth) -> list[Fact]:
    yen, people = _("yen"), pgettext("unit", "people")
    return [
        Fact(_("Enrolled"), people, row.enrolled),
        Fact(_("On a break"), people, row.paused),
        Fact(_("With income"), people, row.active),
        Fact(_("Answered"), people, row.answered),
        Fact(_("Reached the plan"), people, row.reached),
        Fact(_("Pay before platform fee"), yen, row.gross),
        Fact(_("Pay after platform fee"), yen, row.net),
        Fact(_("Amount received"), yen, row.received),
        Fact(_("Mean of the active"), yen, row.mean),
        Fact(_("Median of the active"), yen, row.median),
        Fact(_("Highest"), yen, row.best),
        Fact(_("Entries"), pgettext("unit", "entries"), row.earning_count),
        *(
            Fact(_("People in the band %(band)s") % {"band": name}, people, count)
            for name, count in zip(band_names(), row.bands, strict=True)
        ),
    ]


def _release(row: CohortMonth) -> str:
    return _("withheld") if is_withheld(enrolled=row.enrolled, active=row.active) else _("may be published")


def _closed(row: CohortMonth) -> str:
    if row.frozen:
        return _("closed")
    return _("so far") if row.period == Month.of(timezone.localdate()) else _("not closed")


def _workbook(cohort: Cohort, head: tuple[str, ...], rows: Iterable[tuple]) -> bytes:
    return workbook_of(Sheet("データ", head, rows, _WIDTHS), explanations("説明", *_explained(cohort)))


def _explained(cohort: Cohort) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    made = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return (_("Word"), _("Meaning")), [
        (_("Made at"), made),
        (_("Amount that counts toward the target"), cohort.program.get_target_basis_display()),
        (_("Month"), _("The first day of the month in which the pay was confirmed.")),
        (_("Mean of the active"), _("Of those with at least one confirmed pay in the month, rounded down to the yen.")),
        (_("Reached the plan"), _("Those with income who reached their own plan or the cohort's step for the month.")),
        (_("withheld"), _("Fewer than five take part or have income: the figures must not leave the town hall.")),
        (_("Amounts"), _("Whole yen, before tax.")),
    ]
