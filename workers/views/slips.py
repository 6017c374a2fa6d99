"""Coming in with a slip of paper: by its QR code or its short code, into a new account or the one signed in with."""

from collections.abc import Callable

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import public_page
from programs.domain.invitations import SlipNotUsable, find_by_code, find_by_token, find_held
from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.domain.tries import give_back, take_try
from programs.models import Invitation, User
from programs.shared.request_id import client_address
from programs.views.errors import too_many
from workers.domain.registration import AddressTaken, accept_slip, open_account
from workers.forms.slip import AccountForm, SlipCodeForm

HELD = "slip"  # session key: which slip the browser has shown, so that its token stands in no further address
PURPOSE = "slip_accept"


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def slip_find(request: HttpRequest) -> HttpResponse:
    form = SlipCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _hold(request, lambda: find_by_code(form.cleaned_data["code"]), form)
    return render(request, "workers/slip_find.html", {"form": form})


@public_page
@require_safe
def slip_open(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the QR code."""
    return _hold(request, lambda: find_by_token(token), SlipCodeForm({"code": ""}))


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def slip_accept(request: HttpRequest) -> HttpResponse:
    invitation = _held(request)
    if invitation is None:
        if request.method == "POST" and _was_sent(request):
            return redirect("/")
        messages.error(request, str(SlipNotUsable()))
        return redirect("workers:slip_find")
    try:
        answer = _accept_signed_in if request.user.is_authenticated else _accept_with_new_account
        return answer(request, invitation)
    except SlipNotUsable as refusal:
        messages.error(request, str(refusal))
        return redirect("workers:slip_find")


def _accept_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    if request.method == "POST" and request.POST.get("once"):
        try:
            only_once(
                request.POST["once"],
                user=request.user,
                content={"email": request.user.email},
                work=lambda: accept_slip(invitation=invitation, user=request.user),
                purpose=PURPOSE,
            )
        except SlipNotUsable:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("workers:slip_accept")
        return _welcome(request)
    return _page(request, invitation, once=new_token())


def _accept_with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = AccountForm(request.POST or None, invitation=invitation)
    if not (request.method == "POST" and form.is_valid()):
        return _page(request, invitation, form=form)
    # Whether an address has an account can be asked with a valid slip only, and five times an hour.
    receipt = take_try("address", str(invitation.pk), limit=5, seconds=3600)
    if receipt is None:
        return too_many(request)
    data = form.cleaned_data
    try:
        done = only_once(
            data["once"],
            user=None,
            content={"email": data["email"]},
            work=lambda: open_account(invitation=invitation, email=data["email"], password=data["password"]).pk,
            purpose=PURPOSE,
        )
    except AddressTaken as refusal:
        form.add_error(refusal.field, str(refusal))
        return _page(request, invitation, form=form)
    give_back(receipt)
    if done.repeated:
        return redirect("/")
    return _signed_in(request, User.objects.get(pk=done.answer))


def _signed_in(request: HttpRequest, user: User) -> HttpResponse:
    """As after the sign-in page: a new session, a line in the record, the way on."""
    _welcome(request)
    return perform_password_login(request, {"email": user.email}, Login(user=user, email=user.email))


def _welcome(request: HttpRequest) -> HttpResponse:
    request.session.pop(HELD, None)
    messages.success(request, _("Welcome! Your registration is complete."))
    return redirect("/")


def _hold(request: HttpRequest, find: Callable[[], Invitation], form: SlipCodeForm) -> HttpResponse:
    """Look the slip up; every miss counts against the sender's address, which may be a whole town hall's."""
    receipt = take_try("slip", client_address.get(), limit=60, seconds=600)
    if receipt is None:
        return too_many(request)
    try:
        invitation = find()
    except SlipNotUsable as refusal:
        form.errors.clear()
        form.add_error("code", str(refusal))
        return render(request, "workers/slip_find.html", {"form": form}, status=404)
    give_back(receipt)
    request.session[HELD] = [invitation.pk, invitation.token_hash]
    return redirect("workers:slip_accept")


def _held(request: HttpRequest) -> Invitation | None:
    try:
        return find_held(*request.session[HELD])
    except (KeyError, SlipNotUsable):
        return None


def _was_sent(request: HttpRequest) -> bool:
    """A double tap: the first tap has done the work and taken the slip away. The session stays as it is."""

    def not_yet() -> None:
        raise SlipNotUsable

    who = request.user if request.user.is_authenticated else None
    content = {"email": who.email if who else request.POST.get("email", "").strip().lower()}
    try:
        return only_once(request.POST["once"], user=who, content=content, work=not_yet, purpose=PURPOSE).repeated
    except (KeyError, ValueError, SlipNotUsable):
        return False


def _page(request: HttpRequest, invitation: Invitation, **context: object) -> HttpResponse:
    place = invitation.program or invitation.cohort
    town = invitation.municipality or (invitation.program or invitation.cohort.program).municipality
    shown = {"form": None, "once": "", "invitation": invitation, "town": town, "to": place or town}
    return render(request, "workers/slip_accept.html", shown | context)
