import datetime as dt

import pytest

from workers.domain.withholding import withheld_tax, withholding_name


@pytest.mark.parametrize(
    ("amount", "tax"),
    [
        (10_000, 1_021),
        (33_333, 3_403),
        (55_555, 5_672),
        (1_000_000, 102_100),
        (1_000_001, 102_100),
        (1_500_000, 204_200),
        (0, 0),
    ],
)
def test_what_is_withheld_of_one_payment(amount, tax):
    assert withheld_tax(amount) == tax


def test_nothing_is_withheld_of_less_than_nothing():
    with pytest.raises(ValueError, match="negative"):
        withheld_tax(-1)


@pytest.mark.parametrize(
    ("paid_on", "name"),
    [
        ((2026, 12, 31), "源泉所得税及び復興特別所得税"),
        ((2027, 1, 1), "所得税、防衛特別所得税及び復興特別所得税"),
    ],
)
def test_its_name_goes_by_the_day_of_payment(paid_on, name):
    assert str(withholding_name(dt.date(*paid_on))) == name
