import datetime as dt

import pytest

from workers.domain.pace import month_end_pace


def test_the_pace_carries_the_month_so_far_to_its_end():
    assert month_end_pace(amount=132_600, entries=6, today=dt.date(2026, 11, 20)) == 198_900


@pytest.mark.parametrize(
    ("amount", "entries", "day"),
    [(0, 0, 20), (132_600, 1, 20), (132_600, 6, 9), (132_600, 6, 30)],
    ids=["nothing yet", "one pay", "too early", "the month is over"],
)
def test_no_pace_is_told_where_it_would_mean_nothing(amount, entries, day):
    assert month_end_pace(amount=amount, entries=entries, today=dt.date(2026, 11, day)) is None
