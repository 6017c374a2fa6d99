"""Finding a My Number (個人番号) in free text, so that it is refused before it is ever stored or logged."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_GAP = r"[\s\-‐-―−ー.,、。・･/_:]{1,3}"
# twelve in a row, or equal groups of 4, 3, 2, 6 or 1 with gaps: how twelve digits are written, unlike dates and phones
_SHAPES = [r"\d{12}", *(rf"\d{{{size}}}(?:{_GAP}\d{{{size}}}){{{12 // size - 1}}}" for size in (6, 4, 3, 2, 1))]
_CANDIDATE = re.compile(rf"(?<!\d)(?=({'|'.join(f'{shape}(?!{chr(92)}d)' for shape in _SHAPES)}))")


def is_my_number(digits: str) -> bool:
    """Twelve digits whose last is the check digit of the others (番号法施行令 第8条, 総務省令 第5条)."""
    if not re.fullmatch(r"[0-9]{12}", digits):
        return False
    weights = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:11], weights, strict=True)) % 11
    return int(digits[11]) == (0 if rest <= 1 else 11 - rest)


def contains_my_number(text: str) -> bool:
    """Whether `text` holds one, in digits of any width, alone or in groups with spaces, hyphens or dots."""
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    candidates = (re.sub(r"\D", "", found[1]) for found in _CANDIDATE.finditer(folded))
    return any(is_my_number("".join(str(int(digit)) for digit in candidate)) for candidate in candidates)
