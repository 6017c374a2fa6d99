"""The applications of a call as an Excel file, one a row. What plays no part in the selection only if asked for."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.exports.workbook import Sheet, explanations, workbook_of
from programs.models import Call
from workers.models import Application
from workers.models.application import ApplicationState

_WIDTHS = (12, 18, 22, 12, 16, 26, 30, 10)
DECLINED = ApplicationState.DECLINED
SENSITIVE = "short_hours_reason"
APART = ("birth_year", "gender", SENSITIVE)  # the form promises that they do not count
SHOWN = (
    "phone", "email", "address", "weekly_hours", "pc_skill", "has_pc", "has_internet",
    "motivation", "helper_name", "helper_relation", "channel", "applied_at",
)  # fmt: skip
DECIDED = ("state", "decision_reason", "interview_at", "interview_place", "waiting_rank")


def applications_workbook(call: Call, applications: QuerySet[Application], *, with_reasons: bool = False) -> bytes:
    """Every application of `applications`, which bring `average` and their consent along.

    `with_reasons` adds year of birth and gender, and why somebody has few hours or withdrew (health, family): the
    caller writes down who asked for it and why.
    """
    columns = _columns(with_reasons=with_reasons)
    rows = ([cell(row) for _name, cell in columns] for row in applications.iterator(chunk_size=2000))
    head = [name for name, _cell in columns]
    return workbook_of(Sheet("データ", head, rows, _WIDTHS), explanations("説明", *_explained(call)))


def _columns(*, with_reasons: bool) -> list[tuple[str, Callable[[Application], object]]]:
    return [
        (_("Reference number"), lambda row: row.reference),
        (_("Name"), lambda row: row.full_name),
        (_("Kana"), lambda row: row.full_kana),
        *(_column(name) for name in SHOWN),
        *(_column(name) for name in (APART if with_reasons else ())),
        (_("Consent text (version)"), lambda row: row.consent.version if row.consent else None),
        (_("Consented at"), lambda row: row.consented_at),
        *(_column(name, with_reasons=with_reasons) for name in DECIDED),
        (_("Average score"), lambda row: None if row.average is None else round(float(row.average), 1)),
    ]


def _column(name: str, *, with_reasons: bool = False) -> tuple[str, Callable[[Application], object]]:
    field = Application._meta.get_field(name)
    if name == "decision_reason" and not with_reasons:
        return str(field.verbose_name), lambda row: row.get_decision_reason_display() if row.state == DECLINED else ""
    if field.choices:
        return str(field.verbose_name), lambda row: getattr(row, f"get_{name}_display")()
    if field.get_internal_type() == "BooleanField":
        return str(field.verbose_name), lambda row: _("yes") if getattr(row, name) else _("no")
    if name == "birth_year":  # a year is no amount: no comma
        return str(field.verbose_name), lambda row: "" if row.birth_year is None else str(row.birth_year)
    return str(field.verbose_name), lambda row: getattr(row, name)


def _explained(call: Call) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    return (_("Word"), _("Meaning")), [
        (_("Made at"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
        (_("Call"), f"{call}（{call.cohort}）"),
        (
            _("Average score"),
            _("Each assessor's mean of the scores they gave (1 to 5), then the mean over all assessors."),
        ),
        (_("Reason for short hours"), _("Sensitive and left out, unless somebody wrote down why it is needed.")),
        (
            _("Year of birth and gender"),
            _("They play no part in the selection and are left out, unless somebody wrote down why they are needed."),
        ),
        (_("Reason for withdrawing"), _("Why somebody withdrew is left out as well: health and family are theirs.")),
        (_("This file"), _("It names people. Keep it inside the town hall and delete it when it is no longer needed.")),
    ]
