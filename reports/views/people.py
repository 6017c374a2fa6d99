import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from programs.access import director_page, program_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program
from programs.shared.charts.small_months import MonthBars
from programs.shared.month import Month
from programs.shared.search_key import search_key
from programs.views.shell import shell
from reports.access import may_direct, month_of
from reports.domain.people import MONTHS_SHOWN, answer_state, facts_of, months_of, people_in
from reports.views.people_table import people_table
from workers.access import enrollment_of
from workers.domain.answers import answer_month
from workers.domain.earning_changes import removed_in
from workers.domain.near_lines import NearLine, told_to
from workers.domain.seen import version_of
from workers.models import Earning, Enrollment, IncomeMonth
from workers.models.income_month import Answer
from workers.views.pages import is_over

MONTHS_A_PAGE = 24


@program_page
def people(request: HttpRequest, program: Program) -> HttpResponse:
    """Everybody in the program's cohorts, found by name or kana."""
    this_month = Month.of(timezone.localdate())
    asked = request.GET.get("q", "").strip()[:100]
    found = Enrollment.objects.visible_to(request.user).filter(cohort__program=program, worker__merged_into=None)
    if asked:
        found = found.filter(worker__search__contains=search_key(asked))
        record_access(Action.SEARCHED, Enrollment, user=request.user, municipality=program.municipality)
    table = people_table(
        request,
        program,
        people_in(found, this_month, counts_net=program.counts_net),
        month=this_month,
        with_cohort=True,
    )
    context = shell(request, program) | table | {"month": this_month, "asked": asked}
    return render(request, "reports/people.html", context)


@program_page
def person(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One person's months and entries. Every look is written to the access record."""
    enrollment = enrollment_of(request, program, pk)
    this_month = Month.of(timezone.localdate())
    month = month_of(request.GET["month"]) if "month" in request.GET else _latest_month(enrollment, this_month)
    rows = IncomeMonth.objects.filter(enrollment=enrollment).select_related("closed_by").order_by("-month")
    page = Paginator(rows, MONTHS_A_PAGE).get_page(request.GET.get("page"))
    last_year = list(rows.between(this_month - (MONTHS_SHOWN - 1), this_month))
    facts = {row.period: facts_of(row, counts_net=program.counts_net) for row in last_year}
    record_access(
        Action.LOOKED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail=str(month),
    )
    bars = months_of(enrollment, facts, Month.between(this_month - (MONTHS_SHOWN - 1), this_month), this_month)
    row = rows.filter(month=month.first).first()
    entries = Earning.objects.visible_to(request.user).filter(enrollment=enrollment).in_month(month)
    return render(
        request,
        "reports/person.html",
        {
            **shell(request, program, enrollment.cohort),
            "enrollment": enrollment,
            "page": page,
            "lines": [(one, answer_state(enrollment, one.period, rests=one.is_paused)) for one in page],
            "page_query": "",
            "month": month,
            "this_month": this_month,
            "row": row,
            "row_state": answer_state(enrollment, month, rests=row is not None and row.is_paused),
            "entries": [
                (one, version_of(one))
                for one in entries.select_related("verified_by", "returned_by", "corrects")
                .prefetch_related("evidences", "corrections")
                .order_by("-earned_on", "-pk")
            ],
            "removed": removed_in(enrollment, month),
            "chart": MonthBars(bars),
            "pauses": list(enrollment.pauses.order_by("-starts_on")),
            "may_direct": may_direct(request, program),
            "near_lines": _near_lines(request, program, enrollment),
            "today": timezone.localdate(),
        },
    )


@require_POST
@director_page
def month_excuse(request: HttpRequest, program: Program, pk: int, month: str) -> HttpResponse:
    """Excuse a person from answering for a month, or take that back."""
    enrollment, asked_month = enrollment_of(request, program, pk), month_of(month)
    answer = Answer.OPEN if request.POST.get("answer") == Answer.OPEN else Answer.EXCUSED
    try:
        with transaction.atomic():
            answer_month(enrollment=enrollment, month=asked_month, answer=answer, by=request.user)
            _note_change(request, program, enrollment, f"{asked_month} {answer}")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        said = _("The month is excused.") if answer == Answer.EXCUSED else _("The month is to be answered again.")
        messages.success(request, said)
    if request.POST.get("back") == "unanswered":
        return redirect(_list_url(program, asked_month, request.POST.get("cohort", "")))
    return redirect(_person_url(program, enrollment, asked_month))


def _note_change(request: HttpRequest, program: Program, enrollment: Enrollment, detail: str) -> None:
    record_access(
        Action.CHANGED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail=detail,
    )


def _near_lines(request: HttpRequest, program: Program, enrollment: Enrollment) -> list[NearLine]:
    """Who has left has no director here any more who could be told."""
    people = [] if is_over(enrollment) else [enrollment.worker_id]
    return told_to(request.user, program, people, today=timezone.localdate()).get(enrollment.worker_id, [])


def _person_url(program: Program, enrollment: Enrollment, month: Month) -> str:
    return f"{reverse('reports:person', args=[program.slug, enrollment.pk])}?month={month}#entries"


def _list_url(program: Program, month: Month, cohort: str) -> str:
    """Back to those who have not answered, of the cohort that was shown."""
    url = reverse("reports:unanswered_list", args=[program.slug, month])
    return f"{url}?cohort={cohort}" if cohort.isascii() and cohort.isdecimal() else url


def _latest_month(enrollment: Enrollment, this_month: Month) -> Month:
    """This month, or the last one of somebody who has left."""
    if enrollment.left_on is None:
        return this_month
    last_day = max(enrollment.left_on - dt.timedelta(days=1), enrollment.joined_on)
    return min(Month.of(last_day), this_month)
