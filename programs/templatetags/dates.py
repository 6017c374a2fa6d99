"""Days with their weekday, months by name, the Japanese era beside the western year on papers."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext

from programs.shared.month import Month
from programs.shared.wareki import format_fiscal_year, format_wareki
from programs.templatetags.money import NOTHING, in_japanese

register = template.Library()

WEEKDAYS = "月火水木金土日"


def as_day(value: date | datetime | Month) -> date:
    if isinstance(value, Month):
        return value.first
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


@register.filter
def weekday(value: date) -> str:
    """金; Fri."""
    day = as_day(value)
    return WEEKDAYS[day.weekday()] if in_japanese() else date_format(day, "D")


@register.filter
def weekday_long(value: date) -> str:
    """金曜; Fri."""
    return f"{weekday(value)}曜" if in_japanese() else weekday(value)


@register.filter
def day(value: date | None) -> str:
    """11月20日（金）; Fri 20 Nov."""
    if not value:
        return NOTHING
    it = as_day(value)
    return f"{it.month}月{it.day}日（{weekday(it)}）" if in_japanese() else date_format(it, "D j M")


@register.filter
def day_short(value: date | None) -> str:
    """20日(金), for chips; Fri 20."""
    if not value:
        return NOTHING
    it = as_day(value)
    return f"{it.day}日({weekday(it)})" if in_japanese() else date_format(it, "D j")


@register.filter
def day_year(value: date | None) -> str:
    """2026年11月20日（金）; Fri 20 Nov 2026."""
    if not value:
        return NOTHING
    it = as_day(value)
    return f"{it.year}年{day(it)}" if in_japanese() else date_format(it, "D j M Y")


@register.filter
def wareki(value: date | None) -> str:
    """令和8年11月20日, for papers; 20 November 2026 in English."""
    if not value:
        return NOTHING
    it = as_day(value)
    return format_wareki(it) if in_japanese() else date_format(it, "j F Y")


@register.simple_tag
def issued_on() -> str:
    """令和8年11月20日 発行: what every paper says of itself."""
    return pgettext("paper", "Issued on %(day)s") % {"day": wareki(timezone.localdate())}


@register.filter
def ago(value: date | None) -> str:
    """きょう, きのう, 11月18日（水）; with the year when it is another one."""
    if not value:
        return NOTHING
    it, today = as_day(value), timezone.localdate()
    if it == today:
        return pgettext("day", "Today")
    if it == today - timedelta(days=1):
        return pgettext("day", "Yesterday")
    return day(it) if it.year == today.year else day_year(it)


@register.filter
def month_name(value: Month | date | None) -> str:
    """10月; Oct."""
    if not value:
        return NOTHING
    it = as_day(value)
    return f"{it.month}月" if in_japanese() else date_format(it, "M")


@register.filter
def month_year(value: Month | date | None) -> str:
    """2026年10月; October 2026."""
    if not value:
        return NOTHING
    it = as_day(value)
    return f"{it.year}年{it.month}月" if in_japanese() else date_format(it, "F Y")


@register.filter
def month_n(n: int) -> str:
    """12か月目; month 12."""
    return pgettext("since start", "month %(n)s") % {"n": n}


@register.filter
def fiscal_year(year: int) -> str:
    """2026年度; FY2026."""
    return pgettext("April to March", "FY%(year)s") % {"year": year}


@register.filter
def fiscal_year_wareki(year: int) -> str:
    """令和8年度; FY2026."""
    return format_fiscal_year(year) if in_japanese() else fiscal_year(year)
