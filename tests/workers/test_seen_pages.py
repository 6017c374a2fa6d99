"""Two screens change one entry: the later one sees what the other wrote before it writes over it."""

import re

import pytest

from tests.make import make_earning
from tests.workers.typed import HTMX, typed
from workers.models import Earning


@pytest.fixture
def page(nichinan) -> str:
    return f"/earnings/{make_earning(nichinan.enrollment, 12_000, title='観光記事').pk}/change/"


def seen_in(response) -> str:
    return re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]


def form(seen: str, **changes) -> dict[str, str]:
    return typed(seen=seen, title="観光記事", source="direct", earned_on="2026-11-03", **changes)


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_later_of_two_screens_is_shown_the_newer_values_and_keeps_its_own(worker, page, headers):
    seen = seen_in(worker.get(page))
    worker.post(page, form(seen, gross="１５，０００"))

    late = worker.post(page, form(seen, gross="１３，０００"), headers=headers)
    html = late.content.decode()
    assert (late.status_code, Earning.objects.get().gross) == (409, 15_000)
    assert "別の画面で、この記録が書き換えられています。" in html
    assert re.search(r"<p[^>]*>今の内容：([^<]+)</p>", html)[1] == "報酬（税込） 15,000円"
    assert 'value="１３，０００"' in html


def test_sent_once_more_with_the_newer_values_in_sight_it_is_written(worker, page):
    seen = seen_in(worker.get(page))
    worker.post(page, form(seen, gross="15000"))
    late = worker.post(page, form(seen, gross="13000"))
    assert worker.post(page, form(seen_in(late), gross="13000")).status_code == 302
    assert Earning.objects.get().gross == 13_000


def test_the_same_change_sent_twice_is_right_both_times(worker, page):
    sent = form(seen_in(worker.get(page)), gross="15000")
    assert [worker.post(page, sent).status_code for _ in range(2)] == [302, 302]


def test_an_entry_nobody_touched_is_changed(worker, page):
    assert worker.post(page, form(seen_in(worker.get(page)), gross="15000")).status_code == 302
    assert Earning.objects.get().gross == 15_000
