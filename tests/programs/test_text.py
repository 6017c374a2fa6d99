import pytest

from programs.shared.text import fits_one_line, has_forbidden_character, has_hostile_character

HOSTILE = ["\x00", "\ud800", "\udfff", "\u202e", "\u202a", "\u2066", "\u2069"]
UNPRINTABLE = ["\x01", "\x0b", "\x1b", "\x7f", "\x85", "\u2028", "\ufffd", "\uffff"]
FINE = ["﨑田 恭", "髙橋", "𠮷田", "葛\U000e0100城", "👩‍👧", "①②", "１２", "a\nb\tc\r\n", "é", "\u3000"]


@pytest.mark.parametrize("character", HOSTILE)
def test_hostile_everywhere(character):
    assert has_hostile_character(f"a{character}b")
    assert has_forbidden_character(f"a{character}b")


@pytest.mark.parametrize("character", UNPRINTABLE)
def test_unprintable_only_in_what_people_write(character):
    assert not has_hostile_character(f"a{character}b")
    assert has_forbidden_character(f"a{character}b")


@pytest.mark.parametrize("text", FINE)
def test_names_emoji_and_line_breaks_are_fine(text):
    assert not has_forbidden_character(text)


def test_one_line_has_no_breaks():
    assert fits_one_line("a b")
    assert not fits_one_line("a\nb")
