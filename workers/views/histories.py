"""The history of an entry: for the person it is about, and for whoever is in charge of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.models import Program
from programs.shared.month import Month
from programs.templatetags.dates import day_year
from programs.templatetags.money import yen
from programs.views.shell import shell
from workers.access import worker_page
from workers.domain.earning_changes import TOLD, history_of
from workers.forms.day import day_of
from workers.models import Earning, EarningChange, Enrollment
from workers.models.earning import JobForm, Source
from workers.views.earnings import month_url
from workers.views.pages import page_context

AMOUNTS = {"gross", "platform_fee", "transfer_fee", "withholding"}
DAYS = {"earned_on", "worked_on", "paid_on"}
TICKS = {"verified", "returned"}
CHOICES = {"source": Source, "job_form": JobForm}
YES_NO = {"verified": gettext_lazy("checked"), "is_estimated": gettext_lazy("estimated")}


@dataclass(frozen=True)
class Step:
    """One step as it is read: `differences` are (what, before, after), for a removal what it said."""

    change: EarningChange
    differences: list[tuple[str, str, str]]


def steps_of(changes: Iterable[EarningChange]) -> list[Step]:
    return [Step(change, _differences(change)) for change in changes]


@require_safe
@worker_page
def earning_history(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Every step of one's own entry, also of one that was removed."""
    context = _history(enrollment, pk)
    month = context.pop("month")
    context |= {"task": _("History of an entry"), "back_url": month_url(month)}
    return render(request, "workers/earning_history.html", page_context(enrollment) | context)


@require_safe
@director_page
def entry_history(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The same for whoever is in charge; the look is written to the access record."""
    mine = Enrollment.objects.visible_to(request.user).filter(cohort__program=program)
    owner = Earning.objects.filter(pk=pk, enrollment__in=mine).values_list("enrollment", flat=True).first()
    owner = owner or (
        EarningChange.objects.filter(earning_number=pk, enrollment__in=mine)
        .values_list("enrollment", flat=True).first()
    )  # fmt: skip
    enrollment = mine.select_related("worker", "cohort").filter(pk=owner).first()
    if enrollment is None:
        raise Http404
    context = _history(enrollment, pk)
    record_access(
        Action.LOOKED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail=f"history of earning {pk}",
    )
    context |= shell(request, program, enrollment.cohort) | {"enrollment": enrollment}
    return render(request, "workers/entry_history.html", context)


def _history(enrollment: Enrollment, number: int) -> dict[str, Any]:
    entries = Earning.objects.select_related("recorded_by", "corrects").prefetch_related("corrections")
    earning = entries.filter(enrollment=enrollment, pk=number).first()
    changes = list(history_of(enrollment, number))
    if earning is None and not changes:
        raise Http404
    title = earning.title if earning else changes[0].before.get("title", "")
    return {"earning": earning, "title": title, "steps": steps_of(changes), "month": _month(earning, changes)}


def _month(earning: Earning | None, changes: list[EarningChange]) -> Month:
    """Where the entry is, or was when it was removed."""
    if earning:
        return Earning.month_of(earning.earned_on)
    days = (day_of(one.before.get("earned_on", "")) for one in changes)
    return Month.of(next((day for day in days if day), None) or localdate(changes[0].at))


def _differences(change: EarningChange) -> list[tuple[str, str, str]]:
    names = [*TOLD, "verified", "returned"]
    before, after = change.before, change.after
    return [
        (_label(name), _shown(name, before.get(name)), _shown(name, after.get(name)))
        for name in names
        if before.get(name) != after.get(name) and (name in before or name in after)
        if not (not after and name in before and before[name] in ("", None, 0))
    ]


def _label(name: str) -> str:
    if name in TICKS:
        return {"verified": _("checked"), "returned": _("why it was returned")}[name]
    return str(Earning._meta.get_field(name).verbose_name)


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return "—"
    if name in AMOUNTS:
        return yen(value)
    if name in DAYS:
        return day_year(day_of(value))
    if name in CHOICES:
        return str(dict(CHOICES[name].choices).get(value, value))
    if name in YES_NO:
        return str(YES_NO[name]) if value else "—"
    return str(value)
