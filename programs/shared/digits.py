"""Digits as Japanese keyboards write them. By table, never by NFKC: that would read ① as 1 and ㊙ as a word."""

FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def plain_digits(text: str) -> str:
    """`text` with full-width digits made plain; every other character stays as it is."""
    return text.translate(FULL_WIDTH_DIGITS)


def phone_digits(text: str) -> str:
    """A phone number's digits alone, to compare it: +81 90-1234-5678 and 090 1234 5678 are one number."""
    plain = plain_digits(text).strip()
    digits = "".join(sign for sign in plain if sign in "0123456789")
    return f"0{digits[2:].lstrip('0')}" if plain.startswith(("+81", "＋81")) else digits
