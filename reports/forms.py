from django import forms
from django.utils.translation import gettext_lazy as _


class OnceForm(forms.Form):
    """A form that does its work once, however often it is sent."""

    once = forms.CharField(
        widget=forms.HiddenInput,
        max_length=100,
        error_messages={"required": _("This form has no number. Open the page again and send it once more.")},
    )


class ReopeningForm(OnceForm):
    reason = forms.CharField(
        label=_("Why is the month reopened?"),
        help_text=_("It stays on record with your name and the day."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the month is reopened.")},
    )
