"""What a password must be. No rules of composition and no rotation: long, and not the first thing to be guessed."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.access import must_have_second_factor
from programs.models import Municipality, Program, User
from programs.shared.kana import to_katakana

LENGTH_ALONE = 15
LENGTH_WITH_SECOND_FACTOR = 8
PRODUCT_NAMES = ("hidane", "ひだね", "火種")


class LengthValidator:
    """At least 15 characters; 8 for those who cannot do anything without a second factor (NIST SP 800-63B-4).

    Who merely may have one counts as having none: it can be switched off again, and the password stays. An account that
    is only being made says by `invited_as_staff` that the second factor will be asked for.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        least = self.least(user)
        if len(password) < least:
            raise ValidationError(
                _("Please use at least %(least)s characters (now %(count)s), for example four words in a row."),
                code="password_too_short",
                params={"least": least, "count": len(password)},
            )

    def least(self, user: User | None) -> int:
        return LENGTH_WITH_SECOND_FACTOR if user and _second_factor_is_sure(user) else LENGTH_ALONE

    def get_help_text(self, user: User | None = None) -> str:
        return _("At least %(least)s characters, for example four words in a row.") % {"least": self.least(user)}


class TownNameValidator:
    """Not made of the names everybody would try: the product's, and the towns' and programs' that use it."""

    def validate(self, password: str, user: User | None = None) -> None:
        text = _folded(password)
        rest = text
        for word in sorted(self._words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < len(text) and len(rest) < LENGTH_WITH_SECOND_FACTOR:
            raise ValidationError(
                _("Please do not build the password on the name of the town, the program or this service."),
                code="password_of_names",
            )

    def get_help_text(self) -> str:
        return _("Not built on the name of the town, the program or this service.")

    def _words(self) -> set[str]:
        towns = Municipality.objects.values_list("name", "name_kana", "prefecture")
        names = {name for town in towns for name in town}
        names |= {name[:-1] for name in names if name[-1:] in "市町村区県府都道"}
        slugs = set(Program.objects.values_list("slug", flat=True))
        return {_folded(word) for word in names | slugs | set(PRODUCT_NAMES) if len(word) > 1}


def _second_factor_is_sure(user: User) -> bool:
    if not settings.SECOND_FACTOR_REQUIRED:
        return False
    return getattr(user, "invited_as_staff", False) or (user.pk is not None and must_have_second_factor(user))


def _folded(text: str) -> str:
    return to_katakana(unicodedata.normalize("NFKC", text)).casefold()
