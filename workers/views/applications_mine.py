"""An applicant's own page: opened by number and secret, held by the session for half an hour, closed by a button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import public_page
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.domain.tries import give_back, take_try
from programs.shared.request_id import client_address
from programs.views.errors import too_many
from workers.domain.application_numbers import plain_reference, spaced_reference
from workers.domain.application_words import latest_of, standing_of
from workers.domain.applications import NoSuchApplication, find_application, move
from workers.forms.application_look_up import LookUpForm, WithdrawalForm
from workers.models import Application
from workers.models.application import ApplicationState

HELD = "application"  # session key: which application this browser has shown number and secret of, and until when
HELD_SECONDS = 30 * 60
PLACES = ("call__cohort__program__municipality",)
# Wrong tries: of one connection, which may be a town hall's, and at one number, from wherever.
BY_CONNECTION = {"limit": 30, "seconds": 600}
BY_NUMBER = {"limit": 20, "seconds": 3600}


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def application_find(request: HttpRequest) -> HttpResponse:
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _look_up(request, form)
    return render(request, "workers/application_find.html", {"form": form})


@require_safe
@public_page
def application_mine(request: HttpRequest) -> HttpResponse:
    application = _held(request)
    if application is None:
        return _ask_again(request)
    shown = latest_of(application)
    if shown.pk != application.pk:
        shown = Application.objects.select_related(*PLACES).get(pk=shown.pk)
    context = {
        "application": shown,
        "reference": spaced_reference(application.reference),
        "call": shown.call,
        "town": shown.call.cohort.program.municipality,
        "standing": standing_of(shown),
        "carried": shown.pk != application.pk,
        "meeting": shown.state == ApplicationState.INTERVIEW,
    }
    return render(request, "workers/application_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def application_withdraw(request: HttpRequest) -> HttpResponse:
    application = _held(request)
    if application is None:
        return _ask_again(request)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _withdraw(request, application, form)
    return _withdrawal_page(request, application, form)


@require_POST
@public_page
def application_close(request: HttpRequest) -> HttpResponse:
    request.session.pop(HELD, None)
    messages.success(request, _("The page is closed. Nobody can open it here without number and secret."))
    return redirect("workers:application_find")


def _look_up(request: HttpRequest, form: LookUpForm) -> HttpResponse:
    """Every miss counts against the connection and against the number, whether there is such a number or not."""
    reference = plain_reference(form.cleaned_data["reference"])
    tries = (
        take_try("application", client_address.get(), **BY_CONNECTION),
        take_try("application-number", reference[:20], **BY_NUMBER),
    )
    if None in tries:
        return too_many(request)
    try:
        found = find_application(reference=reference, secret=form.cleaned_data["secret"])
    except NoSuchApplication as refusal:
        form.add_error("secret", str(refusal))
        return render(request, "workers/application_find.html", {"form": form}, status=404)
    for receipt in tries:
        give_back(receipt)
    request.session.cycle_key()
    request.session[HELD] = [found.pk, found.secret_hash, int(timezone.now().timestamp()) + HELD_SECONDS]
    return redirect("workers:application_mine")


def _withdraw(request: HttpRequest, application: Application, form: WithdrawalForm) -> HttpResponse:
    def work() -> int:
        return move(
            application=latest_of(application),
            state=ApplicationState.WITHDRAWN,
            by=None,
            reason=form.cleaned_data["reason"],
        ).pk

    try:
        purpose = f"withdraw {application.pk}"
        only_once(form.cleaned_data["once"], user=None, content=form.cleaned_data, work=work, purpose=purpose)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return _withdrawal_page(request, application, form)
    messages.success(request, _("Your application has been withdrawn."))
    return redirect("workers:application_mine")


def _withdrawal_page(request: HttpRequest, application: Application, form: WithdrawalForm) -> HttpResponse:
    if not form.is_bound and not standing_of(latest_of(application)).may_withdraw:
        return redirect("workers:application_mine")
    context = {
        "form": form,
        "call": application.call,
        "task": _("Withdraw the application"),
        "place": application.call.cohort.program.municipality.name,
        "back_url": reverse("workers:application_mine"),
    }
    return render(request, "workers/application_withdraw.html", context)


def _held(request: HttpRequest) -> Application | None:
    """The application this browser opened, unless half an hour is over or the town gave a new secret since."""
    try:
        pk, secret_hash, until = request.session[HELD]
    except (KeyError, ValueError):
        return None
    found = None
    if timezone.now().timestamp() < until:
        found = Application.objects.select_related(*PLACES).filter(pk=pk, secret_hash=secret_hash).first()
    if found is None:
        request.session.pop(HELD, None)
    return found


def _ask_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Please enter number and secret: the page closes by itself after 30 minutes."))
    return redirect("workers:application_find")
