"""Whoever sees other people's data is signed out after a while: without a request, or after a day's work.

Participants keep their sign-in for the time of the cookie: they come once a month, from their own phone.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from programs.access import must_have_second_factor
from programs.models import User

SEEN_EVERY = 300  # seconds between two notes, so that looking around writes nothing
BEGAN, SEEN, STAFF = "began", "seen", "staff"


def begin(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """At every sign-in: when it was, and whose limits count until the next."""
    now = int(time.time())
    request.session[BEGAN], request.session[SEEN] = now, now
    request.session[STAFF] = must_have_second_factor(user)


class SessionLimitsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session, now = request.session, time.time()
        if session.get(STAFF):
            if self._is_over(session[BEGAN], session[SEEN], now):
                logout(request)
            elif now - session[SEEN] > SEEN_EVERY:
                session[SEEN] = int(now)
        return self.get_response(request)

    def _is_over(self, began: int, seen: int, now: float) -> bool:
        return now - seen > settings.STAFF_IDLE_SECONDS or now - began > settings.STAFF_SESSION_SECONDS
