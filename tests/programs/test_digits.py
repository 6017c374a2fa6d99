import pytest

from programs.shared.digits import phone_digits


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("090-1234-5678", "09012345678"),
        ("０９０（１２３４）５６７８", "09012345678"),
        (" +81 90-1234-5678", "09012345678"),
        ("＋81 (0)90-1234-5678", "09012345678"),
        ("090-1234-5678①", "09012345678"),
        ("なし", ""),
    ],
)
def test_one_number_in_many_spellings_is_one_number(written, digits):
    assert phone_digits(written) == digits
