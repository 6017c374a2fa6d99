"""Stop addresses and cookies with NUL, lone surrogates, bidi overrides or broken UTF-8 before any view sees them.

What is typed into forms is left as it came: the fields refuse it with a sentence beside the field, and nothing typed
is lost (programs/fields.py). Broken UTF-8 arrives there as U+FFFD, which the fields refuse as well.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest, HttpResponse

from programs.shared.text import has_hostile_character
from programs.views.errors import bad_request

# Django writes bytes of a path that are no UTF-8 back as %FF: a spelling no address of ours has.
_UNREADABLE = re.compile("%[89A-F][0-9A-F]")


class CleanInputMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        hostile_cookies = [name for name, value in request.COOKIES.items() if has_hostile_character(name + value)]
        if hostile_cookies or not self._is_clean(request):
            response = bad_request(request)
            for name in hostile_cookies:
                response.delete_cookie(name)
            return response
        return self.get_response(request)

    def _is_clean(self, request: HttpRequest) -> bool:
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        return (
            not has_hostile_character(request.path_info)
            and not _UNREADABLE.search(request.path_info)
            and _is_clean_query(request.META.get("QUERY_STRING", ""))
            and charset in {"utf-8", "utf8"}
        )


def _is_clean_query(query: str) -> bool:
    try:
        return not has_hostile_character(unquote_to_bytes(query.encode("latin-1", "replace")).decode())
    except UnicodeDecodeError:
        return False
