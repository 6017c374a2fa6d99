"""A phone at 200 %: 195 px wide. Words stand in lines, not in columns of single signs."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]


def test_the_months_can_be_read_at_195_pixels(town, visitor):
    page = visitor({"width": 195, "height": 422}).sign_in(town.people["worker"]).go("/earnings/")
    widths = page.locator("#earning-list .row-body").evaluate_all("rows => rows.map(row => row.clientWidth)")
    assert widths
    assert min(widths) >= 80
    assert page.evaluate("document.documentElement.scrollWidth") == 195
