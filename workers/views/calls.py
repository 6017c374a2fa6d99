"""What everybody may read: calls that are open now or soon, what anybody can come to, and the page of one call."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from programs.access import public_page
from programs.models import Call
from programs.shared.qr import qr_code
from workers.domain.calls import CallState, open_or_soon, seats_left, state_of, takes_applications, with_taken
from workers.domain.sign_ups import open_sessions

ROWS = 50
SESSIONS = 100


@require_safe
@public_page
def open_call_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    page = Paginator(open_or_soon(today), ROWS).get_page(request.GET.get("page"))
    rows = [{"call": call, "state": state_of(call, today, call.taken)} for call in page]
    context = {
        "page": page,
        "rows": rows,
        "today": today,
        "sessions": [
            (one, one.capacity is not None and one.seated >= one.capacity)
            for one in open_sessions(timezone.now())[:SESSIONS]
        ],
    }
    return render(request, "workers/open_call_list.html", context)


@require_safe
@public_page
def call_open(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    call = public_call(slug, number)
    state = state_of(call, timezone.localdate(), call.taken)
    address = request.build_absolute_uri(reverse("workers:call_open", args=[slug, number]))
    context = {
        "call": call,
        "cohort": call.cohort,
        "program": call.cohort.program,
        "town": call.cohort.program.municipality,
        "state": state,
        "State": CallState,
        "left": seats_left(call, call.taken),
        "may_apply": takes_applications(call, state),
        "target": call.cohort.target or call.cohort.program.default_target,
        "address": address,
        "qr": qr_code(address),
    }
    return render(request, "workers/call_open.html", context)


def public_call(slug: str, number: int) -> Call:
    """The published call of that cohort with its seats given, or 404."""
    calls = with_taken(Call.objects.published().select_related("cohort__program__municipality"))
    return get_object_or_404(calls, cohort__program__slug=slug, cohort__number=number)
