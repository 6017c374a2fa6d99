"""Who has not said how a month went: one line a person, with the ways to excuse, to write and to note a contact."""

import datetime as dt

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import program_page
from programs.models import Cohort, Program
from programs.shared.month import Month
from programs.views.shell import shell
from reports.access import may_close, may_direct, month_of
from reports.domain.unanswered import waiting_people
from workers.models import Enrollment

PEOPLE_A_PAGE = 100


@require_safe
@program_page
def unanswered_list(request: HttpRequest, program: Program, month: str) -> HttpResponse:
    """Of the whole program, or of one cohort with `?cohort=4`."""
    asked = month_of(month)
    cohorts = list(Cohort.objects.visible_to(request.user).filter(program=program).order_by("-number"))
    shown = next((one for one in cohorts if str(one.number) == request.GET.get("cohort")), None)
    people = Enrollment.objects.visible_to(request.user).filter(cohort__program=program)
    people = people.filter(cohort=shown) if shown else people
    page = Paginator(waiting_people(people, asked), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/unanswered_list.html",
        {
            **shell(request, program, shown),
            "month": asked,
            "cohorts": cohorts,
            "shown": shown,
            "page": page,
            "page_query": f"cohort={shown.number}&" if shown else "",
            "due_on": asked.last + dt.timedelta(days=program.grace_days),
            "may_direct": may_direct(request, program),
            "may_close": may_close(request, program) and asked < Month.of(timezone.localdate()),
        },
    )
