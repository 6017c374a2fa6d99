"""The first page after signing in: a participant's own month, or the way to where somebody works."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from programs.access import account_page
from programs.models import Program, User
from programs.shared.charts.small_months import MonthBars
from programs.shared.charts.words import Twin
from programs.shared.month import Month
from programs.templatetags.charts import words
from programs.templatetags.told import announcements_at_top
from reports.views.next_things import next_things
from workers.access import own_enrollment
from workers.domain.announcements import announcements_for
from workers.domain.month_lines import (
    MonthLine,
    line_of,
    lines_of,
    months_of_stay,
    small_months,
)
from workers.domain.pace import month_end_pace
from workers.domain.preferences import preference_of
from workers.models import Enrollment
from workers.views.earnings import over_sentence, starts_sentence
from workers.views.pages import begun, is_over, page_context

NEXT_THINGS = 3  # on the first screen; the rest behind a fold


@dataclass(frozen=True, slots=True)
class OwnGoal:
    """Yen a month, and how much of it this month still lacks."""

    amount: int
    left: int


@account_page
def home(request: HttpRequest) -> HttpResponse:
    """A participant sees their month; staff go on to their program, or choose one; administrators to the admin."""
    enrollment = own_enrollment(request)
    programs = list(Program.objects.visible_to(request.user).select_related("municipality"))
    if enrollment and not (programs and is_over(enrollment)):
        links = [] if request.user.is_superuser else programs
        context = worker_home(enrollment, request.user) | {"programs": links}
        told = announcements_at_top(request, announcements_for(enrollment, context["today"]))
        return render(request, "reports/home.html", context | told)
    if request.user.is_superuser:
        return redirect("admin:index")
    if len(programs) == 1:
        return redirect("reports:dashboard", slug=programs[0].slug)
    if not programs and request.user.is_staff:
        return redirect("admin:index")
    return render(request, "reports/home_programs.html", {"programs": programs})


@account_page
def home_programs(request: HttpRequest) -> HttpResponse:
    """Where somebody works, to choose from."""
    programs = Program.objects.visible_to(request.user).select_related("municipality")
    return render(request, "reports/home_programs.html", {"programs": programs})


def worker_home(enrollment: Enrollment, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    lines = lines_of(enrollment)
    stay = months_of_stay(enrollment, until=Month.of(today))
    last = stay[-1] if stay and is_over(enrollment) else Month.of(today)
    line = next((one for one in lines if one.month == last), None)
    line = line or line_of(enrollment, last, None, now=Month.of(today))
    bars = MonthBars(small_months(lines, last=last))
    context = page_context(enrollment)
    things = next_things(enrollment, lines, user=user, today=today)
    return context | {
        "today": today,
        "line": line,
        "bars": bars,
        "bars_table": table_of(bars, context["basis"]),
        "next_things": things[:NEXT_THINGS],
        "later_things": things[NEXT_THINGS:],
        "over": over_sentence(enrollment) if context["is_over"] else "",
        "starts": "" if begun(enrollment) else starts_sentence(enrollment),
        "total": sum(one.amount for one in lines),
        "is_new": not any(one.count for one in lines),
        "own_goal": own_goal_of(enrollment, line),
        **standing(enrollment, line, today=today),
    }


def standing(enrollment: Enrollment, line: MonthLine, *, today: dt.date) -> dict[str, Any]:
    """How far the month has come: its plan, the goal behind it, and the pace while one can be told."""
    cohort = enrollment.cohort
    goal = max(cohort.target or cohort.program.default_target, line.target or 0)
    pace = month_end_pace(amount=line.amount, entries=line.count, today=today) if line.is_now else None
    return {
        "goal": goal,
        "left": goal - line.amount,
        "pace": pace,
        "reached_plan": bool(line.target and line.amount >= line.target),
        "above_plan": bool(line.target and pace and pace >= line.target),
    }


def own_goal_of(enrollment: Enrollment, line: MonthLine) -> OwnGoal | None:
    """The person's own goal beside the city's target; nothing in a month of rest."""
    amount = preference_of(enrollment.worker).own_goal
    return None if amount is None or line.rests else OwnGoal(amount, max(amount - line.amount, 0))


def table_of(bars: MonthBars, basis: str) -> Twin:
    """The chart's table, its amounts named by the program's basis."""
    twin = bars.twin(words())
    return Twin((twin.head[0], basis, *twin.head[2:]), twin.rows)
