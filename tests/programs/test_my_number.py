import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.shared.my_number import contains_my_number, is_my_number

eleven = st.text("0123456789", min_size=11, max_size=11)


def number_from(digits: str) -> str:
    return next(digits + last for last in "0123456789" if is_my_number(digits + last))


def test_the_check_digit_of_the_published_example():
    assert is_my_number("123456789018")
    assert not is_my_number("123456789017")


@pytest.mark.parametrize(
    "text",
    [
        "123456789018",
        "番号は123456789018です",
        "１２３４５６７８９０１８",
        "1234 5678 9018",
        "1234　5678　9018",
        "1234-5678-9018",
        "１２３４－５６７８－９０１８",
        "1234ー5678ー9018",
        "1234\n5678\n9018",
        "123 456 789 018",
        "123456-789018",
        "1 2 3 4 5 6 7 8 9 0 1 8",
        "1234\u200b56789018",
        "090-1234-5678 1234-5678-9018",
        "①②③④⑤⑥⑦⑧⑨⓪①⑧",
    ],
)
def test_found_however_it_is_written(text):
    assert contains_my_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "123456789017",
        "1123456789018",
        "T1234567890189",
        "2026/11/22 1234",
        "090-1234-5678",
        "0120-123-456 内線 12",
        "報酬12,000円と15,000円、あわせて27,000円",
        "",
    ],
)
def test_other_numbers_are_let_through(text):
    assert not contains_my_number(text)


@given(eleven, st.text(alphabet="あいう漢字abc ", max_size=10))
def test_found_in_any_sentence(digits, words):
    number = number_from(digits)
    assert contains_my_number(words + number + words)
    assert contains_my_number(f"{words}{number[:4]}-{number[4:8]}-{number[8:]}{words}")


@given(eleven)
def test_one_wrong_digit_is_always_noticed_in_the_check_digit(digits):
    number = number_from(digits)
    others = [digits + last for last in "0123456789" if digits + last != number]
    assert not any(is_my_number(other) for other in others)
