"""Give every request a number, and write one line about it: method, path without query, answer, time."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from programs.shared.client_address import client_address_of
from programs.shared.request_id import client_address, request_id, without_keys

logger = logging.getLogger("programs.requests")
QUIET_PATHS = ("/healthz", "/readyz", f"/{settings.STATIC_URL.strip('/')}/")
_GOOD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_SECRET_KWARGS = {"token", "code"}


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        id_token = request_id.set(self._number(request))
        address = client_address_of(request.META, trusted_proxies=settings.TRUSTED_PROXIES)
        address_token = client_address.set(address)
        began = time.monotonic()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            if not request.path_info.startswith(QUIET_PATHS):
                took = round((time.monotonic() - began) * 1000)
                logger.info("%s %s %s %s ms", request.method, loggable_path(request), response.status_code, took)
            return response
        finally:
            request_id.reset(id_token)
            client_address.reset(address_token)

    def _number(self, request: HttpRequest) -> str:
        """A number our own proxy gave is kept, so that its log and ours can be read together."""
        given = request.headers.get("X-Request-ID", "")
        return given if settings.TRUSTED_PROXIES and _GOOD_ID.fullmatch(given) else secrets.token_hex(8)


def loggable_path(request: HttpRequest) -> str:
    """The path without query, without the keys some addresses carry, and without line breaks.

    By the look of the path first: a redirect to https, or a slip's address cut off, never reaches a view.
    """
    path = request.path_info
    for name, value in (request.resolver_match.kwargs if request.resolver_match else {}).items():
        if name in _SECRET_KWARGS:
            path = path.replace(str(value), "***")
    return without_keys(quote(path[:200], errors="replace"))
