import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.kana import is_katakana, to_katakana


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("さきた きょう", "サキタ キョウ"),
        ("ｻｷﾀ ｷｮｳ", "サキタ キョウ"),
        ("ﾜﾀﾅﾍﾞ", "ワタナベ"),
        ("ワタナヘ゛", "ワタナベ"),
        ("ワタナヘ\u3099", "ワタナベ"),
        ("わたなへﾞ", "ワタナベ"),
        ("ﾊﾟｰﾙ", "パール"),
        ("ゔぁいおりん", "ヴァイオリン"),
        ("こ-と", "コート"),
        ("コ−ト", "コート"),
        ("みすゞ", "ミスヾ"),
        ("ア゛", "ア゛"),
    ],
)
def test_kana_of_every_kind_become_full_width_katakana(typed, kana):
    assert to_katakana(typed) == kana


def test_everything_else_stays():
    assert to_katakana("髙橋 ①-② Ａ") == "髙橋 ①-② Ａ"


def test_is_katakana_knows_names_with_a_dot_and_a_bar():
    assert is_katakana("マリー・アン　タナカ")
    assert not is_katakana("さきた")
    assert not is_katakana("サキタ1")
    assert not is_katakana("ア゛")


@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x3041, max_codepoint=0x30FE)
        | st.characters(min_codepoint=0xFF65, max_codepoint=0xFF9F)
    )
)
def test_once_is_enough(text):
    assert to_katakana(to_katakana(text)) == to_katakana(text)
