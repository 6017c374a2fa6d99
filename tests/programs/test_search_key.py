import pytest

from programs.shared.search_key import VARIANTS, search_key


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("髙橋 花子", "高橋花子"),
        ("﨑田 恭", "崎田　恭"),
        ("渡邉 渡邊", "渡辺渡辺"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("𠮷田 一郎", "吉田一郎"),
        ("葛\U000e0100城", "葛城"),
        ("神\ufe00谷", "神谷"),
        ("\ufa19谷", "神谷"),
        ("濵﨑", "浜崎"),
        ("髙槗", "高橋"),
        ("さきた きょう", "サキタキョウ"),
        ("ｻｷﾀ", "さきた"),
        ("ＴＡＮＡＫＡ", "tanaka"),
        ("駒ヶ根", "駒ケ根"),
    ],
)
def test_the_same_person_under_both_spellings(written, searched):
    assert search_key(written) == search_key(searched)


def test_different_people_stay_different():
    assert search_key("渡辺") != search_key("渡部")
    assert search_key("佐藤") != search_key("斎藤")


def test_a_part_of_the_name_is_found_in_the_key():
    assert search_key("橋") in search_key("髙槗 花子 タカハシ ハナコ")
    assert search_key("はなこ") in search_key("髙橋 花子 タカハシ ハナコ")


def test_nothing_has_an_empty_key():
    assert search_key(" 　・") == ""


def test_no_character_belongs_to_two_groups():
    characters = [character for group in VARIANTS.split() for character in group]
    assert sorted(characters) == sorted(set(characters))
