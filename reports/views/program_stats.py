"""The whole program's figures on top of the list of its cohorts: one number each for the town."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from programs.models import Program
from programs.templatetags.dates import month_name
from programs.templatetags.money import digits, yen
from reports.domain.program_months import ProgramMonth

ROWS = "#cohorts"  # the rows that add up to these figures stand below, on the same page


def stats_of_program(program: Program, now: ProgramMonth, before: ProgramMonth) -> list[dict[str, str]]:
    month, basis = month_name(now.month), program.get_target_basis_display()
    each = _("The sum of all cohorts; whoever takes part in two counts in both.")
    with_income = _("Those with at least one confirmed pay in the month, in all cohorts.")
    counted = _("Every pay confirmed in the month, %(basis)s, before tax.") % {"basis": basis}
    reached = _("Of those with income, whoever reached the own plan or the cohort's step for the month, %(basis)s.")
    return [
        _people(_("Registered in %(month)s") % {"month": month}, now.enrolled, before, before.enrolled, how=each),
        _people(_("With income in %(month)s") % {"month": month}, now.active, before, before.active, how=with_income),
        _stat(
            _("Total of %(month)s") % {"month": month},
            digits(now.total),
            pgettext("unit", "yen"),
            line=_before(before, yen(before.total)),
            how=counted,
        ),
        _people(
            _("Reached the plan of %(month)s") % {"month": month},
            now.reached,
            before,
            before.reached,
            how=reached % {"basis": basis},
        ),
    ]


def _people(title: str, count: int, before: ProgramMonth, count_before: int, *, how: str) -> dict[str, str]:
    said = ngettext("%(count)s person", "%(count)s people", count_before) % {"count": count_before}
    return _stat(title, str(count), pgettext("unit", "people"), line=_before(before, said), how=how)


def _before(before: ProgramMonth, value: str) -> str:
    return _("%(month)s: %(value)s") % {"month": month_name(before.month), "value": value}


def _stat(title: str, value: str, unit: str, *, line: str, how: str) -> dict[str, str]:
    return {"title": title, "value": value, "unit": unit, "line": line, "how": how, "url": ROWS}
