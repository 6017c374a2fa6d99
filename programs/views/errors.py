"""Error pages: what happened, in plain words, and a way back."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from programs.shared.language import chosen_language
from programs.shared.request_id import request_id

logger = logging.getLogger(__name__)
LAST_RESORT = (
    '<!doctype html><html lang="ja"><meta charset="utf-8"><title>Hidane</title><h1>うまく表示できませんでした</h1>'
    "<p>入力した内容は保存されていないことがあります。少し待ってから、もう一度お試しください。</p>"
    '<p><a href="/">ホームへ</a></p></html>'
)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    with translation.override(chosen_language(request.COOKIES)):
        if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
            return render(request, "413.html", status=413)
        return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One answer for «not there» and «not yours»: it never repeats the address or the reason."""
    return render(request, "404.html", status=404)


def conflict(request: HttpRequest, message: str = "") -> HttpResponse:
    """409: the form was already sent, or somebody else was faster. `message` says it more exactly."""
    message = message or _("This form has already been sent with other content. Please look at what was saved first.")
    return render(request, "409.html", {"message": message}, status=409)


def wrong_method(request: HttpRequest) -> HttpResponse:
    return render(request, "405.html", status=405)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without database, session or user; should even the template fail, a page made of one string."""
    try:
        with translation.override(chosen_language(request.COOKIES)):
            context = {"request_number": request_id.get(), "csrf_token": ""}
            return HttpResponseServerError(render_to_string("500.html", context))
    except Exception:
        if settings.DEBUG:
            raise
        logger.exception("the error page itself failed")
        return HttpResponseServerError(LAST_RESORT)
