"""Invented names, some of them with the characters that break careless programs (﨑 髙 𠮷 邉)."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

FAMILIES = """
﨑田 サキタ 髙橋 タカハシ 渡邉 ワタナベ 𠮷田 ヨシダ 黒木 クロキ 甲斐 カイ
河野 カワノ 日髙 ヒダカ 谷口 タニグチ 長友 ナガトモ 小林 コバヤシ 宮澤 ミヤザワ
北原 キタハラ 唐澤 カラサワ 下平 シモダイラ 氣賀澤 キガサワ 福澤 フクザワ 中村 ナカムラ
伊藤 イトウ 佐藤 サトウ 鈴木 スズキ 田中 タナカ 山本 ヤマモト 加藤 カトウ
渡邊 ワタナベ 斎藤 サイトウ 齋藤 サイトウ 松本 マツモト 井上 イノウエ 木村 キムラ
林 ハヤシ 清水 シミズ 山崎 ヤマザキ 山﨑 ヤマザキ 池田 イケダ 橋本 ハシモト
阿部 アベ 森 モリ 石川 イシカワ 前田 マエダ 小川 オガワ 岡田 オカダ
長谷川 ハセガワ 藤田 フジタ 後藤 ゴトウ 近藤 コンドウ 村上 ムラカミ 遠藤 エンドウ
青木 アオキ 坂本 サカモト 福田 フクダ 太田 オオタ 西村 ニシムラ 藤井 フジイ
金子 カネコ 岡本 オカモト 中野 ナカノ 原田 ハラダ 竹内 タケウチ 濵田 ハマダ
"""
GIVEN = """
美咲 ミサキ 由佳 ユカ 千尋 チヒロ 恵 メグミ さつき サツキ 彩 アヤ
真由美 マユミ 久美子 クミコ 裕子 ユウコ 麻衣 マイ 智子 トモコ 陽子 ヨウコ
綾香 アヤカ 直美 ナオミ 友美 トモミ 奈々 ナナ 里奈 リナ 香織 カオリ
佳代 カヨ 明日香 アスカ 典子 ノリコ 瞳 ヒトミ 早苗 サナエ 千夏 チナツ
望 ノゾミ 薫 カオル 理恵 リエ 涼子 リョウコ 菜摘 ナツミ 志保 シホ
翔太 ショウタ 健 ケン 大輔 ダイスケ 直樹 ナオキ 徹 トオル 誠 マコト
和也 カズヤ 一郎 イチロウ
"""


@dataclass(frozen=True)
class Name:
    family: str
    given: str
    family_kana: str
    given_kana: str

    def __str__(self) -> str:
        return f"{self.family} {self.given}"


def names(random: Random) -> Iterator[Name]:
    """Different names without end to speak of (some 2,500), the difficult characters first."""
    families, given = _pairs(FAMILIES), _pairs(GIVEN)
    first = [(family, random.choice(given[:30])) for family in families[:4]]
    rest = [(family, name) for family in families for name in given if (family, name) not in first]
    random.shuffle(rest)
    for (family, family_kana), (name, name_kana) in first + rest:
        yield Name(family, name, family_kana, name_kana)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.split()
    return list(zip(words[::2], words[1::2], strict=True))
