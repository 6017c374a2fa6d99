"""Yen and minutes as the form of one pay writes them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import YenField


class AmountField(YenField):
    """Yen; an amount we fill in ourselves is written with its commas."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class MinutesField(forms.IntegerField):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Please write the minutes in digits, for example 90."),
        "min_value": _("Please write the minutes in digits, for example 90."),
        "max_value": _("The minutes must fit into one month."),
    }
