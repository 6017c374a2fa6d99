"""Nobody sees a page before signing in, unless the page says it is public; staff need a second factor besides."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from programs.access import View, must_have_second_factor

# Django's own pages cannot carry our mark: the language may be changed by anybody.
PUBLIC_NAMES = {"set_language"}
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# What remains open while the second factor is missing: setting it up, proving who one is, going away.
WAYS_TO_SECOND_FACTOR = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_edit_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
}


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's sign-in by default, and the second factor that allauth only offers."""

    def process_view(self, request: HttpRequest, view_func: View, args: tuple, kwargs: dict) -> HttpResponse | None:
        if not getattr(view_func, "login_required", True) or request.resolver_match.view_name in PUBLIC_NAMES:
            return None
        if not request.user.is_authenticated:
            return self.handle_no_permission(request, view_func)
        request.second_factor_missing = second_factor_missing(request)
        if request.second_factor_missing and request.resolver_match.view_name not in WAYS_TO_SECOND_FACTOR:
            return _sent_to(request, reverse("mfa_index"))
        return None

    def handle_no_permission(self, request: HttpRequest, view_func: View) -> HttpResponse:
        """A part asked for by htmx must not get the sign-in page in its place: the whole page goes there."""
        response = super().handle_no_permission(request, view_func)
        return _sent_to(request, reverse(settings.LOGIN_URL)) if request.headers.get("HX-Request") else response


def second_factor_missing(request: HttpRequest) -> bool:
    """Asked of the database at every request: a role given or a factor removed counts from the next page on."""
    if not settings.SECOND_FACTOR_REQUIRED or not must_have_second_factor(request.user):
        return False
    return not is_mfa_enabled(request.user, SECOND_FACTORS)


def _sent_to(request: HttpRequest, url: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return redirect(url)
