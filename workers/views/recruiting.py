"""What the town's pages about calls and applications share: the row asked for, who decides, one verb pressed once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise

from programs.domain.access_records import Action, record_access
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.models import Call, Program, User
from programs.views.shell import shell
from workers.models import Application

PLACES = "call__cohort__program__municipality"


def call_of(request: HttpRequest, program: Program, pk: int) -> Call:
    calls = Call.objects.visible_to(request.user).select_related("cohort__program__municipality")
    return get_object_or_404(calls, cohort__program=program, pk=pk)


def application_of(request: HttpRequest, program: Program, pk: int) -> Application:
    applications = Application.objects.visible_to(request.user).select_related(PLACES, "consent", "worker")
    return get_object_or_404(applications, call__cohort__program=program, pk=pk)


def public_address(call: Call) -> str:
    """Where citizens read the call. Known before it is published, so that papers can be printed in time."""
    return reverse("workers:call_open", args=[call.cohort.program.slug, call.cohort.number])


def deciders(program: Program) -> list[User]:
    """The officials of the town, for whoever may not decide: whom to ask."""
    serving = program.municipality.memberships.active().filter(role="official").select_related("user")
    return [member.user for member in serving.order_by("joined_on", "pk")]


def note_change(request: HttpRequest, application: Application, detail: str) -> None:
    _note(Action.CHANGED, request, application, detail)


def note_look(request: HttpRequest, application: Application) -> None:
    _note(Action.LOOKED, request, application, "")


def _note(action: Action, request: HttpRequest, application: Application, detail: str) -> None:
    record_access(
        action,
        application,
        user=request.user,
        municipality=application.call.cohort.program.municipality,
        subject_worker=application.worker_id,
        detail=detail,
    )


@dataclass(frozen=True, kw_only=True)
class Press:
    """A page that says what will happen and asks what the verb needs. `work` gets the cleaned form."""

    title: str | Promise
    then: str | Promise
    verb: str | Promise
    back: str
    form: forms.Form
    work: Callable[[forms.Form], object]
    said: str | Promise
    facts: list[tuple[object, object]] = field(default_factory=list)
    bad: bool = False
    warned: Callable[[Refused], forms.Form | None] = lambda _refused: None


def press_page(request: HttpRequest, program: Program, press: Press) -> HttpResponse:
    """Show the page, or do the work once and go back; a refusal stands at its field, and nothing typed is lost."""
    form = press.form
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _once(request, press)
        except Refused as refused:
            form = press.warned(refused) or form
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, press.said)
            return redirect(press.back)
    return render(request, "workers/recruiting_press.html", {**shell(request, program), "press": press, "form": form})


def _once(request: HttpRequest, press: Press) -> None:
    content: dict[str, Any] = {name: value for name, value in press.form.cleaned_data.items() if name != "once"}
    only_once(
        press.form.cleaned_data["once"],
        user=request.user,
        content=content,
        work=lambda: _quiet(press.work(press.form)),
        purpose=request.path,
    )


def _quiet(_made: object) -> str:
    """The page leads back to the same place whatever was made."""
    return ""
