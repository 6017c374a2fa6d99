"""Applying: the form on the phone, and the one page that shows number and secret."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from programs.access import public_page
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.domain.tries import give_back, take_try
from programs.models import Call, ConsentText
from programs.shared.qr import qr_code
from programs.shared.request_id import client_address
from workers.domain.application_numbers import draw_secret, fits, spaced_reference, spaced_secret
from workers.domain.applications import ConsentOutdated, apply
from workers.domain.calls import CallState, state_of, takes_applications
from workers.forms.application import ApplicationForm
from workers.mail import tell_received
from workers.models import Application
from workers.views.calls import public_call

AN_HOUR = {"limit": 60, "seconds": 3600}  # sent by one address, which may be a whole seminar's
TOO_MANY = gettext_lazy(
    "Too many applications come from this connection. What you typed is kept: please send it again later."
)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def application_add(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    call = public_call(slug, number)
    if request.method == "POST":
        return _send(request, call)
    if not takes_applications(call, state_of(call, timezone.localdate(), call.taken)):
        return redirect("workers:call_open", slug, number)
    return _form_page(request, call, ApplicationForm(call=call, text=_newest_text(call)))


def _send(request: HttpRequest, call: Call) -> HttpResponse:
    form = ApplicationForm(request.POST, call=call, text=_newest_text(call))
    if not form.is_valid():
        return _form_page(request, call, form)
    receipt = take_try("apply", client_address.get(), **AN_HOUR)
    if receipt is None:
        form.add_error(None, TOO_MANY)
        return _form_page(request, call, form, status=429)
    try:
        application, repeated = _file(request, call, form)
    except ConsentOutdated:  # in the moment between the two looks at it
        return _form_page(request, call, ApplicationForm(request.POST, call=call, text=_newest_text(call)))
    except Refused as refusal:
        form.refuse(refusal)
        return _form_page(request, call, form)
    if repeated:
        give_back(receipt)
    return _filed_page(request, application, draw_secret(form.cleaned_data["once"]))


def _file(request: HttpRequest, call: Call, form: ApplicationForm) -> tuple[Application, bool]:
    """The application, and whether an earlier sending of this form made it."""
    token = form.cleaned_data["once"]

    def work() -> int:
        filed = apply(call=call, details=form.details(), consent=form.text, seed=token)
        tell_received(filed.application, address=request.build_absolute_uri(reverse("workers:application_find")))
        return filed.application.pk

    done = only_once(token, user=None, content=form.cleaned_data, work=work, purpose=f"apply {call.pk}")
    return Application.objects.select_related("call").get(pk=done.answer), done.repeated


def _filed_page(request: HttpRequest, application: Application, secret: str) -> HttpResponse:
    """Shown in answer to the form itself: the secret stands nowhere else, and loading the page again shows it again."""
    if not fits(application.reference, secret, application.secret_hash):
        return redirect("workers:application_find")  # the town has given a new one meanwhile
    address = request.build_absolute_uri(reverse("workers:application_find"))
    context = {
        "application": application,
        "call": application.call,
        "reference": spaced_reference(application.reference),
        "secret": spaced_secret(secret),
        "address": address,
        "qr": qr_code(address),
    }
    return render(request, "workers/application_filed.html", context)


def _form_page(request: HttpRequest, call: Call, form: ApplicationForm, *, status: int = 200) -> HttpResponse:
    program = call.cohort.program
    context = {
        "call": call,
        "form": form,
        "task": pgettext("call", "Apply"),
        "place": str(program.municipality.name),
        "back_url": reverse("workers:call_open", args=[program.slug, call.cohort.number]),
        "for_waiting": state_of(call, timezone.localdate(), call.taken) == CallState.FULL,
    }
    return render(request, "workers/application_add.html", context, status=status)


def _newest_text(call: Call) -> ConsentText:
    text = ConsentText.objects.newest(call.cohort.program.municipality)
    if text is None:
        raise Http404
    return text
