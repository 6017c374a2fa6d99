"""The figures as they were when a month was signed off, version by version; names are told as of today."""

from allauth.account.decorators import reauthentication_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import director_page, program_page
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX
from programs.models import Cohort, Program
from programs.shared.month import Month
from programs.views.shell import shell
from reports.access import cohort_of, may_direct, month_of
from reports.domain.frozen import named
from reports.exports import frozen_workbook
from reports.views.months import closings_of
from workers.domain.frozen_months import differences_of
from workers.models import MonthClosing

PEOPLE_A_PAGE = 100


@require_safe
@program_page
def frozen_month(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """One closing with every person's figures; the others are a tap away."""
    cohort = cohort_of(request, program, number)
    shown_month = month_of(month, cohort)
    closings = list(closings_of(cohort, shown_month))
    closing = _asked_for(request, cohort, shown_month) if closings else None
    page = Paginator(named(closing) if closing else [], PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **shell(request, program, cohort),
        "cohort": cohort,
        "month": shown_month,
        "closings": closings,
        "closing": closing,
        "page": page,
        "page_query": f"version={closing.version}&" if closing else "",
        "differs": bool(closing and differences_of(closing)),
        "may_direct": may_direct(request, program),
        "today": timezone.localdate(),
    }
    return render(request, "reports/frozen_month.html", context)


@require_safe
@director_page
@reauthentication_required
def frozen_month_export(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """One closing as an Excel file, one row a person. Nothing goes out whose record could not be written."""
    cohort = cohort_of(request, program, number)
    shown_month = month_of(month, cohort)
    if not closings_of(cohort, shown_month).exists():
        return redirect("reports:frozen_month", program.slug, number, shown_month)
    closing = _asked_for(request, cohort, shown_month)
    content = frozen_workbook(closing, named(closing))
    detail = f"version {closing.version}"
    record_access(Action.EXPORTED, closing, user=request.user, municipality=program.municipality, detail=detail)
    response = HttpResponse(content, content_type=XLSX)
    name = f"hidane-{program.slug}-{number}-{shown_month}-v{closing.version}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked_for(request: HttpRequest, cohort: Cohort, month: Month) -> MonthClosing:
    """The version in the address, else the newest. Another town's, and what is no number, are not there."""
    closings, version = closings_of(cohort, month), request.GET.get("version", "")
    if not version:
        return closings.first()
    known = version if version.isascii() and version.isdecimal() and len(version) < 5 else 0
    return get_object_or_404(closings, version=known)
