"""The first page after signing in: a participant's own month, or the way to where somebody works."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.access import account_page
from programs.models import Program
from programs.shared.charts.small_months import MonthBars
from programs.shared.charts.words import Twin
from programs.shared.month import Month
from programs.templatetags.charts import words
from programs.templatetags.dates import day, month_name
from programs.templatetags.money import yen
from workers.access import own_enrollment
from workers.domain.month_lines import (
    MonthLine,
    Question,
    line_of,
    lines_of,
    months_of_stay,
    questions_of,
    small_months,
)
from workers.domain.pace import month_end_pace
from workers.models import Enrollment
from workers.views.earnings import month_url, over_sentence, starts_sentence
from workers.views.pages import begun, is_over, page_context

NEXT_THINGS = 3


@dataclass(frozen=True)
class NextThing:
    """A line under «what is next»: `day` is the last day for it, if there is one still to come."""

    url: str
    day: dt.date | None
    title: str
    sub: str


@account_page
def home(request: HttpRequest) -> HttpResponse:
    """A participant sees their month; staff go on to their program, or choose one; administrators to the admin."""
    enrollment = own_enrollment(request)
    programs = list(Program.objects.visible_to(request.user).select_related("municipality"))
    if enrollment and not (programs and is_over(enrollment)):
        links = [] if request.user.is_superuser else programs
        return render(request, "reports/home.html", worker_home(enrollment) | {"programs": links})
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


def worker_home(enrollment: Enrollment) -> dict[str, Any]:
    today = timezone.localdate()
    lines = lines_of(enrollment)
    stay = months_of_stay(enrollment, until=Month.of(today))
    last = stay[-1] if stay and is_over(enrollment) else Month.of(today)
    line = next((one for one in lines if one.month == last), None)
    line = line or line_of(enrollment, last, None, now=Month.of(today))
    bars = MonthBars(small_months(lines, last=last))
    context = page_context(enrollment)
    return context | {
        "today": today,
        "line": line,
        "bars": bars,
        "bars_table": table_of(bars, context["basis"]),
        "next_things": next_things(enrollment, lines, today=today),
        "over": over_sentence(enrollment) if context["is_over"] else "",
        "starts": "" if begun(enrollment) else starts_sentence(enrollment),
        "total": sum(one.amount for one in lines),
        "is_new": not any(one.count for one in lines),
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


def table_of(bars: MonthBars, basis: str) -> Twin:
    """The chart's table, its amounts named by the program's basis."""
    twin = bars.twin(words())
    return Twin((twin.head[0], basis, *twin.head[2:]), twin.rows)


def next_things(enrollment: Enrollment, lines: list[MonthLine], *, today: dt.date) -> list[NextThing]:
    """The questions that are open, and the first entry where there is none yet."""
    questions = questions_of(lines, grace_days=enrollment.cohort.program.grace_days, today=today)
    things = [_question_thing(question) for question in questions[:NEXT_THINGS]]
    if not any(line.count for line in lines) and begun(enrollment) and not is_over(enrollment):
        first = NextThing(
            reverse("workers:earning_add"), None, _("Record your first income"), _("One entry is enough.")
        )
        things = [first, *things[: NEXT_THINGS - 1]]
    return things


def _question_thing(question: Question) -> NextThing:
    line = question.line
    count = ngettext("%(count)s entry", "%(count)s entries", line.count) % {"count": line.count}
    what = f"{count}・{yen(line.amount)}" if line.count else _("no entry yet")
    sub = _("until %(day)s, %(what)s") % {"day": day(question.due_on), "what": what} if question.due_on else what
    title = _("Answer how %(month)s went") % {"month": month_name(line.month)}
    return NextThing(month_url(line.month), question.due_on, title, sub)
