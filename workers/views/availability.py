"""When people can work: a participant's own week and days off, and the week of everybody for those in charge."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page
from programs.domain.once import new_token, only_once
from programs.models import Program
from programs.templatetags.dates import weekday
from programs.templatetags.money import in_japanese
from programs.views.shell import shell
from workers.access import worker_page
from workers.domain.availability import (
    FreeDay,
    FreeTime,
    free_times,
    monday_of,
    remove_days_off,
    set_availability,
    take_days_off,
    weeks_from,
)
from workers.forms.availability import AvailabilityForm, DaysOffForm, hours
from workers.forms.day import day_of
from workers.models import Enrollment, TimeOff
from workers.models.availability import DayPart
from workers.views.earnings import shut_sentence
from workers.views.own_tasks import do_own, own_refusal
from workers.views.pages import page_context

WEEKS_SHOWN = 5
ROWS = 50
FARTHEST = 731  # days ahead or back of a week that is shown
A_MONDAY = dt.date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class HoursTable:
    """A usual week: `rows` of (weekday, its parts with hours or ""), and the sum in hours."""

    parts: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    total: str


def hours_table(time: FreeTime) -> HoursTable:
    """For reading only."""
    rows = tuple(
        (
            weekday(A_MONDAY + dt.timedelta(days=number)),
            tuple(hours(time.slots[number, part]) if (number, part) in time.slots else "" for part in DayPart.values),
        )
        for number in range(7)
    )
    return HoursTable(tuple(str(part.label) for part in DayPart), rows, hours(time.weekly_minutes))


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def availability(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """A participant's usual week, their days off, and the next weeks with both."""
    is_days = request.POST.get("what") == "days_off"
    time = _own_time(enrollment)
    week = AvailabilityForm(_sent(request, not is_days), written=dict(time.slots))
    days = DaysOffForm(_sent(request, is_days), prefix="off")
    status = 200
    if request.method == "POST":
        if shut := shut_sentence(enrollment):
            return own_refusal(request, enrollment, shut, back_url="/hours/")
        form = days if is_days else week
        work, said = (_take, _("The days off are in your list.")) if is_days else (_keep, _("Your hours are saved."))
        status = do_own(request, enrollment, form, lambda: work(enrollment, form), purpose=f"hours {work.__name__}")
        if status == 302:
            messages.success(request, said)
            return redirect("workers:availability")
    context = _page(enrollment, time) | {"week": week, "days": days, "table": _boxes(week)}
    return render(request, "workers/availability.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def days_off_remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Ask, and on POST remove; sent twice it is done once."""
    if request.method == "POST" and request.POST.get("once"):

        def work() -> None:
            remove_days_off(time_off=get_object_or_404(TimeOff, enrollment=enrollment, pk=pk))

        content = {"days_off": pk, "enrollment": enrollment.pk}
        only_once(request.POST["once"][:200], user=request.user, content=content, work=work, purpose="days_off_remove")
        messages.success(request, _("The days off are removed."))
        return redirect("workers:availability")
    time_off = get_object_or_404(TimeOff, enrollment=enrollment, pk=pk)
    context = {"time_off": time_off, "once": new_token(), "task": _("Remove days off"), "back_url": "/hours/"}
    return render(request, "workers/days_off_remove.html", page_context(enrollment) | context)


@require_safe
@director_page
def hours_of_people(request: HttpRequest, program: Program) -> HttpResponse:
    """Who can work when, in one week: everybody who wrote their hours down, and each day's sum."""
    today = timezone.localdate()
    monday = monday_of(_asked_for(request, today))
    days = weeks_from(monday, 1)[0]
    people = Enrollment.objects.visible_to(request.user).filter(cohort__program=program)
    people = people.filter(joined_on__lte=days[-1]).exclude(left_on__lte=days[0]).select_related("worker", "cohort")
    known = people.filter(availabilities__isnull=False).distinct()
    known = known.order_by("worker__family_name_kana", "worker__given_name_kana", "pk")
    lines = [_line(one, days) for one in free_times(known, first=days[0], last=days[-1])]
    page = Paginator(lines, ROWS).get_page(request.GET.get("page"))
    sums = [sum(line["days"][n].minutes for line in lines) for n in range(7)]
    context = {
        **shell(request, program),
        "days": [(one.day, _holiday(one)) for one in _heads(days)],
        "page": page,
        "page_query": f"week={monday}&",
        "sums": [hours(one) for one in sums],
        "total": hours(sum(sums)),
        "silent": people.count() - len(lines),
        "monday": monday,
        "this_week": monday == monday_of(today),
        "previous": monday - dt.timedelta(days=7),
        "next": monday + dt.timedelta(days=7),
    }
    return render(request, "workers/hours_of_people.html", context)


def _asked_for(request: HttpRequest, today: dt.date) -> dt.date:
    """The day in the address, if it lies within two years; else today."""
    day = day_of(request.GET.get("week", ""))
    return day if day and abs((day - today).days) <= FARTHEST else today


def _own_time(enrollment: Enrollment) -> FreeTime:
    weeks = weeks_from(timezone.localdate(), WEEKS_SHOWN)
    return free_times([enrollment], first=weeks[0][0], last=weeks[-1][-1])[0]


def _page(enrollment: Enrollment, time: FreeTime) -> dict[str, Any]:
    today = timezone.localdate()
    weeks = [[time.on(day) for day in week] for week in weeks_from(today, WEEKS_SHOWN)]
    return page_context(enrollment) | {
        "total": hours(time.weekly_minutes),
        "weeks": [[(one, hours(one.minutes), _holiday(one)) for one in week] for week in weeks],
        "weekdays": [weekday(A_MONDAY + dt.timedelta(days=n)) for n in range(7)],
        "holidays": [(one.day, _holiday(one)) for week in weeks for one in week if one.holiday],
        "times_off": list(enrollment.times_off.filter(ends_on__gte=today)),
        "today": today,
        "shut": shut_sentence(enrollment),
    }


def _boxes(form: AvailabilityForm) -> list[dict[str, Any]]:
    """The table of boxes: each weekday with its four parts."""
    checked = form.checked
    return [
        {
            "name": weekday(A_MONDAY + dt.timedelta(days=number)),
            "parts": [
                {"value": f"{number}-{part.value}", "label": part.label, "on": f"{number}-{part.value}" in checked}
                for part in DayPart
            ],
        }
        for number in range(7)
    ]


def _sent(request: HttpRequest, this_form: bool):
    return request.POST if request.method == "POST" and this_form else None


def _keep(enrollment: Enrollment, form: AvailabilityForm) -> None:
    set_availability(enrollment=enrollment, slots=form.chosen())


def _take(enrollment: Enrollment, form: DaysOffForm) -> None:
    take_days_off(enrollment=enrollment, **form.content())


def _line(time: FreeTime, days: list[dt.date]) -> dict[str, Any]:
    free = [time.on(day) for day in days]
    minutes = sum(one.minutes for one in free)
    return {
        "person": time.enrollment,
        "days": free,
        "shown": [(one, hours(one.minutes)) for one in free],
        "sum": hours(minutes),
    }


def _holiday(one: FreeDay) -> str:
    """What the day is called if it is a public holiday; the names are Japanese."""
    return one.holiday if in_japanese() or not one.holiday else _("public holiday")


def _heads(days: list[dt.date]) -> list[FreeDay]:
    """The days themselves, for their holidays."""
    nobody = FreeTime(Enrollment(joined_on=days[0]))
    return [nobody.on(day) for day in days]
