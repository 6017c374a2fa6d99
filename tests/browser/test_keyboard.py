"""An entry by keyboard alone, and always seen where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK
from tests.browser.earning_form import month_comes_to
from workers.models import Earning, IncomeMonth

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

# The ring may be drawn by the element itself or, for what is hidden behind its label, by the label.
HAS_RING = """() => {
  const one = document.activeElement;
  const drawn = each => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  };
  return [one, ...(one.labels || [])].some(drawn);
}"""
WHERE = "() => document.activeElement.id || document.activeElement.innerText || document.activeElement.tagName"


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is there; at every stop it must be seen."""
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(WHERE).strip())
        assert page.evaluate(HAS_RING), f"no ring around {stops[-1]}"
        if stops[-1] == wanted:
            return
    raise AssertionError(f"{wanted} cannot be reached by Tab: {stops}")


def test_an_entry_is_recorded_without_a_pointer(town, visitor):
    Earning.objects.filter(enrollment=town.enrollment, earned_on__gte=town.now.first).delete()
    IncomeMonth.objects.filter(enrollment=town.enrollment, month=town.now.first).delete()
    page = visitor(DESK).sign_in(town.people["worker"]).go("/")
    tab_to(page, "収入を記録する")
    page.keyboard.press("Enter")
    page.wait_for_url("**/earnings/add/**")
    tab_to(page, "id_source_0")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Space")
    tab_to(page, "id_title")
    page.keyboard.type("鍵盤だけの仕事")
    tab_to(page, "id_gross")
    page.keyboard.type("12000")
    tab_to(page, "id_earned_on_0")
    tab_to(page, "earning-submit")
    page.keyboard.press("Enter")
    month_comes_to(page, "9,360")
    assert Earning.objects.get(title="鍵盤だけの仕事").gross == 12_000


def test_the_first_stop_skips_to_the_content(town, visitor):
    page = visitor(DESK).sign_in(town.people["director"]).go(f"/p/{town.program.slug}/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
