"""Looking an application up, and taking it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField, OnceField
from workers.models.application import WITHDRAWAL_REASONS, DecisionReason

TYPED = {"autocomplete": "off", "spellcheck": "false"}


class LookUpForm(forms.Form):
    reference = LineField(
        label=_("Reference number"),
        max_length=30,
        help_text=_("Seven digits. With or without a hyphen, in any width."),
        widget=forms.TextInput(attrs=TYPED | {"inputmode": "numeric"}),
    )
    secret = LineField(
        label=_("Secret"),
        max_length=40,
        help_text=_("The eight letters and digits shown when you applied. Small letters and no hyphen are fine, too."),
        widget=forms.TextInput(attrs=TYPED | {"autocapitalize": "characters"}),
    )


class WithdrawalForm(forms.Form):
    once = OnceField()
    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[(DecisionReason(value).value, DecisionReason(value).label) for value in WITHDRAWAL_REASONS],
        initial=DecisionReason.NOT_SAID,
        help_text=_("So that the next call suits more people. You need not say it."),
        error_messages={"required": _("Choose a reason."), "invalid_choice": _("Choose a reason.")},
    )
