from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page, official_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.models import Call, Program
from programs.views.shell import shell
from workers.domain.assessments import with_average
from workers.domain.calls import seats_left
from workers.domain.waiting import carry_over, carry_plan, later_calls, shift, waiting
from workers.forms.recruiting import CarryForm
from workers.models import Application
from workers.views.recruiting import application_of, call_of, deciders, note_change

PLACES = {"up": -1, "down": 1}


@require_safe
@director_page
def call_waiting(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Who waits, in their order; and those who went on into a later call."""
    call = call_of(request, program, pk)
    gone = Application.objects.filter(call=call, carried_to__isnull=False).select_related("carried_to__call")
    context = {
        **shell(request, program, call.cohort),
        "call": call,
        "rows": list(with_average(waiting(call))),
        "gone": list(gone.order_by("waiting_rank", "pk")),
        "free": seats_left(call),
        "deciders": [] if program.is_run else deciders(program),
    }
    return render(request, "workers/recruiting_waiting.html", context)


@require_POST
@official_page
def application_rank(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Move somebody one place up or down."""
    application = application_of(request, program, pk)
    direction = "up" if request.POST.get("direction") == "up" else "down"
    try:
        with transaction.atomic():
            shift(application=application, places=PLACES[direction])
            note_change(request, application, f"waiting list: {direction}")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("workers:call_waiting", program.slug, application.call_id)


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def call_carry(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Choose the later call, look at who would go there, then carry them over."""
    call = call_of(request, program, pk)
    calls = later_calls(call)
    asked = request.POST or request.GET
    form = CarryForm(request.POST or None, calls=calls, initial={"call": calls[0] if calls else None})
    if request.method == "POST" and form.is_valid():
        try:
            return _carry(request, program, call, form)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    chosen = _chosen(asked.get("call", ""), calls)
    context = {
        **shell(request, program, call.cohort),
        "call": call,
        "calls": calls,
        "chosen": chosen,
        "plan": carry_plan(call_from=call, call_to=chosen) if chosen else None,
        "form": form,
    }
    return render(request, "workers/recruiting_carry.html", context)


def _carry(request: HttpRequest, program: Program, call: Call, form: CarryForm) -> HttpResponse:
    target: Call = form.cleaned_data["call"]

    def work() -> int:
        carried = carry_over(call_from=call, call_to=target, by=request.user)
        town = program.municipality
        detail = f"{len(carried)} carried from call {call.pk}"
        record_access(Action.CHANGED, target, user=request.user, municipality=town, detail=detail)
        return len(carried)

    with transaction.atomic():
        done = only_once(
            form.cleaned_data["once"], user=request.user, content={"call": target}, work=work, purpose=request.path
        )
    number = int(done.answer)
    said = ngettext("%(n)s person was carried over.", "%(n)s people were carried over.", number) % {"n": number}
    messages.success(request, said)
    return redirect(reverse("workers:call_detail", args=[program.slug, target.pk]))


def _chosen(asked: str, calls: list[Call]) -> Call | None:
    """The call the address or the form names, else the nearest."""
    named = [call for call in calls if str(call.pk) == asked]
    return next(iter(named or calls), None)
