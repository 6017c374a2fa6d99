"""The form of one pay and the month it leads to, as the tests here use them."""

import re

from playwright.sync_api import Locator, Page, expect


def choose_day_in_words(page: Page, words: str) -> None:
    page.locator("input[name=earned_on][value=other]").check()
    field = page.locator("#id_typed_day")
    if not field.is_visible():
        page.get_by_text("和暦や文字で書く").click()
    field.fill(words)


def open_details(page: Page) -> None:
    fold = page.locator("details.fold", has=page.locator("#id_minutes"))
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()


def record_button(page: Page) -> Locator:
    return page.get_by_role("button", name="記録する", exact=True)


def month_comes_to(page: Page, amount: str) -> None:
    expect(page.locator("#earning-month .sum-line").first).to_contain_text(re.compile(rf"^\s*{amount}\s*円"))
