"""Signing up without an account: a name, its reading, and one way to be reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import KanaField, LineField, OnceField, PhoneField
from workers.domain.attendees import Person


class SignUpForm(forms.Form):
    family_name = LineField(
        label=_("family name"),
        max_length=50,
        help_text=_("So that we know whom to call. As you usually write it."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_name = LineField(
        label=_("given name"), max_length=50, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name_kana = KanaField(
        label=_("family name (kana)"),
        max_length=80,
        help_text=_("So that nobody misreads your name. Hiragana is fine, too."),
    )
    given_name_kana = KanaField(label=_("given name (kana)"), max_length=80)
    phone = PhoneField(label=_("phone number"), max_length=20, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    once = OnceField()

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("phone") and not cleaned.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Write a phone number or an e-mail address, so that we can tell you of changes."))
        return cleaned

    def person(self) -> Person:
        """What a valid form says."""
        return Person(**{name: self.cleaned_data[name] for name in Person.__dataclass_fields__})
