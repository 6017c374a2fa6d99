from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from programs.access import program_page
from programs.models import Cohort, Program
from programs.shared.charts.staircase import Staircase
from programs.shared.month import Month
from programs.views.shell import shell
from reports.access import cohort_of, month_of
from reports.domain.dashboard import asked, unanswered
from reports.domain.findings import withheld_sentence
from reports.domain.program_months import program_month
from reports.domain.withholding import is_withheld
from reports.models import CohortMonth
from reports.views.program_stats import stats_of_program
from workers.domain.outcomes import Successes, successes
from workers.models import Enrollment

MONTHS_A_PAGE = 24


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A cohort's month in the table, with what has to be worked out of its figures."""

    figures: CohortMonth
    asked: int
    answered: int
    withheld: bool

    @classmethod
    def of(cls, row: CohortMonth) -> "MonthRow":
        hidden = is_withheld(enrolled=row.enrolled, active=row.active)
        return cls(row, asked(row), asked(row) - unanswered(row), hidden)


@program_page
def cohort_list(request: HttpRequest, program: Program) -> HttpResponse:
    """The whole program in one month, its cohorts in that month, and what waits to be signed off."""
    cohorts = list(Cohort.objects.visible_to(request.user).filter(program=program).order_by("-number"))
    this_month = Month.of(timezone.localdate())
    month = month_of(request.GET["month"]) if "month" in request.GET else this_month
    waiting = CohortMonth.objects.filter(
        cohort__in=cohorts, month__lt=this_month.first, frozen=False, enrolled__gt=0
    ).order_by("cohort", "month")
    shown = list(CohortMonth.objects.filter(cohort__in=cohorts).between(month - 1, month))
    months_waiting: dict[int, list[CohortMonth]] = {}
    for row in waiting:
        months_waiting.setdefault(row.cohort_id, []).append(row)
    row_of = {row.cohort_id: row for row in shown if row.period == month}
    rows = [(one, row_of.get(one.pk), months_waiting.get(one.pk, [])) for one in cohorts]
    now, before = (program_month(shown, one, counts_net=program.counts_net) for one in (month, month - 1))
    first = min((Month.of(one.starts_on) for one in cohorts), default=this_month)
    return render(
        request,
        "reports/cohort_list.html",
        {
            **shell(request, program, None, cohorts[::-1]),
            "rows": rows,
            "month": month,
            "running": month == this_month,
            "stats": stats_of_program(program, now, before),
            "withheld": withheld_sentence(str(program), enrolled=now.enrolled, active=now.active),
            "next_month": month + 1 if month < this_month else None,
            "previous_month": month - 1 if month > first else None,
        },
    )


@program_page
def cohort(request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """One cohort: what it set out to do, and every month in figures with its state of closing."""
    one = cohort_of(request, program, number)
    this_month = Month.of(timezone.localdate())
    months = CohortMonth.objects.filter(cohort=one, month__gte=Month.of(one.starts_on).first).order_by("-month")
    page = Paginator(months, MONTHS_A_PAGE).get_page(request.GET.get("page"))
    enrolled = Enrollment.objects.visible_to(request.user).filter(cohort=one).during(this_month).count()
    rows = [MonthRow.of(row) for row in page]
    return render(
        request,
        "reports/cohort.html",
        {
            **shell(request, program, one),
            "cohort": one,
            "page": page,
            "rows": rows,
            "any_withheld": any(row.withheld for row in rows),
            "this_month": this_month,
            "enrolled": enrolled,
            "month_number": one.month_number(this_month),
            "target": one.target or program.default_target,
            "stairs": _stairs(one),
            "successes": _successes(program, one),
        },
    )


def _successes(program: Program, cohort: Cohort) -> Successes | None:
    """None where a viewer could tell from them why somebody left."""
    known = successes(cohort)
    shown = known if program.is_directed else known.for_onlookers(cohort.enrollments.count())
    return None if shown.hides_something else shown


def _stairs(cohort: Cohort) -> Staircase | None:
    steps = tuple(cohort.ramp_steps.order_by("from_month").values_list("from_month", "target"))
    if not steps:
        return None
    end = cohort.month_number(Month.of(cohort.ends_on)) if cohort.ends_on else 0
    return Staircase(steps, max(end, steps[-1][0] + 2))
