"""Yen as people read them: 152,300円 in text, 15万 on an axis, a true minus, a sign never by colour alone."""

from django import template
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

register = template.Library()

NOTHING = "—"
MINUS = "−"
MAN = 10_000


def in_japanese() -> bool:
    return (get_language() or "").startswith("ja")


def digits(amount: int) -> str:
    return f"{amount:,}".replace("-", MINUS)


@register.filter
def yen(amount: int | None) -> str:
    """152,300円; a dash for nothing known."""
    return NOTHING if amount is None else pgettext("amount", "%(amount)s yen") % {"amount": digits(amount)}


@register.filter
def signed_yen(amount: int | None) -> str:
    """+6,200円, −4,100円, ±0円."""
    if amount is None:
        return NOTHING
    return f"{sign(amount)}{pgettext('amount', '%(amount)s yen') % {'amount': digits(abs(amount))}}"


def sign(amount: float) -> str:
    return "+" if amount > 0 else MINUS if amount < 0 else "±"


@register.filter
def man(amount: int | None) -> str:
    """The bare figure in the unit of the axes: 15.2 (万円), in English 152 (thousand yen)."""
    if amount is None:
        return NOTHING
    return f"{amount / MAN:.1f}".replace("-", MINUS) if in_japanese() else digits(round(amount / 1000))


@register.filter
def signed_man(amount: int | None) -> str:
    return NOTHING if amount is None else f"{sign(amount)}{man(abs(amount))}"


@register.filter
def axis(amount: int | None) -> str:
    """15万, 7.5万, 0; in English 150k."""
    if amount is None:
        return NOTHING
    if not amount:
        return "0"
    unit, name = (MAN, "万") if in_japanese() else (1000, "k")
    return f"{amount / unit:,.1f}".removesuffix(".0").replace("-", MINUS) + name


@register.filter
def yen_axis(amount: int | None) -> str:
    """20万円; in English ¥200k: the name before it needs the room."""
    if amount is None:
        return NOTHING
    return f"{axis(amount)}円" if in_japanese() else f"¥{axis(amount)}"


@register.filter
def about_yen(amount: int | None) -> str:
    """約19万9千円: an estimate does not pretend to know the last yen."""
    if amount is None:
        return NOTHING
    thousands = max(round(amount / 1000), 0)
    if not in_japanese():
        return _("about %(amount)s yen") % {"amount": digits(thousands * 1000)}
    whole, rest = divmod(thousands, 10)
    return f"約{f'{whole:,}万' if whole else ''}{f'{rest}千' if rest or not whole else ''}円" if thousands else "約0円"


@register.simple_tag
def money(amount: int | None, size: str = "") -> str:
    """The figure bold and its unit smaller. `size`: hero, big, mid, sub or nothing."""
    css = f"money money-{size}" if size else "money"
    if amount is None:
        return format_html('<span class="{} money-none">{}</span>', css, NOTHING)
    unit = pgettext("unit", "yen")
    return format_html('<span class="{}">{}<span class="money-unit">{}</span></span>', css, digits(amount), unit)
