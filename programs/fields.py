"""Form fields that understand what people in Japan type, and refuse in one sentence what cannot be kept.

Names and titles are never changed: only numbers, days, phones and kana are read in any width.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.domain.once import new_token
from programs.shared.digits import plain_digits
from programs.shared.kana import is_katakana, to_katakana
from programs.shared.my_number import contains_my_number
from programs.shared.text import fits_one_line, has_forbidden_character, is_blank
from programs.shared.wareki import NotADay, parse_day
from programs.shared.yen import NotYen, parse_yen

FORBIDDEN_SENTENCE = _("There are characters in it that cannot be kept. Please delete them and type the text again.")
MY_NUMBER_SENTENCE = _("This looks like a My Number. It must not be kept here; please delete it.")
LONGEST_PK = 18  # digits


class _KeptText(forms.CharField):
    """Text kept exactly as written, apart from spaces around it."""

    default_error_messages = {
        "required": _("Please fill this in."),
        "forbidden": FORBIDDEN_SENTENCE,
        "one_line": _("Please write this in one line."),
        "my_number": MY_NUMBER_SENTENCE,
        "too_long": _("Please write at most %(limit)s characters (now %(count)s)."),
    }
    one_line = True

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        return "" if is_blank(text) and not has_forbidden_character(text) else text

    def clean(self, value: Any) -> str:
        text = self.to_python(value)
        fault = self.fault(text)
        if fault:
            raise ValidationError(
                self.error_messages[fault], code=fault, params={"limit": self.max_length, "count": len(text)}
            )
        return super().clean(value)

    def fault(self, text: str) -> str | None:
        """The first thing wrong, so that a person reads one sentence and not four."""
        if has_forbidden_character(text):
            return "forbidden"
        if self.one_line and not fits_one_line(text):
            return "one_line"
        if self.max_length is not None and len(text) > self.max_length:
            return "too_long"
        return "my_number" if contains_my_number(text) else None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, str]:
        """No `maxlength`: a browser would cut a pasted text silently; we say how long it may be instead."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LineField(_KeptText):
    """One line: a name, a title, a source."""


class TextField(_KeptText):
    """Several lines. Line breaks are stored as \\n, whatever the browser sends."""

    widget = forms.Textarea
    one_line = False

    def to_python(self, value: Any) -> str:
        return super().to_python(value).replace("\r\n", "\n").replace("\r", "\n")


class KanaField(_KeptText):
    """The reading of a name, stored as full-width katakana however it was typed."""

    default_error_messages = {"not_kana": _("Please write the reading in katakana or hiragana.")}

    def to_python(self, value: Any) -> str:
        return re.sub(r"\s+", " ", to_katakana(super().to_python(value)))

    def fault(self, text: str) -> str | None:
        return super().fault(text) or (None if is_katakana(text) else "not_kana")


class PhoneField(_KeptText):
    """A phone number in plain digits, with the hyphens the person typed."""

    default_error_messages = {
        "not_phone": _("Please write the phone number with its area code, for example 0987-31-1111."),
    }
    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    _signs = str.maketrans({"＋": "+", "（": "-", "(": "-", "）": "-", ")": "-"} | dict.fromkeys("－−‐‑–—―ーｰ", "-"))

    def to_python(self, value: Any) -> str:
        bare = re.sub(r"\s+", "", plain_digits(super().to_python(value)).translate(self._signs))
        return re.sub("-+", "-", bare).strip("-")

    def fault(self, text: str) -> str | None:
        digits = text.replace("-", "")
        if not digits or re.fullmatch(r"0[0-9]{9,10}|\+[1-9][0-9]{7,14}", digits):
            return None
        return "forbidden" if has_forbidden_character(text) else "not_phone"


class YenField(forms.Field):
    """Whole yen: 12000, １２，０００円, ¥12,000. Give the limits that hold, so that the sentence can name them."""

    default_error_messages = {
        "required": _("Please write the amount."),
        "format": _("Please write the amount in digits, for example 12000."),
        "decimal": _("Please write whole yen, without a decimal point."),
        "digits": _("The amount is too large."),
        "min_value": _("The amount must be at least %(limit)s yen."),
        "max_value": _("The amount must be at most %(limit)s yen."),
    }
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def __init__(self, *, min_value: int | None = None, max_value: int | None = None, **kwargs: Any) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return value if isinstance(value, int) else None
        if not str(value).strip():
            return None
        try:
            return parse_yen(str(value))
        except NotYen as error:
            raise ValidationError(self.error_messages[error.reason], code=error.reason) from error

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, wrong in (
            ("min_value", self.min_value, self.min_value is not None and value < self.min_value),
            ("max_value", self.max_value, self.max_value is not None and value > self.max_value),
        ):
            if wrong:
                raise ValidationError(self.error_messages[code], code=code, params={"limit": f"{limit:,}"})


class JapaneseDateField(forms.DateField):
    """A day: 2026/11/3, 令和8年11月3日, R8.11.3, 20261103; never month or day first."""

    default_error_messages = {
        "required": _("Please write the day."),
        "format": _("Please write the day as 2026/11/3 or R8.11.3."),
        "no_year": _("Please write the day with the full year first, for example 2026/11/3 or R8.11.3."),
        "impossible": _("There is no such day in the calendar. Please check it."),
        "era": _("The day does not lie in that era. Please check the era and the year."),
        "year": _("Please check the year."),
    }
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"autocomplete": "off"})
    years = range(1900, 2200)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values or not str(value).strip():
            return super().to_python(value if isinstance(value, date) else None)
        try:
            day = parse_day(str(value))
        except NotADay as error:
            raise ValidationError(self.error_messages[error.reason], code=error.reason) from error
        if day.year not in self.years:
            raise ValidationError(self.error_messages["year"], code="year")
        return day


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A number too long for the database is a wrong choice, as any other that was not offered."""

    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if len(str(pk)) > LONGEST_PK:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)


class OnceField(forms.CharField):
    """The hidden once-only token of a form; `programs.domain.once.only_once` wants its value."""

    default_error_messages = {"required": _("This form was not complete. Please send it once more.")}
    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"initial": new_token, "max_length": 64, "label": ""} | kwargs)


# For ModelAdmin.formfield_overrides: the same care in the admin.
FORM_FIELDS = {
    models.CharField: {"form_class": LineField},
    models.TextField: {"form_class": TextField},
    models.DateField: {"form_class": JapaneseDateField},
    # kinds of CharField and DateField that keep a form field of their own
    models.SlugField: {},
    models.URLField: {"assume_scheme": "https"},
    models.DateTimeField: {},
}
