"""The frame of the town's pages: where one is, and where else one may go."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse

from programs.models import Cohort, Program

OTHER_PROGRAMS = 12


def shell(
    request: HttpRequest, program: Program, cohort: Cohort | None = None, cohorts: Iterable[Cohort] | None = None
) -> dict[str, object]:
    """`program`, `place` and `places`: this program's cohorts, then the person's other programs."""
    dashboard = reverse("reports:dashboard", args=[program.slug])
    if cohorts is None:
        cohorts = program.cohorts.visible_to(request.user).order_by("number")
    town = program.municipality.name
    own = list(cohorts)
    others = list(
        Program.objects.visible_to(request.user).exclude(pk=program.pk).select_related("municipality")[:OTHER_PROGRAMS]
    )
    # Where the town has several programs, «日南市 第1期» would be two places.
    twin = any(one.municipality_id == program.municipality_id for one in others)
    here = f"{town} {program}" if twin else town
    places = [
        {"label": f"{here} {one}", "url": f"{dashboard}?cohort={one.number}", "here": one == cohort} for one in own
    ]
    places += [
        {"label": f"{one.municipality.name} {one}", "url": reverse("reports:dashboard", args=[one.slug]), "here": False}
        for one in others
    ]
    return {"program": program, "place": f"{here} {cohort}" if cohort else f"{town} {program}", "places": places}
