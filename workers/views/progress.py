"""How somebody's income has come along: their months against the plan, what an hour brought, and their milestones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from programs.shared.charts.cohort_lines import CohortLine, CohortLines
from programs.shared.month import Month
from workers.access import worker_page
from workers.domain.hourly import hourly_since, minimum_wage_on
from workers.domain.milestones import amounts_by_month, best_month, milestones
from workers.domain.month_lines import MonthLine, lines_of
from workers.domain.preferences import preference_of
from workers.models import Enrollment
from workers.views.pages import page_context

MONTHS_OF_HOURS = 12


@require_safe
@worker_page
def progress(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    today, cohort = timezone.localdate(), enrollment.cohort
    lines, chosen = lines_of(enrollment), preference_of(enrollment.worker)
    months = amounts_by_month(enrollment.worker, counts_net=cohort.program.counts_net)
    goal = cohort.target or cohort.program.default_target
    since = min((one.month for one in lines[:MONTHS_OF_HOURS]), default=Month.of(today))
    rate = hourly_since(since, enrollment=enrollment)
    context = {
        "chosen": chosen,
        "goal": goal,
        "curve": curve_of(lines, goal),
        "best": best_month(months),
        "rate": rate,
        "hours": f"{rate.minutes / 60:,.1f}" if rate else "",
        "wage": minimum_wage_on(cohort.program.municipality.prefecture, today) if rate else None,
        "milestones": milestones(months, rent=chosen.rent, target=goal),
    }
    return render(request, "workers/progress.html", page_context(enrollment) | context)


def curve_of(lines: list[MonthLine], goal: int) -> CohortLines | None:
    """The months that are over, from the first of the stay on. A month of rest is a gap, no fall to nothing."""
    done = sorted((one for one in lines if not one.is_now), key=lambda one: one.month)
    if sum(one.count > 0 for one in done) < 1:
        return None
    known = {one.month: one for one in done}
    span = [known.get(month) for month in Month.between(done[0].month, done[-1].month)]
    amounts = tuple(max(one.amount, 0) if one and not one.rests else None for one in span)
    plans = tuple(one.target if one else None for one in span)
    income, plan = _("Income"), pgettext("chart", "Plan")
    drawn = [CohortLine(income, amounts, "main")]
    if any(plans):
        drawn.insert(0, CohortLine(plan, plans, "dotted"))
    return CohortLines(_("Income of each month against the plan"), tuple(drawn), target=goal)
