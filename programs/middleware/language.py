"""Japanese first, English by a switch: Django's LocaleMiddleware would follow the browser instead."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from programs.shared.language import chosen_language


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        translation.activate(chosen_language(request.COOKIES))
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
