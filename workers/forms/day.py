"""Choosing the day a pay was confirmed: chips for the likely days, the phone's calendar, or in writing."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from programs.fields import JapaneseDateField

ANOTHER_DAY = "other"


def day_of(text: str) -> dt.date | None:
    """The day in an address or a chip, 2026-11-03 and nothing else."""
    try:
        return dt.date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None


def chosen_day(values: Mapping[str, Any]) -> dt.date | None:
    """The day that raw form values point at, if they point at one."""
    chosen = values.get("earned_on") or ""
    if chosen != ANOTHER_DAY:
        return day_of(chosen)
    field = JapaneseDateField(required=False)
    try:
        return field.clean(values.get("typed_day")) or field.clean(values.get("other_day"))
    except ValidationError:
        return None


class DayInput(forms.DateInput):
    """The phone's own calendar; what it cannot show (令和8年11月3日) comes back as the text it was."""

    def __init__(self, attrs: Mapping[str, Any] | None = None) -> None:
        super().__init__(attrs={"autocomplete": "off"} | dict(attrs or {}), format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        shown = context["widget"]["value"]
        context["widget"]["type"] = "date" if not shown or day_of(shown) else "text"
        return context


class DayChoiceField(forms.ChoiceField):
    """Chips of days. Their values are the days themselves, so that «today» still means the same after midnight."""

    widget = forms.RadioSelect

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or day_of(value) is not None
