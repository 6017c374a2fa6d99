"""Forms of allauth, as our fields show them."""

from django import forms, template
from django.contrib.auth.password_validation import password_validators_help_texts

register = template.Library()


@register.filter
def tags(attrs: dict[str, object]) -> list[str]:
    """What allauth says an element is for: prominent, danger, outline; often nothing."""
    return attrs.get("tags") or []


@register.filter
def plain(form: forms.BaseForm) -> forms.BaseForm:
    """No placeholders that repeat the label, and the rules of a password as one hint instead of a list."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        if "<ul>" in str(field.help_text):
            field.help_text = " ".join(password_validators_help_texts())
    return form


@register.filter
def in_fours(secret: str) -> list[str]:
    """A long key in groups one can type, and a line can break between."""
    return [secret[start : start + 4] for start in range(0, len(secret), 4)]
