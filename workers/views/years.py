"""A person's own calendar year: on the screen, on paper, as PDF and as Excel."""

import datetime as dt
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import View
from programs.domain.access_records import Action, record_access
from programs.exports.pdf import PDF, can_make_pdf, pdf_of
from programs.exports.workbook import XLSX
from programs.shared.month import Month
from workers.access import worker_page
from workers.domain.preferences import preference_of
from workers.domain.watched_lines import watch
from workers.domain.years import FIRST_YEAR, YearSummary, entries_of, year_of
from workers.exports.year import year_workbook
from workers.models import Enrollment, Expense
from workers.views.pages import page_context


def _own_year(view: View) -> View:
    """The summary of the calendar year in the address: from the first year of our tables to next year."""

    @wraps(view)
    def with_summary(request: HttpRequest, enrollment: Enrollment, year: int) -> HttpResponse:
        if not FIRST_YEAR <= year <= last_year(timezone.localdate()):
            raise Http404
        return view(request, enrollment, year_of(enrollment.worker, year))

    return with_summary


def last_year(today: dt.date) -> int:
    """Next year can be looked at: whether its lines are known already."""
    return today.year + 1


@require_safe
@worker_page
@_own_year
def year(request: HttpRequest, enrollment: Enrollment, summary: YearSummary) -> HttpResponse:
    today = timezone.localdate()
    chosen = preference_of(enrollment.worker)
    context = _paper(enrollment, summary, today) | {
        "previous_year": summary.year - 1 if summary.year > FIRST_YEAR else None,
        "next_year": summary.year + 1 if summary.year < last_year(today) else None,
        "chosen": chosen,
        "watch": watch(chosen, summary.year, now=Month.of(today)),
        "has_pdf": can_make_pdf(),
    }
    return render(request, "workers/year.html", page_context(enrollment) | context)


@require_safe
@worker_page
@reauthentication_required
@_own_year
def year_pdf(request: HttpRequest, enrollment: Enrollment, summary: YearSummary) -> HttpResponse:
    if not can_make_pdf():
        raise Http404
    context = _paper(enrollment, summary, timezone.localdate())
    html = render_to_string("workers/year_paper.html", context)
    return _file(request, enrollment, summary.year, pdf_of(html, css="hidane/css/year-paper.css"), "pdf")


@require_safe
@worker_page
@reauthentication_required
@_own_year
def year_excel(request: HttpRequest, enrollment: Enrollment, summary: YearSummary) -> HttpResponse:
    entries = entries_of([enrollment.worker_id], summary.year)
    content = year_workbook(
        enrollment.worker,
        summary,
        entries=entries.order_by("earned_on", "pk").iterator(chunk_size=2000),
        expenses=Expense.objects.of(request.user).in_year(summary.year).order_by("spent_on", "pk"),
        issued_on=timezone.localdate(),
    )
    return _file(request, enrollment, summary.year, content, "xlsx")


def _paper(enrollment: Enrollment, summary: YearSummary, today: dt.date) -> dict[str, Any]:
    """What stands on the screen and on paper alike."""
    town = enrollment.cohort.program.municipality
    return {"summary": summary, "year": summary.year, "worker": enrollment.worker, "town": town, "today": today}


def _file(request: HttpRequest, enrollment: Enrollment, year: int, content: bytes, suffix: str) -> HttpResponse:
    """Nothing goes out whose record could not be written; it says that a person took their own."""
    record_access(
        Action.EXPORTED,
        enrollment,
        user=request.user,
        municipality=enrollment.cohort.program.municipality,
        subject_worker=enrollment.worker_id,
        detail=f"own year {year} {suffix}",
    )
    response = HttpResponse(content, content_type={"pdf": PDF, "xlsx": XLSX}[suffix])
    response["Content-Disposition"] = f'attachment; filename="hidane-year-{year}.{suffix}"'
    return response
