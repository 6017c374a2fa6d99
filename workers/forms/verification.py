"""Giving an entry back: a usual reason with one tap, or own words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.fields import LineField
from workers.forms.cohort_life import TaskForm

OWN_WORDS = "own"
REASONS = (
    ("no_evidence", pgettext_lazy("return", "Please add a picture of the statement.")),
    ("amount", pgettext_lazy("return", "The amount differs from the statement.")),
    ("day", pgettext_lazy("return", "The day differs from the statement.")),
    ("twice", pgettext_lazy("return", "This seems to be entered twice.")),
    (OWN_WORDS, pgettext_lazy("return", "Something else")),
)


class ReturnEntryForm(TaskForm):
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why it goes back"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose a reason."), "invalid_choice": _("Please choose a reason.")},
    )
    own_reason = LineField(
        label=_("In your own words"),
        max_length=300,
        required=False,
        help_text=_("The person reads it beside the entry. Say what to change."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("reason") == OWN_WORDS and not cleaned.get("own_reason") and not self.has_error("own_reason"):
            self.add_error("own_reason", _("Please say why, so that the person knows what to change."))
        return cleaned

    def why(self) -> str:
        """The usual sentence, and behind it what was added in own words."""
        chosen, own = self.cleaned_data["reason"], self.cleaned_data["own_reason"]
        usual = "" if chosen == OWN_WORDS else str(dict(REASONS)[chosen])
        return f"{usual}{own}"[:300]
