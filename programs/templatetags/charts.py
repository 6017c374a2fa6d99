"""Charts in templates: `{% draw chart %}`, its table `{% twin chart as table %}`, and the small months of a row."""

from collections.abc import Sequence
from functools import cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from programs.shared.charts.progress import Progress, draw_row_bar
from programs.shared.charts.small_months import SmallMonth, State, draw_month_state, draw_small_months
from programs.shared.charts.words import Twin, Words
from programs.templatetags.dates import month_n, month_name, month_year
from programs.templatetags.money import axis, man, yen, yen_axis

register = template.Library()

# the same drawing for a phone, half a desk and a whole one: words keep their size (charts.css shows one of them)
WIDTHS = {"ch-narrow": 358, "ch-middle": 600, "ch-wide": 780}


def people(count: int) -> str:
    """3人; in English the bare figure, the head of the table says of what."""
    return pgettext("people in a chart", "%(count)s") % {"count": count}


def words() -> Words:
    """The words of the active language."""
    return _words_in(get_language())


@cache
def _words_in(_language: str | None) -> Words:
    """Called with the active language: a page asks for them once a row."""
    texts = {
        "plan": pgettext("chart", "Plan"),
        "target": pgettext("chart", "Target"),
        "goal": pgettext("chart", "Goal"),
        "ramp": _("The targets month by month"),
        "from": pgettext("chart", "From"),
        "month": pgettext("chart", "Month"),
        "month_n": _("Months since start"),
        "net": _("Net of fees"),
        "state": pgettext("chart", "State"),
        "note": pgettext("chart", "Note"),
        "people": pgettext("chart", "People"),
        "answer": pgettext("chart", "Answer"),
        "day": pgettext("chart", "Day"),
        "level": pgettext("chart", "Level"),
        "unfinished": pgettext("chart", "so far"),
        "hidden": pgettext("chart", "withheld"),
        "progress": _("%(net)s of a goal of %(target)s"),
        "reached_of": _("%(reached)s of %(months)s months reached the plan"),
        "reached": pgettext("month", "Reached the plan"),
        "missed": pgettext("month", "Below the plan"),
        "now": pgettext("month", "This month"),
        "paused": pgettext("month", "Paused"),
        "nothing_earned": pgettext("month", "Nothing earned"),
        "unanswered": pgettext("month", "Not answered"),
        "no_plan": pgettext("month", "No plan"),
    }
    return Words(
        yen=yen, axis=axis, yen_axis=yen_axis, figure=man, month=month_name, month_year=month_year, month_n=month_n,
        people=people, texts=texts,
    )  # fmt: skip


@register.simple_tag
def draw(chart: object, width: int = 0) -> str:
    """The drawing of any chart: for phones and for wider places, the style sheet shows one of them."""
    said = words()
    if isinstance(chart, Progress):
        return mark_safe(chart.draw(said))
    if width:
        return mark_safe(chart.draw(said, width))
    drawn = (chart.draw(said, wide).replace('class="ch', f'class="{css} ch', 1) for css, wide in WIDTHS.items())
    return format_html('<div class="chart">{}</div>', mark_safe("".join(drawn)))


@register.simple_tag
def twin(chart: object) -> Twin:
    """The table of the same figures: `.head` and `.rows`, all text."""
    return chart.twin(words())


@register.simple_tag
def progress_chart(net: int, target: int, plan: int | None = None) -> str:
    return mark_safe(Progress(net=net, target=target, plan=plan).draw(words()))


@register.simple_tag
def small_months(months: Sequence[SmallMonth], top: int | None = None) -> str:
    return mark_safe(draw_small_months(months, words(), top=top))


@register.simple_tag
def month_state(state: State) -> str:
    return mark_safe(draw_month_state(state, words()))


@register.simple_tag
def row_bar(net: int, target: int | None = None, now: bool = False) -> str:
    return mark_safe(draw_row_bar(net=net, target=target, now=now, words=words()))
