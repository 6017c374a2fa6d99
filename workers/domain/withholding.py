"""Tax that a payer keeps back from fees for writing, design, talks: what it would be, and what it is called.

An estimate for the person to compare with the payer's paper; never advice, never filled in by itself.
"""

import datetime as dt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STEP = 1_000_000  # yen of one payment at 10.21 %; what is above it is taxed at 20.42 %
LOW, HIGH, WHOLE = 1_021, 2_042, 10_000
NEW_NAME_FROM = dt.date(2027, 1, 1)  # by the day of payment; the total stays the same


def withheld_tax(amount: int) -> int:
    """Whole yen withheld from one payment (tax included) to a person, parts of a yen cut off. Art. 204, 205."""
    if amount < 0:
        raise ValueError("nothing is withheld from a negative payment")
    if amount <= STEP:
        return amount * LOW // WHOLE
    return (amount - STEP) * HIGH // WHOLE + STEP * LOW // WHOLE


def withholding_name(paid_on: dt.date) -> Promise:
    """What the withheld tax consists of, by the day of payment."""
    if paid_on < NEW_NAME_FROM:
        return _("income tax and special income tax for reconstruction")
    return _("income tax, special income tax for defense and special income tax for reconstruction")
