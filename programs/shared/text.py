"""Characters that have no place in anybody's text, and what a label may be cut to."""

import re

# NUL breaks PostgreSQL, lone surrogates break UTF-8, bidi overrides make a text show something it does not say.
_HOSTILE = re.compile("[\x00\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
# What cannot be typed and cannot be seen; \ufffd stands for bytes that could not be read.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd\ufffe\uffff]")


def has_hostile_character(text: str) -> bool:
    """NUL, a lone surrogate or a bidi override: refused anywhere, also in addresses and cookies."""
    return bool(_HOSTILE.search(text))


def has_forbidden_character(text: str) -> bool:
    """A hostile or unprintable character; line breaks and tabs are allowed."""
    return bool(_HOSTILE.search(text) or _UNPRINTABLE.search(text))


def fits_one_line(text: str) -> bool:
    return not re.search("[\r\n\t]", text)
