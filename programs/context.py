"""What every page knows without asking."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

PRODUCT_NAME = "Hidane"


def site(request: HttpRequest) -> dict[str, object]:
    """`site.name`, `site.language`, `site.languages` (code, own name) and `site.debug` for the gallery link."""
    languages = [(code, translation.get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES]
    return {
        "site": {
            "name": PRODUCT_NAME,
            "language": translation.get_language(),
            "languages": languages,
            "debug": settings.DEBUG,
        }
    }
