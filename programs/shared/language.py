"""Which language a person reads: Japanese, unless they pressed the switch."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_supported_language_variant


def chosen_language(cookies: Mapping[str, str]) -> str:
    """The switch's cookie decides; the browser's own language list does not (an English Windows sits in many towns)."""
    try:
        return get_supported_language_variant(cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
    except LookupError:
        return settings.LANGUAGE_CODE
