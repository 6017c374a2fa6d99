"""The figures on top of a page: value, comparison, how it is counted, and the rows behind it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.templatetags.dates import month_name
from programs.templatetags.money import digits, yen
from reports.domain.dashboard import Board, asked, unanswered
from reports.models import CohortMonth


def stats_of(board: Board) -> list[dict[str, str]]:
    return [_total(board), _mean(board), _reached(board), _answered(board)]


def as_of(board: Board) -> str:
    """«as of 22 Nov 12:00»: when these figures were added up."""
    if board.as_of is None:
        return _("not added up yet")
    at = timezone.localtime(board.as_of)
    return _("as of %(moment)s") % {"moment": f"{date_format(at, 'MONTH_DAY_FORMAT')} {at:%H:%M}"}


def rows_url(board: Board, row: CohortMonth, show: str = "") -> str:
    url = reverse("reports:cohort_month", args=[board.cohort.program.slug, board.cohort.number, row.period])
    return f"{url}?show={show}" if show else url


def _stat(board: Board, title: str, value: str, unit: str, *, line: str, how: str, show: str) -> dict[str, str]:
    counted = _("%(as_of)s. %(how)s") % {"how": how, "as_of": as_of(board)}
    return {
        "title": title % {"month": month_name(board.month)},
        "value": value,
        "unit": unit,
        "line": line,
        "how": counted,
        "url": rows_url(board, board.now, show),
    }


def _before(board: Board, words: str, value: str) -> str:
    return words % {"month": month_name(board.month - 1), "value": value} if board.before else ""


def _total(board: Board) -> dict[str, str]:
    line = _before(board, _("%(month)s: %(value)s"), yen(board.total(board.before)) if board.before else "")
    return _stat(
        board,
        _("Total of %(month)s"),
        digits(board.total(board.now)),
        pgettext("unit", "yen"),
        line=line,
        how=_("Every pay confirmed in the month, %(basis)s, before tax.") % _basis(board),
        show="active",
    )


def _mean(board: Board) -> dict[str, str]:
    line = _("Median %(median)s") % {"median": yen(board.now.median) if board.now.active else "—"}
    if board.before and board.before.active:
        words = {"line": line, "month": month_name(board.month - 1), "mean": yen(board.before.mean)}
        line = _("%(line)s. %(month)s: %(mean)s") % words
    return _stat(
        board,
        _("Mean of %(month)s"),
        digits(board.now.mean) if board.now.active else "—",
        pgettext("unit", "yen") if board.now.active else "",
        line=line,
        how=_("Mean of those with at least one confirmed pay in the month, %(basis)s, before tax, rounded down.")
        % _basis(board),
        show="active",
    )


def _reached(board: Board) -> dict[str, str]:
    before = board.before
    line = _before(board, _("%(month)s: %(value)s"), _of(before.reached, before.active) if before else "")
    return _stat(
        board,
        _("Reached the plan of %(month)s"),
        str(board.now.reached),
        pgettext("people", "of %(count)s") % {"count": board.now.active},
        line=line,
        how=_("Of those with income, whoever reached the own plan or the cohort's step for the month, %(basis)s.")
        % _basis(board),
        show="reached",
    )


def _answered(board: Board) -> dict[str, str]:
    before = board.before
    line = _("Not answered: %(count)s") % {"count": board.unanswered}
    if before:
        line = _("%(line)s. %(month)s: %(count)s not answered") % {
            "line": line,
            "month": month_name(board.month - 1),
            "count": unanswered(before),
        }
    return _stat(
        board,
        _("Answered %(month)s"),
        str(asked(board.now) - board.unanswered),
        pgettext("people", "of %(count)s") % {"count": asked(board.now)},
        line=line,
        how=_("All entered, nothing earned or excused. Those who rest all month are not asked."),
        show="answered",
    )


def _of(count: int, whole: int) -> str:
    return _("%(count)s of %(whole)s people") % {"count": count, "whole": whole}


def _basis(board: Board) -> dict[str, str]:
    return {"basis": board.cohort.program.get_target_basis_display()}
