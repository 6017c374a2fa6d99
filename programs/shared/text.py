"""Characters that have no place in anybody's text, and what a label may be cut to."""

import re
import unicodedata

# NUL breaks PostgreSQL, lone surrogates break UTF-8, bidi overrides make a text show something it does not say.
_HOSTILE = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# What cannot be typed and cannot be seen; \ufffd stands for bytes that could not be read.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd\ufffe\uffff]")
# Letters and signs by their kind, but drawn as nothing.
_FILLERS = "\u034f\u115f\u1160\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10)))


def has_hostile_character(text: str) -> bool:
    """NUL, a lone surrogate or a bidi override: refused anywhere, also in addresses and cookies."""
    return bool(_HOSTILE.search(text))


def has_forbidden_character(text: str) -> bool:
    """A hostile or unprintable character; line breaks and tabs are allowed."""
    return bool(_HOSTILE.search(text) or _UNPRINTABLE.search(text))


def is_blank(text: str) -> bool:
    """Nothing in it can be seen: spaces, zero-width characters, fillers."""
    return all(one.isspace() or one in _FILLERS or unicodedata.category(one) == "Cf" for one in text)


def fits_one_line(text: str) -> bool:
    return not re.search("[\r\n\t]", text)
