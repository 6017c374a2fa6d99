from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import JapaneseDateField, LineField, OnceField
from programs.forms.phase import DAY_HINT, DayWritten
from programs.models.partner import PartnerRole


class PartnerForm(forms.Form):
    """Who takes on a role, what they do and what they pay for."""

    once = OnceField()
    role = forms.ChoiceField(
        label=_("role"),
        choices=PartnerRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the role."), "invalid_choice": _("Please choose the role.")},
    )
    name = LineField(label=_("name"), max_length=100, help_text=_("The department, the company or the association."))
    does = LineField(label=_("what they do"), max_length=300, required=False)
    pays_for = LineField(
        label=_("what they pay for"),
        max_length=300,
        required=False,
        help_text=_("For example: rooms and advertising. It must be written down before the introduction begins."),
    )
    joined_on = JapaneseDateField(label=_("since"), help_text=DAY_HINT, widget=DayWritten())


class PartnerEndForm(forms.Form):
    once = OnceField()
    left_on = JapaneseDateField(
        label=_("until"), help_text=_("The first day without this partner, for example 2026/11/3."), widget=DayWritten()
    )
