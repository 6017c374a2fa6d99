"""What the house of a municipality is called: 日南市 has a 市役所, ほむら町 and 檜原村 have a 役場."""

from django.utils.translation import gettext as _


def office_of(name: str) -> str:
    """By the last character of the municipality's name, as in the official list."""
    if name.endswith(("町", "村")):
        return _("town hall")
    return _("ward office") if name.endswith("区") else _("city hall")
