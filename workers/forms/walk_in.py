"""Writing somebody down at the door: name and reading in one line each, a phone number if there is time for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import KanaField, LineField, OnceField, PhoneField
from workers.domain.attendees import Person
from workers.models import Attendee

PART = 50  # of a name, as the table keeps it


class WalkInForm(forms.Form):
    name = LineField(
        label=_("Name"), max_length=2 * PART + 1, help_text=_("With a space between family name and given name.")
    )
    kana = KanaField(label=_("Reading (kana)"), max_length=80)
    phone = PhoneField(
        label=_("phone number"),
        max_length=20,
        required=False,
        help_text=_("With it the same person is counted once when they come again."),
    )
    is_somebody_else = forms.BooleanField(label=_("It is another person with the same name"), required=False)
    once = OnceField()

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if max(len(part) for part in halves(name)) > PART:
            raise forms.ValidationError(_("Please put a space between family name and given name."))
        return name

    def person(self) -> Person:
        """What a valid form says."""
        family, given = halves(self.cleaned_data["name"])
        family_kana, given_kana = halves(self.cleaned_data["kana"])
        return Person(
            family_name=family,
            given_name=given,
            family_name_kana=family_kana,
            given_name_kana=given_kana,
            phone=self.cleaned_data["phone"],
            email=self.cleaned_data.get("email", ""),
        )


class AttendeeForm(WalkInForm):
    """Correcting what was written down."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    is_somebody_else = None

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


def halves(name: str) -> tuple[str, str]:
    """Family name and given name at the first space; all of it the family name where there is none."""
    family, *given = name.split(maxsplit=1)
    return family, given[0] if given else ""


def written_in(attendee: Attendee) -> dict[str, Any]:
    said = {"name": attendee.full_name, "kana": attendee.full_kana}
    return said | {"phone": attendee.phone, "email": attendee.email}
