"""A folded copy of a name for finding it: the name itself is never changed."""

import re
import unicodedata

from programs.shared.kana import to_katakana

# Each group is one name to the person who searches; the first is what the key holds.
VARIANTS = (
    "高髙 崎﨑嵜 辺邊邉 斎斉齋齊齎 沢澤 浜濱濵 島嶋嶌 広廣 真眞 恵惠 桜櫻 国國圀 徳德 橋𣘺槗 吉𠮷 柳栁桺 桑桒 竜龍 "
    "滝瀧 栄榮 静靜 実實 寿壽 条條 円圓 会會 学學 県縣 黒黑 塩鹽 亀龜 与與 万萬 暁曉 聡聰 頼賴 "
    "富冨 峰峯 蔵藏 館舘 桧檜 梅楳 杉椙 曽曾 薮藪 礼禮 祢禰 弥彌 朗郎郞 糸絲 総總 闘鬪 穂穗 関關 "
    "鉄鐵 鎌鐮 ケヶ"
)
_FOLD = {ord(other): group[0] for group in VARIANTS.split() for other in group[1:]}
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DROPPED = re.compile(r"[\s・･,，、.．]+")


def search_key(text: str) -> str:
    """Width, kana kind, old character forms, selectors, spaces and case folded away; made for `contains`."""
    text = _SELECTORS.sub("", text)
    text = to_katakana(unicodedata.normalize("NFKC", text)).translate(_FOLD)
    return _DROPPED.sub("", text).casefold()
