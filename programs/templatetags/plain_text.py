"""What people typed: escaped, lines kept, and addresses that begin with http(s) made pressable."""

import re

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Printable ASCII only: Japanese goes on right behind an address, without a space.
_ADDRESS = re.compile(r"""https?://[^\s<>"'`\\^{|}\x7f-\U0010ffff]+""")
_SENTENCE_END = ".,;:!?)]"


@register.filter
def plain_text(text: str) -> SafeString:
    """For templates: the text as HTML. What an address leads to is what one reads."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_SENTENCE_END)
        parts += [_lines(text[at : found.start()]), _link(address)]
        at = found.start() + len(address)
    return mark_safe("".join([*parts, _lines(text[at:])]))


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _link(address: str) -> str:
    return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', address)
