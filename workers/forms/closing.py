"""Forms of a month's closing, the same at both doors: the town's pages and the administration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import OnceField, TextField


class ReasonForm(forms.Form):
    """Why a signed-off month is opened again."""

    reason = TextField(
        label=_("Why is the month reopened?"),
        max_length=300,
        help_text=_("It stays on record with your name and the time."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the month is reopened.")},
    )


class ReopeningForm(ReasonForm):
    once = OnceField()


class ClosingForm(forms.Form):
    """`seen` is the digest of the figures that were on the page when the button was pressed."""

    once = OnceField()
    seen = forms.CharField(
        widget=forms.HiddenInput,
        max_length=100,
        error_messages={"required": _("Open the page again and look at the figures once more.")},
    )


class ProgramClosingForm(ClosingForm):
    """Of several cohorts: the digest of each behind its number."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"] = forms.CharField(
            widget=forms.HiddenInput, max_length=10_000, error_messages=self.fields["seen"].error_messages
        )
