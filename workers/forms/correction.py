"""Putting an entry of a closed month right: what was wrong, and what should have stood there, if anything."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.fields import LineField
from workers.forms.day import DayChoiceField
from workers.forms.earning import EarningForm

TAKE_BACK, REPLACE = "take_back", "replace"
WAYS = (
    (REPLACE, pgettext_lazy("correction", "The right entry in its place")),
    (TAKE_BACK, pgettext_lazy("correction", "Only take it back")),
)
OWN_WORDS = "own"
REASONS = (
    ("amount", pgettext_lazy("correction", "The amount was wrong")),
    ("twice", pgettext_lazy("correction", "It was entered twice")),
    ("client", pgettext_lazy("correction", "The client changed it later")),
    (OWN_WORDS, pgettext_lazy("correction", "Something else")),
)
ALWAYS = {"once", "reason", "own_reason", "way", "earned_on", "other_day", "typed_day"}


class CorrectionForm(EarningForm):
    """`earned_on` is the day of the correction; the rest is the right entry, and not asked for when there is none."""

    earned_on = DayChoiceField(
        label=_("Day of the correction"), error_messages={"required": _("Please choose the day.")}
    )
    reason = forms.ChoiceField(
        label=_("What was wrong"),
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what was wrong.")},
    )
    own_reason = LineField(
        label=_("In your own words"), max_length=200, required=False, help_text=_("When you chose «Something else».")
    )
    way = forms.ChoiceField(label=_("What should stand there"), choices=WAYS, initial=REPLACE, widget=forms.RadioSelect)

    @cached_property
    def only_takes_back(self) -> bool:
        return self.data.get("way") == TAKE_BACK

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.only_takes_back:
            for name in set(self.errors) - ALWAYS:
                del self.errors[name]
        if cleaned.get("reason") == OWN_WORDS and not cleaned.get("own_reason") and not self.has_error("own_reason"):
            self.add_error("own_reason", _("Please say what was wrong."))
        return cleaned

    def why(self) -> str:
        chosen = self.cleaned_data["reason"]
        return self.cleaned_data["own_reason"] if chosen == OWN_WORDS else str(dict(REASONS)[chosen])
