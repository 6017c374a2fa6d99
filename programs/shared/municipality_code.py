"""The six-digit 全国地方公共団体コード: prefecture, body, and a check digit."""

import re

from programs.shared.digits import plain_digits


def check_digit(first_five: str) -> int:
    """The sixth digit: 11 minus the sum weighted 6 5 4 3 2 modulo 11, of which the last digit (総務省)."""
    weighted = sum(int(digit) * weight for digit, weight in zip(first_five, (6, 5, 4, 3, 2), strict=True))
    return (11 - weighted % 11) % 10


def is_valid_code(code: str) -> bool:
    """Six plain digits, a prefecture that exists (01-47) and the right check digit."""
    if not re.fullmatch(r"[0-9]{6}", code) or not 1 <= int(code[:2]) <= 47:
        return False
    return check_digit(code[:5]) == int(code[5])


def parse_code(text: str) -> str:
    """A code as people type it (full-width digits, spaces around) as six plain digits; ValueError when it is none."""
    code = plain_digits(text).strip()
    if not is_valid_code(code):
        raise ValueError(f"not a municipality code: {text!r}")
    return code
