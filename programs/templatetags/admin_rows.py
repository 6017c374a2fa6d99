"""Small pieces of the staff lists: a name over its reading, a state, an amount, a bar against its target."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html

from programs.templatetags.icons import icon
from programs.templatetags.money import yen

register = template.Library()


def badge(word: object, kind: str = "") -> str:
    """Wash and word. `kind`: ok, warn, err, info, closed (with a lock), paused or nothing."""
    mark = {"closed": "lock", "paused": "pause"}.get(kind)
    css = f"badge badge-{kind}" if kind in ("ok", "warn", "err", "info") else "badge"
    return format_html('<span class="{}">{}{}</span>', css, icon(mark) if mark else "", word)


def two_lines(first: object, second: object) -> str:
    return format_html('<span class="row-name">{}<span class="sub">{}</span></span>', first, second)


@register.filter
def grouped(value: object) -> str:
    """200,000 for a number; anything else as it was typed."""
    return f"{value:,}" if isinstance(value, int) else "" if value is None else str(value)


@register.filter
def readonly_text(field: object) -> str:
    """What stands in a field nobody may change here: yen as yen, days and moments as they are typed in this form."""
    name = field.field["field"]
    value = getattr(field.form.instance, name, None) if isinstance(name, str) else None
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y/%m/%d %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%Y/%m/%d}"
    if isinstance(value, int) and name in getattr(field.model_admin, "yen_fields", ()):
        return yen(value)
    return field.contents()
