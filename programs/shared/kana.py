"""Kana as people type them, made full-width katakana: かな, ｶﾅ, カ with a dakuten of its own."""

import re
import unicodedata

_HALF_WIDTH = re.compile("[\uff65-\uff9f]+")
_WITH_MARK = re.compile("[\u30a1-\u30fe][\u3099\u309a\u309b\u309c]")
_HYPHEN_AFTER_KANA = re.compile("(?<=[\u30a1-\u30fe])[-\u2010-\u2015\u2212\uff0d]")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
_COMBINING = {0x309B: 0x3099, 0x309C: 0x309A}
_SPACING = {0x3099: 0x309B, 0x309A: 0x309C}
_ONLY_KATAKANA = re.compile("[\u30a1-\u30f6\u30fb-\u30fe \u3000]*")


def to_katakana(text: str) -> str:
    """`text` with every kana as full-width katakana and a hyphen after a kana as ー; other characters stay."""
    text = _HALF_WIDTH.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = text.translate(_HIRAGANA_TO_KATAKANA)
    text = _WITH_MARK.sub(lambda pair: _composed(pair[0]), text)
    return _HYPHEN_AFTER_KANA.sub("ー", text).translate(_SPACING)


def is_katakana(text: str) -> bool:
    """Nothing but full-width katakana, ー, ・ and spaces."""
    return bool(_ONLY_KATAKANA.fullmatch(text))


def _composed(pair: str) -> str:
    return unicodedata.normalize("NFC", pair.translate(_COMBINING))
