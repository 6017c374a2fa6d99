from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.access import program_page
from programs.models import Cohort, Program
from programs.shared.charts.bands import Bands
from programs.shared.charts.cohort_lines import CohortLines
from programs.shared.charts.trend import Trend
from programs.shared.month import Month
from programs.views.announcements import announcements_on_dashboard
from programs.views.shell import shell
from reports.access import may_direct, month_of
from reports.domain import findings
from reports.domain.comparison import compared, lines_for, read_ages
from reports.domain.dashboard import TREND_MONTHS, Board, read_board, recent_months, trend_months
from reports.domain.people import people_in, taking_part
from reports.views.people_table import people_table
from reports.views.stats import stats_of
from workers.domain.erasure import requests_in
from workers.domain.verifying import waiting_entries
from workers.models import Enrollment


@program_page
def dashboard(request: HttpRequest, program: Program) -> HttpResponse:
    """One cohort as of one month: the figures, the people, the charts."""
    cohorts = list(Cohort.objects.visible_to(request.user).filter(program=program).order_by("number"))
    for one in cohorts:
        one.program = program
    if not cohorts:
        return render(request, "reports/dashboard_empty.html", shell(request, program, None, cohorts))
    cohort = _chosen(cohorts, request.GET.get("cohort"))
    this_month = Month.of(timezone.localdate())
    month = month_of(request.GET["month"], cohort) if "month" in request.GET else latest_month(cohort, this_month)
    board = read_board(
        cohort, month, this_month=this_month, counts_net=program.counts_net, since=month - (TREND_MONTHS - 1)
    )
    mine = Enrollment.objects.visible_to(request.user).filter(cohort=cohort)
    people = people_in(mine, month, counts_net=program.counts_net)
    context = {
        **shell(request, program, cohort, cohorts),
        **people_table(request, program, taking_part(people, month), month=month),
        "cohort": cohort,
        "cohorts": cohorts,
        "board": board,
        "month": month,
        "next_month": month + 1 if month < this_month else None,
        "previous_month": month - 1 if month > Month.of(cohort.starts_on) else None,
        "stats": stats_of(board),
        "withheld": findings.withheld_sentence(str(cohort), enrolled=board.now.enrolled, active=board.now.active),
        "charts": [_trend(board, request.GET.get("chart", "")), _bands(board)],
        "lines_chart": _lines(compared(cohorts, cohort), board),
        "figure": "sum" if request.GET.get("chart") == "sum" else "mean",
        "recent": recent_months(board),
        "waiting_url": _unanswered_url(board),
        "may_direct": may_direct(request, program),
        "to_check": waiting_entries(program).count(),
        "erasures_asked": requests_in(program, request.user).open().count() if program.is_run else 0,
        "today": timezone.localdate(),
        **announcements_on_dashboard(request, program),
    }
    return render(request, "reports/dashboard.html", context)


def latest_month(cohort: Cohort, this_month: Month) -> Month:
    """This month, or the last one of a cohort that has ended; the first one of a cohort that has not begun."""
    last = min(this_month, Month.of(cohort.ends_on)) if cohort.ends_on else this_month
    return max(last, Month.of(cohort.starts_on))


def _chosen(cohorts: list[Cohort], asked: str | None) -> Cohort:
    """The asked one, else the newest that has started."""
    if asked is not None:
        for one in cohorts:
            if str(one.number) == asked:
                return one
        raise Http404
    started = [one for one in cohorts if one.starts_on <= timezone.localdate()]
    return (started or cohorts)[-1]


def _unanswered_url(board: Board) -> str:
    """Who has not answered about the oldest month that waits to be closed."""
    if not board.open_months:
        return ""
    program, waiting = board.cohort.program, board.open_months[0].period
    return f"{reverse('reports:unanswered_list', args=[program.slug, waiting])}?cohort={board.cohort.number}"


def _trend(board: Board, asked: str) -> dict[str, object]:
    figure = "sum" if asked == "sum" else "mean"
    months = trend_months(board, figure)
    name = pgettext("chart", "Total") if figure == "sum" else pgettext("chart", "Mean")
    target = None if figure == "sum" else board.cohort.target or board.cohort.program.default_target
    basis = board.cohort.program.get_target_basis_display()
    counted = _("Mean of the active, %(basis)s, before tax.")
    if figure == "sum":
        counted = _("Total of everybody, %(basis)s, before tax.")
    return {
        "title": findings.trend_finding(months, figure),
        "sub": counted % {"basis": basis},
        "chart": Trend(name, months, target=target),
    }


def _bands(board: Board) -> dict[str, object]:
    return {
        "title": findings.band_finding(board),
        "sub": _("Spread of income, %(active)s active, %(basis)s.")
        % {"active": board.now.active, "basis": board.cohort.program.get_target_basis_display()},
        "chart": Bands(_("Income of the month"), findings.bands_of(board.now)),
    }


def _lines(cohorts: list[Cohort], board: Board) -> dict[str, object]:
    aged = read_ages(cohorts, this_month=board.this_month)
    sub = _("Mean of the active by months since the start, %(basis)s. Months that still run are left out.")
    withheld = findings.withheld_cohorts(aged)
    return {
        "title": findings.comparison_finding(aged, board.cohort),
        "sub": " ".join([sub % {"basis": board.cohort.program.get_target_basis_display()}, withheld]).strip(),
        "chart": CohortLines(
            _("Mean by months since the start"),
            lines_for(aged, board.cohort),
            target=board.cohort.target or board.cohort.program.default_target,
        ),
    }
