"""Answer a form that was sent again with other content: 409, in words."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from programs.domain.once import TokenReused
from programs.views.errors import conflict


class ConflictMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return conflict(request) if isinstance(error, TokenReused) else None
