"""One form writes one entry, however often it is sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.browser.earning_form import record_button
from workers.models import Earning

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

TITLE = "二度押しの仕事"


def count() -> int:
    return Earning.objects.filter(title=TITLE).count()


def filled_in(page: Page) -> Page:
    page.get_by_label("仕事の名前").fill(TITLE)
    page.locator("#id_gross").fill("5,000")
    return page


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_presses_write_one_entry(scripts, town, visitor):
    one = visitor(PHONE, java_script_enabled=scripts).sign_in(town.people["worker"])
    page = filled_in(one.go("/earnings/add/"))
    record_button(page).dblclick(no_wait_after=True)
    expect(page.locator("#earning-month")).to_contain_text(TITLE)
    assert count() == 1


def test_a_form_that_arrives_three_times_at_once_is_written_once(town, visitor):
    page = filled_in(visitor(PHONE).sign_in(town.people["worker"]).go("/earnings/add/"))
    ends = page.locator("#earning-form").evaluate(
        """form => Promise.all([1, 2, 3].map(() => fetch(form.action, { method: 'POST', body: new FormData(form) })
          .then(answer => answer.url)))"""
    )
    assert (count(), len(ends), len(set(ends))) == (1, 3, 1)
    assert re.search(r"/earnings/\d{4}-\d\d/$", ends[0])


def test_a_form_sent_again_after_going_back_writes_nothing_more(town, visitor):
    one = visitor(PHONE, java_script_enabled=False).sign_in(town.people["worker"])
    page = filled_in(one.go("/earnings/add/"))
    form = page.locator("#earning-form").evaluate(
        "form => Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === 'string'))"
    )
    record_button(page).click()
    expect(page.locator("#earning-month")).to_contain_text(TITLE)
    headers = {"Referer": f"{one.server}/earnings/add/"}
    again = one.context.request.post(f"{one.server}/earnings/add/", form=form, headers=headers)
    assert (again.ok, again.url.startswith(f"{one.server}/earnings/2"), count()) == (True, True, 1)
    other = one.context.request.post(f"{one.server}/earnings/add/", form=form | {"gross": "6,000"}, headers=headers)
    assert (other.status, count()) == (409, 1)
