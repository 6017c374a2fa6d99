"""What every page of a participant knows, and how a page or its part is answered."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from workers.models import Earning, Enrollment


def page_context(enrollment: Enrollment) -> dict[str, Any]:
    """For every template on the worker's shell: where the person takes part, and on what basis amounts are told."""
    cohort = enrollment.cohort
    net = cohort.program.counts_net
    return {
        "place": f"{cohort.program.municipality.name} {cohort}",
        "enrollment": enrollment,
        "basis": _("after platform fees") if net else _("before platform fees"),
        "is_over": is_over(enrollment),
        "may_record": begun(enrollment) and not is_over(enrollment),
    }


def begun(enrollment: Enrollment) -> bool:
    return enrollment.joined_on <= timezone.localdate()


def is_over(enrollment: Enrollment) -> bool:
    return enrollment.left_on is not None and enrollment.left_on <= timezone.localdate()


def page_or_parts(
    request: HttpRequest, page: str, parts: Sequence[str], context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page; for htmx its parts alone, from the same context."""
    if request.htmx and not request.htmx.history_restore_request:
        return HttpResponse("".join(render_to_string(part, context, request) for part in parts), status=status)
    return render(request, page, context, status=status)


def refusal_page(
    request: HttpRequest,
    enrollment: Enrollment,
    *,
    sentence: str | Promise,
    task: str | Promise,
    back_url: str,
    earning: Earning | None = None,
    status: int = 200,
) -> HttpResponse:
    """Something that cannot be done now: why, and what to do instead. For htmx beside the button, all typed kept.

    `earning`: the entry of a closed month it is about, which can be put right in an open one.
    """
    context = page_context(enrollment) | {"sentence": sentence, "task": task, "back_url": back_url}
    context["earning"] = earning
    if request.htmx and not request.htmx.history_restore_request:
        part = render(request, "workers/_refusal.html", context, status=status)
        return reswap(retarget(part, "#form-trouble"), "innerHTML")
    return render(request, "workers/refusal.html", context, status=status)
