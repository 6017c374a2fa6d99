"""Where the running month is heading, if one can say so honestly."""

import datetime as dt

from programs.shared.month import Month

FIRST_DAY = 10  # before it, one early pay would promise a fortune
FEWEST_ENTRIES = 2


def month_end_pace(*, amount: int, entries: int, today: dt.date) -> int | None:
    """The amount the month would end with at this speed, in yen; None where it would mean nothing."""
    last = Month.of(today).last
    if amount <= 0 or entries < FEWEST_ENTRIES or not FIRST_DAY <= today.day < last.day:
        return None
    return amount * last.day // today.day
