"""Places in the bottom bar and the tabs: one line each, silent while the page does not exist yet."""

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from programs.templatetags.icons import icon

register = template.Library()


def address(view: str, *args: object) -> str:
    try:
        return reverse(view, args=[arg for arg in args if arg not in ("", None)])
    except NoReverseMatch:
        return ""


def is_here(context: Context, url: str, *, exact: bool) -> bool:
    """Is this the page, or one below it? `exact` for places whose address is the beginning of all others."""
    request = context.get("request")
    path = request.path if request else ""
    return path == url if exact or url == "/" else path.startswith(url)


def here_mark(context: Context, url: str, *, exact: bool = False) -> str:
    return mark_safe(' aria-current="page"') if is_here(context, url, exact=exact) else ""


def bubble(count: int | None) -> str:
    return format_html('<span class="count">{}</span>', count) if count else ""


@register.simple_tag(takes_context=True)
def bar_item(context: Context, view: str, image: str, name: str, count: int | None = None) -> str:
    """One place in the worker's bottom bar."""
    url = address(view)
    if not url:
        return ""
    here = here_mark(context, url)
    place = '<a class="bar-item" href="{}"{}>{}{}<span>{}</span></a>'
    return format_html(place, url, here, icon(image), bubble(count), name)


@register.simple_tag(takes_context=True)
def tab(context: Context, view: str, slug: str, name: str, count: int | None = None, exact: bool = False) -> str:
    """One tab of the staff desk; `slug` is the program's, "" for a page without one."""
    url = address(view, slug)
    if not url:
        return ""
    here = here_mark(context, url, exact=exact)
    return format_html('<a class="tab" href="{}"{}>{}{}</a>', url, here, name, bubble(count))


@register.simple_tag(takes_context=True)
def person_tab(context: Context, view: str, slug: str, pk: int, name: str) -> str:
    """One tab of the pages about one participant."""
    url = address(view, slug, pk)
    if not url:
        return ""
    here = here_mark(context, url, exact=True)
    return format_html('<a class="tab" href="{}"{}>{}</a>', url, here, name)
