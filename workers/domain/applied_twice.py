"""Nobody stands twice in one call: the same reading, and the same phone number or e-mail address."""

from typing import Protocol

from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Call
from programs.shared.digits import plain_digits
from programs.shared.search_key import search_key
from workers.models import Application


class AppliedTwice(Refused):
    """The same person has a standing application to the same call."""

    field = "family_name_kana"


class Applicant(Protocol):
    family_name_kana: str
    given_name_kana: str
    phone: str
    email: str


def refuse_twice(call: Call, details: Applicant, but: int | None = None) -> None:
    kana = search_key(f"{details.family_name_kana}{details.given_name_kana}")
    standing = Application.objects.filter(call=call).standing().exclude(pk=but)
    for family, given, phone, email in standing.values_list(
        "family_name_kana", "given_name_kana", "phone", "email"
    ).order_by():
        same_phone = details.phone and _plain_phone(phone) == _plain_phone(details.phone)
        same_email = details.email and email.casefold() == details.email.casefold()
        if (same_phone or same_email) and search_key(f"{family}{given}") == kana:
            raise AppliedTwice(
                _(
                    "An application with this name and this phone number or e-mail address has already been received. "
                    "Look it up with its reference number, or ask the contact of the call."
                )
            )


def _plain_phone(phone: str) -> str:
    """Digits only; +81 is the 0 in front."""
    digits = "".join(sign for sign in plain_digits(phone) if sign.isdecimal())
    return f"0{digits[2:]}" if phone.startswith("+81") else digits
