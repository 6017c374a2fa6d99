"""One small set of icons, drawn here on a 24 x 24 field with round 2 px strokes, always beside a word."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe

register = template.Library()

ICONS = {
    "alert": '<path d="M12 3.5 21.5 20h-19Z"/><path d="M12 10v4.5M12 17.3v.2"/>',
    "arrow": '<path d="M4 12h16M14.5 6.5 20 12l-5.5 5.5"/>',
    "back": '<path d="M15 4.5 7.5 12l7.5 7.5"/>',
    "bell": '<path d="M5.5 17v-6.5a6.5 6.5 0 0 1 13 0V17l1.5 1H4Z"/><path d="M10 21.2h4"/>',
    "calendar": '<path d="M4 6h16v14H4ZM4 10.5h16M8 3.5V7M16 3.5V7"/>',
    "case": '<path d="M3.5 8h17v11.5h-17ZM8.5 8V4.5h7V8M3.5 13h17"/>',
    "check": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "close": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "document": '<path d="M6 3.5h8l4.5 4.5v12.5H6ZM9.5 12h5M9.5 16h5"/>',
    "down": '<path d="m6 9.5 6 6 6-6"/>',
    "download": '<path d="M12 4v11M7.5 11l4.5 4.5 4.5-4.5M4.5 20h15"/>',
    "edit": '<path d="M4.5 19.5 5.5 15 16 4.5l3.5 3.5L9 18.5ZM13.5 7l3.5 3.5"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "home": '<path d="M4 11.2 12 4l8 7.2V20h-5.5v-5.5h-5V20H4Z"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.2"/>',
    "lock": '<path d="M6 10.5h12v9.5H6ZM8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5M12 14.5v2"/>',
    "logout": '<path d="M13.5 4H5v16h8.5M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>',
    "mail": '<path d="M3.5 5.5h17v13h-17ZM3.5 6.5 12 13l8.5-6.5"/>',
    "message": '<path d="M4 5h16v11.5H11L7 20v-3.5H4Z"/>',
    "minus": '<path d="M5 12h14"/>',
    "next": '<path d="M9 4.5l7.5 7.5L9 19.5"/>',
    "open": '<circle cx="12" cy="12" r="8"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M3 20c0-4 2.5-6 6-6s6 2 6 6"/>'
    '<path d="M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17 14.3c2.5.6 4 2.6 4 5.7"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7"/>',
    "phone": '<path d="M5 4h4l1.5 5L8 10.5c1 2.5 3 4.5 5.5 5.5L15 13.5l5 1.5v4c-8.5 1.5-16.5-6.5-15-15Z"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "print": '<path d="M7 8.5v-5h10v5M7 17H3.5V8.5h17V17H17M7 13.5h10v7H7Z"/>',
    "repeat": '<path d="M4.5 9.5A8 8 0 0 1 19 8l1 1.5M20 4.5v5h-5M19.5 14.5A8 8 0 0 1 5 16l-1-1.5M4 19.5v-5h5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6"/><path d="m15 15 5.5 5.5"/>',
    "seat": '<path d="M6 3.5v17M6 12.5h11M17 20.5V7.5M6 16h11"/>',
    "shield": '<path d="M12 3.5 19.5 6v6c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V6Z"/>'
    '<path d="m8.5 12 2.5 2.5 4.5-5"/>',
    "trash": '<path d="M4.5 6.5h15M9 6.5v-3h6v3M6.5 6.5l1 14h9l1-14"/>',
    "yen": '<path d="M6 4l6 8 6-8M12 12v8.5M7 13h10M7 16.8h10"/>',
    "sort": '<path d="M12 1 20 10H4ZM12 23 4 14h16Z"/>',
    "sort-down": '<path d="M12 20 2 7h20Z"/>',
    "sort-up": '<path d="M12 4 22 17H2Z"/>',
}
_DROP = "M12 2C15 7 20 11.5 20 17a8 8 0 0 1-16 0C4 11.5 9 7 12 2Z"
# The half drop is the same shape cut at its middle line by an inner picture.
_DROP_HALF = f'<svg y="14.5" width="24" height="13" viewBox="0 14.5 24 13"><path class="drop-fill" d="{_DROP}"/></svg>'


@register.simple_tag
def icon(name: str, css: str = "") -> str:
    """An icon hidden from screen readers: the word beside it speaks. `css`: icon-s for 18 px."""
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f"icon {css}".strip(),
        mark_safe(ICONS[name]),
    )


@register.simple_tag
def drop(state: str) -> str:
    """The ember drop of a signal: full, half or out."""
    line = f'<path class="drop-line" d="{_DROP}"/>'
    shape = {"full": f'<path class="drop-fill" d="{_DROP}"/>', "half": f"{_DROP_HALF}{line}", "out": line}
    drawing = '<svg class="drop" viewBox="0 0 24 27" aria-hidden="true" focusable="false">{}</svg>'
    return format_html(drawing, mark_safe(shape[state]))


@register.simple_tag
def mark() -> str:
    """The mark: a bowl of two hands and the ember it keeps."""
    return mark_safe(
        '<svg class="mark" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        '<path class="mark-bowl" d="M2.5 34a29.5 29.5 0 0 0 59 0H51a19 19 0 0 1-38 0Z"/>'
        '<path class="mark-ember" '
        'd="M32 1.5C36.5 9.5 44.5 16.5 44.5 26.7a12.5 12.5 0 0 1-25 0C19.5 16.5 27.5 9.5 32 1.5Z"/>'
        "</svg>"
    )
