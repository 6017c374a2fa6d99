"""What every page knows without asking."""

import re

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

_IS_NUMBERS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|\d+\.\d+\.\d+\.\d+)(:\d+)?")
PRODUCT_NAME = "Hidane"


def site(request: HttpRequest) -> dict[str, object]:
    """`site.name`, `site.language`, `site.languages` (code, own name), `site.debug` for the gallery link.

    `mail_works`: whether a letter would arrive. `passkeys_work`: browsers know none for an address of numbers.
    Both outside `site`, a name that allauth's pages give to something else.
    """
    languages = [(code, translation.get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]
    return {
        "site": {
            "name": PRODUCT_NAME,
            "language": translation.get_language(),
            "languages": languages,
            "debug": settings.DEBUG,
        },
        "mail_works": settings.MAIL_WORKS,
        "passkeys_work": not _IS_NUMBERS.fullmatch(request.META.get("HTTP_HOST", "")),
    }
