"""A participant's way through the program: one line of time, and the small pages that write on it."""

import datetime as dt
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.availability import free_times
from workers.domain.funnel import steps_of
from workers.domain.journeys import Event, current_stage, journey_of
from workers.domain.pauses import pause_on
from workers.domain.plan_wishes import open_wishes_of
from workers.models import Enrollment
from workers.models.funnel_step import FunnelStepKind
from workers.views.availability import hours_table

CORRECTED_AT = {
    "stage": "workers:stage_change",
    "step": "workers:step_remove",
    "outcome": "workers:outcome_remove",
}


@require_safe
@director_page
def journey(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Everything about one person's way, in all their cohorts of the program. Every look is written down."""
    enrollment = enrollment_of(request, program, pk)
    stays = Enrollment.objects.visible_to(request.user).filter(worker=enrollment.worker, cohort__program=program)
    stays = list(stays.select_related("cohort__program").order_by("joined_on", "pk"))
    events = journey_of(stays)
    today = timezone.localdate()
    time = free_times([enrollment], first=today, last=today)[0]
    context = {
        **shell(request, program, enrollment.cohort),
        "enrollment": enrollment,
        "events": [(event, _correct_url(program, event)) for event in events],
        "several": len(stays) > 1,
        "stage": current_stage(events, enrollment),
        "rest": pause_on(enrollment, today) or enrollment.pauses.filter(ends_on=None).first(),
        "is_over": enrollment.left_on is not None and enrollment.left_on <= today,
        "last_day": enrollment.left_on and enrollment.left_on - dt.timedelta(days=1),
        "steps": _steps(enrollment, events),
        "hours": hours_table(time),
        "times_off": list(enrollment.times_off.filter(ends_on__gte=today)),
        "open_wishes": open_wishes_of(enrollment).count(),
    }
    record_access(
        Action.LOOKED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail="journey",
    )
    return render(request, "workers/journey.html", context)


def journey_url(program: Program, enrollment: Enrollment) -> str:
    return reverse("workers:journey", args=[program.slug, enrollment.pk])


def _steps(enrollment: Enrollment, events: Sequence[Event]) -> list[tuple[str, dt.date | None, bool]]:
    """The steps of the way in their order, each with the day it was taken and whether that day is one by hand."""
    taken = steps_of(enrollment)
    rows = (one.about for one in events if one.kind == "step" and one.enrollment.pk == enrollment.pk)
    by_hand = {(row.step, row.reached_on) for row in rows}
    return [(str(step.label), taken.get(step), (step, taken.get(step)) in by_hand) for step in FunnelStepKind]


def _correct_url(program: Program, event: Event) -> str:
    """Where a mistake in this line is mended; nothing for what other pages write."""
    if event.kind == "left":
        return reverse("workers:person_leave", args=[program.slug, event.enrollment.pk])
    view = CORRECTED_AT.get(event.kind)
    return reverse(view, args=[program.slug, event.about.pk]) if view else ""
