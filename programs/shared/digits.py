"""Digits as Japanese keyboards write them. By table, never by NFKC: that would read ① as 1 and ㊙ as a word."""

FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def plain_digits(text: str) -> str:
    """`text` with full-width digits made plain; every other character stays as it is."""
    return text.translate(FULL_WIDTH_DIGITS)
