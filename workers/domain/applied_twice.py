"""Nobody stands twice in one call: the same reading, and the same phone number or e-mail address."""

from typing import Protocol

from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Call
from programs.shared.digits import phone_digits
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
    own = phone_digits(details.phone), details.email.casefold()
    standing = Application.objects.filter(call=call, search__contains=kana).standing().exclude(pk=but)
    for family, given, phone, email in standing.values_list(
        "family_name_kana", "given_name_kana", "phone", "email"
    ).order_by():
        theirs = phone_digits(phone), email.casefold()
        reachable_alike = any(one and one == other for one, other in zip(own, theirs, strict=True))
        if reachable_alike and search_key(f"{family}{given}") == kana:
            raise AppliedTwice(
                _(
                    "An application with this name and this phone number or e-mail address has already been received. "
                    "Look it up with its reference number, or ask the contact of the call."
                )
            )
