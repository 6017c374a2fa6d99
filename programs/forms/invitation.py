from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField, OnceField
from programs.models.membership import Role


class StaffInvitationForm(forms.Form):
    """Who is to work here, and as what."""

    invitee = LineField(
        label=_("name of the invited person"), max_length=100, help_text=_("It is printed on the slip.")
    )
    role = forms.ChoiceField(label=_("role"), choices=Role.choices, widget=forms.RadioSelect)
    once = OnceField()
