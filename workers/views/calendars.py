"""A calendar of one's own dates, for the phone's own calendar: by a secret link, without signing in."""

import hashlib

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import public_page
from programs.domain.tries import give_back, take_try
from programs.shared.request_id import client_address
from programs.views.errors import too_many
from workers.access import worker_page
from workers.domain.calendar_dates import calendar_dates
from workers.domain.calendar_links import calendar_token, renew_calendar_link, stop_calendar_link, worker_of_link
from workers.exports.calendar import CALENDAR, calendar_file
from workers.models import Enrollment
from workers.views.pages import page_context

SHOWN = "calendar_shown"  # session key: the link is shown once, on the page after the press


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def my_calendar(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Make, show, renew or stop the link. Pressed twice, a renewed link is renewed twice: the last one holds."""
    worker = enrollment.worker
    if request.method == "POST":
        done = _do(request, worker)
        if done:
            messages.success(request, done)
        return redirect("workers:my_calendar")
    token = calendar_token(worker)
    shown = request.session.pop(SHOWN, False) if request.method == "GET" else False
    address = request.build_absolute_uri(reverse("workers:calendar_feed", args=[token])) if token and shown else ""
    context = page_context(enrollment) | {
        "has_link": bool(token),
        "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}" if address else "",
    }
    return render(request, "workers/my_calendar.html", context)


@public_page
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The dates themselves. Every miss counts against the sender's address; what did not change is not sent again."""
    receipt = take_try("calendar", client_address.get(), limit=60, seconds=600)
    if receipt is None:
        return too_many(request)
    worker = worker_of_link(token)
    if worker is None:
        raise Http404
    give_back(receipt)
    with translation.override(settings.LANGUAGE_CODE):  # a calendar asks without a person's choice of language
        content = calendar_file(worker.municipality, calendar_dates(worker, timezone.localdate()))
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = HttpResponse(content, content_type=CALENDAR)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Content-Disposition"] = 'inline; filename="hidane.ics"'
    return get_conditional_response(request, etag=etag, response=response)


def _do(request: HttpRequest, worker) -> str:
    """What is said afterwards; nothing for what we do not know."""
    asked = request.POST.get("do", "")
    if asked == "stop":
        stop_calendar_link(worker=worker)
        return _("The link is stopped. Calendars that used it find nothing any more.")
    if asked in {"make", "renew"} and not (asked == "make" and calendar_token(worker)):
        renew_calendar_link(worker=worker)
        request.session[SHOWN] = True
        return _("Here is your link. An earlier one works no more.") if asked == "renew" else _("Here is your link.")
    if asked in {"make", "show"} and calendar_token(worker):
        request.session[SHOWN] = True
    return ""
