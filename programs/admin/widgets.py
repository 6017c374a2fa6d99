from django import forms
from django.utils.html import format_html
from django.utils.translation import pgettext

from programs.templatetags.admin_rows import grouped


class YenInput(forms.TextInput):
    """The amount with its commas, 円 standing inside the box. What was typed wrongly is shown as typed."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"} | (attrs or {}))

    def format_value(self, value: object) -> str | None:
        return None if value in (None, "") else grouped(value)

    def render(self, name: str, value: object, attrs: dict | None = None, renderer=None) -> str:
        box = super().render(name, value, attrs, renderer)
        return format_html('<span class="yen-box">{}<span class="unit">{}</span></span>', box, pgettext("unit", "yen"))
