"""Reference numbers and secrets of applications: drawn, written for people, read however they are typed.

The number is on papers and in mails and says nothing by itself; number and secret together show the application.
The secret exists only with the applicant: the database keeps a keyed hash of it.
"""

import secrets
import unicodedata
from collections.abc import Iterator

from django.utils.crypto import constant_time_compare, salted_hmac

from programs.domain.invitations import CODE_LENGTH, CODE_SIGNS, plain_code, spaced_code

REFERENCE_DIGITS = 7


def draw_reference() -> str:
    """Seven digits, the first no zero, so that a spreadsheet keeps them."""
    return str(secrets.randbelow(9 * 10 ** (REFERENCE_DIGITS - 1)) + 10 ** (REFERENCE_DIGITS - 1))


def draw_secret(seed: str = "") -> str:
    """Eight signs, by lot; from a `seed` only its form holds, so that the form sent twice gets the same secret."""
    if not seed:
        return "".join(secrets.choice(CODE_SIGNS) for _n in range(CODE_LENGTH))
    return "".join(sign for sign, _n in zip(_signs_from(seed), range(CODE_LENGTH), strict=False))


def hash_of(reference: str, secret: str) -> str:
    """Keyed, because eight signs are quickly guessed from a plain hash. `secret` in any spelling."""
    return salted_hmac(
        "workers.applications.secret", f"{reference} {plain_code(secret)}", algorithm="sha256"
    ).hexdigest()


def fits(reference: str, secret: str, kept: str | None) -> bool:
    """Whether that secret belongs to what is kept; as much work when nothing is kept."""
    same = constant_time_compare(hash_of(reference, secret), kept or hash_of("", ""))
    return same and bool(kept)


def plain_reference(typed: str) -> str:
    """`１２３-４５６７` -> `1234567`."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed) if sign in "0123456789")


def spaced_reference(reference: str) -> str:
    """`123-4567`."""
    return f"{reference[:3]}-{reference[3:]}"


def spaced_secret(secret: str) -> str:
    """`3K7D-MNPQ`."""
    return spaced_code(secret)


def _signs_from(seed: str) -> Iterator[str]:
    """Every sign equally likely: bytes beyond the last whole round of signs are passed over."""
    whole = 256 - 256 % len(CODE_SIGNS)
    for block in range(256):
        for byte in salted_hmac("workers.applications.seed", f"{seed} {block}", algorithm="sha256").digest():
            if byte < whole:
                yield CODE_SIGNS[byte % len(CODE_SIGNS)]
