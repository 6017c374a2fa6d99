"""Income before and after contacts, side by side, and the work of accompanying in figures."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import program_page
from programs.domain.access_records import Action, record_access
from programs.models import Program
from programs.shared.month import Month
from programs.views.shell import shell
from workers.domain.support_effect import Comparison, comparable_months, comparisons
from workers.domain.support_work import WorkMonth, work_by_month
from workers.models import Contact, Enrollment
from workers.models.contact import Medium

WORK_MONTHS = 12
ROWS = 20


@require_safe
@program_page
def support_effect(request: HttpRequest, program: Program) -> HttpResponse:
    """`?month=` of the contacts. Directors see the people; viewers see groups of five and more."""
    now = Month.of(timezone.localdate())
    months = comparable_months(now)
    compared = comparisons(program, months)
    chosen = _chosen(request, compared)
    mine = chosen.reached.people if program.is_directed else ()
    page = Paginator(mine, ROWS).get_page(request.GET.get("page"))
    names = Enrollment.objects.select_related("worker").in_bulk([one.enrollment_id for one in page])
    if mine:
        record_access(
            Action.LOOKED,
            Enrollment,
            user=request.user,
            municipality=program.municipality,
            detail=f"support effect {chosen.month}, {len(page)} rows",
        )
    work = work_by_month(
        Contact.objects.filter(enrollment__cohort__program=program),
        Month.between(now - (WORK_MONTHS - 1), now),
    )
    context = {
        "compared": compared,
        "chosen": chosen,
        "hidden": chosen.is_withheld and not program.is_directed,
        "page": page,
        "page_query": f"month={chosen.month}&",
        "people": [(names[one.enrollment_id], one) for one in page],
        "work": [(line, _by_label(line), f"{line.minutes:,}") for line in reversed(work)],
        "media": [medium.label for medium in Medium],
        "now": now,
    }
    return render(request, "workers/support_effect.html", shell(request, program) | context)


def _by_label(line: WorkMonth) -> list[tuple[str, int]]:
    return [(Medium(name).label, count) for name, count in line.by_medium.items()]


def _chosen(request: HttpRequest, compared: list[Comparison]) -> Comparison:
    asked = request.GET.get("month")
    if asked is None:
        return compared[0]
    for one in compared:
        if str(one.month) == asked:
            return one
    raise Http404
