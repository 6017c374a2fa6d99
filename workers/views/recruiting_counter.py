from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.models import Call, ConsentText, Program
from programs.shared.qr import qr_code
from programs.views.shell import shell
from workers.domain.application_numbers import draw_secret, fits, spaced_reference, spaced_secret
from workers.domain.applications import apply, renew_secret
from workers.forms.recruiting import PlainVerbForm
from workers.forms.recruiting_counter import CounterForm
from workers.models import Application
from workers.views.recruiting import application_of, call_of, note_change


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def application_enter(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Write down an application for somebody without a phone, and print their number and secret."""
    call = call_of(request, program, pk)
    text = ConsentText.objects.newest(program.municipality)
    if text is None:
        messages.error(request, _("The town has no consent text yet. Write one first: nobody can apply without it."))
        return redirect("workers:call_detail", program.slug, call.pk)
    form = CounterForm(request.POST or None, call=call, text=text)
    if request.method == "POST" and form.is_valid():
        try:
            return _entered(request, program, call, form)
        except Refused as refused:
            form.refuse(refused)
    context = {**shell(request, program, call.cohort), "call": call, "form": form, "text": text}
    return render(request, "workers/recruiting_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def application_secret(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """A new secret for somebody who lost theirs, or never had one: shown once, on paper."""
    application = application_of(request, program, pk)
    form = PlainVerbForm(request.POST or None)
    if not (request.method == "POST" and form.is_valid()):
        context = {**shell(request, program, application.call.cohort), "application": application, "form": form}
        return render(request, "workers/recruiting_secret.html", context)
    made = []

    def work() -> None:
        made.append(renew_secret(application=application))
        note_change(request, application, "new secret")

    with transaction.atomic():
        only_once(form.cleaned_data["once"], user=request.user, content={}, work=work, purpose=request.path)
    if not made:
        messages.warning(request, _("This sheet was already made and shown once. Make a new one if it is missing."))
        return redirect("workers:application_detail", program.slug, application.pk)
    return _sheet(request, program, made[0].application, made[0].secret)


def _entered(request: HttpRequest, program: Program, call: Call, form: CounterForm) -> HttpResponse:
    """Sent twice, the same sheet is shown: its secret comes from the form itself."""
    token, channel = form.cleaned_data["once"], form.cleaned_data["channel"]

    def work() -> int:
        filed = apply(
            call=call, details=form.details(), consent=form.text, channel=channel, by=request.user, seed=token
        )
        note_change(request, filed.application, f"entered: {channel}")
        return filed.application.pk

    with transaction.atomic():
        done = only_once(token, user=request.user, content=form.cleaned_data, work=work, purpose=request.path)
    application = application_of(request, program, int(done.answer))
    secret = draw_secret(token)
    if not fits(application.reference, secret, application.secret_hash):
        return redirect("workers:application_detail", program.slug, application.pk)
    return _sheet(request, program, application, spaced_secret(secret))


def _sheet(request: HttpRequest, program: Program, application: Application, secret: str) -> HttpResponse:
    address = request.build_absolute_uri(reverse("workers:application_find"))
    context = {
        **shell(request, program, application.call.cohort),
        "application": application,
        "call": application.call,
        "town": program.municipality,
        "reference": spaced_reference(application.reference),
        "secret": secret,
        "address": address,
        "qr": qr_code(address),
    }
    return render(request, "workers/recruiting_sheet.html", context)
