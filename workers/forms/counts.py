"""How many: a whole number in any width of digits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CountField(forms.IntegerField):
    """From one on; give `max_value`."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Please write a number in digits, for example 20."),
        "min_value": _("Write at least 1."),
        "max_value": _("Write at most %(limit_value)s."),
    }

    def __init__(self, *, max_value: int, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=max_value, **kwargs)
