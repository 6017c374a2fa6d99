"""Amounts in whole yen: reading what people type, writing what people read."""

import math
import re
from fractions import Fraction

from programs.shared.digits import plain_digits

_SIGNS = str.maketrans({"，": ",", "、": ",", "．": ".", "￥": "¥", "＋": "+", "－": "-", "−": "-", "▲": "-", "△": "-"})
_AMOUNT = re.compile(r"([+-]?)(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)")
_DECIMAL = re.compile(r"[+-]?[0-9,]*\.[0-9]+")
_DIGIT_LIMIT = 15


class NotYen(ValueError):
    """`reason` is "decimal" for a part of a yen, "digits" for an absurdly long number, else "format"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse_yen(text: str) -> int:
    """Whole yen from "12000", "１２，０００円", "¥12,000" or "▲500"; raises NotYen."""
    bare = re.sub(r"\s+", "", plain_digits(text).translate(_SIGNS))
    bare = re.sub("^([+-]?)¥", r"\1", bare).removesuffix("円").removesuffix("-")
    if _DECIMAL.fullmatch(bare):
        raise NotYen("decimal")
    if not _AMOUNT.fullmatch(bare):
        raise NotYen("format")
    digits = bare.replace(",", "")
    if len(digits.lstrip("+-")) > _DIGIT_LIMIT:
        raise NotYen("digits")
    return int(digits)


def format_yen(amount: int) -> str:
    """152,300円: for running text."""
    return f"{amount:,}円"


def floor_yen(amount: Fraction | int) -> int:
    """Whole yen with the part of a yen cut off (1円未満切捨て). An exact Fraction, never a float, never negative."""
    if not isinstance(amount, Fraction | int):
        raise TypeError("yen are counted in Fraction or int")
    if amount < 0:
        raise ValueError("cutting off is only defined for amounts from zero up")
    return math.floor(amount)
