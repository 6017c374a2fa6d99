"""Whatever stands in a statement: its yen and days are read back as written, and twice imported is once imported."""

import datetime as dt
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.shared.wareki import NotADay, format_wareki, format_wareki_short
from programs.shared.yen import NotYen, format_yen
from tests.workers.stating import HEAD, keep
from workers.domain.statement_cells import amount_in, day_in
from workers.domain.statement_columns import guess
from workers.domain.statement_reading import read_statement
from workers.domain.statements import write_statement
from workers.models import Earning

BASE = dt.date(2026, 11, 22)
FULL_WIDTH = str.maketrans("0123456789,-/.", "０１２３４５６７８９，－／．")
yen = st.integers(0, 10_000_000)
days = st.dates(dt.date(2019, 5, 1), dt.date(2099, 12, 31))


@given(amount=yen, write=st.sampled_from([str, format_yen, "¥{:,}".format, "￥{:,}-".format, "{:,} 円（税込）".format]))
def test_amounts_are_read_back(amount, write):
    assert {amount_in(write(amount)), amount_in(write(amount).translate(FULL_WIDTH))} == {amount}


@given(
    amount=st.integers(1, 10_000_000), write=st.sampled_from(["-{:,}", "−{}円", "▲{:,}", "({:,})", "（{}）円", "△{}"])
)
def test_amounts_below_zero_are_read_back(amount, write):
    assert amount_in(write.format(amount)) == -amount


WRITTEN = [str, format_wareki, format_wareki_short, "{:%Y/%m/%d}".format, "{:%Y年%m月%d日}(月)".format]


@given(day=days, write=st.sampled_from(WRITTEN))
def test_days_are_read_back(day, write):
    assert day_in(write(day), BASE) == (day, False)
    assert day_in(write(day).translate(FULL_WIDTH), BASE) == (day, False)


@given(day=st.dates(dt.date(2025, 11, 23), BASE), write=st.sampled_from(["{0.month}月{0.day}日", "{0.month}/{0.day}"]))
def test_days_without_a_year_are_the_latest_such_day(day, write):
    assert day_in(write.format(day), BASE) == (day, True)


row = st.tuples(st.integers(1, 22), st.sampled_from(["記事", "校正", "=1+1"]), st.integers(1_000, 1_003))
rows = st.lists(row, min_size=1, max_size=8)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=rows, more=rows)
def test_twice_imported_is_once_imported(nichinan, first, more):
    """Also when the second statement goes on where the first one ended: what both hold is counted once."""
    Earning.objects.all().delete()

    def give(lines):
        text = [f"2026/11/{day}\t{title}\t\t{gross}\t0\t" for day, title, gross in lines]
        draft = keep(nichinan, HEAD, *text)
        if read_statement(draft).is_ready:
            write_statement(draft=draft, by=nichinan.worker_user)

    def there():
        return sorted(Earning.objects.values_list("earned_on__day", "title", "gross"))

    give(first)
    give(first)
    assert there() == sorted(first)
    give(first + more)
    give(first + more)
    assert there() == sorted(first + more)


@pytest.mark.parametrize("cell", ["1" + " " * 4_990 + "x", "(" * 5_000, "9" * 5_000])
def test_a_cell_made_to_keep_us_busy_is_neither_read_for_long_nor_taken(cell):
    begun = time.process_time()
    for read, fault in ((amount_in, NotYen), (lambda text: day_in(text, dt.date(2026, 11, 22)), NotADay)):
        for _n in range(20):
            with pytest.raises(fault):
                read(cell)
    guess([cell] * 20, [(1, [cell] * 20)])
    assert time.process_time() - begun < 2  # it was more than 5
