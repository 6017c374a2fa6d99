"""Every page of every kind of person, on a phone and at a desk, in the light and in the dark."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.earning_form import record_button
from tests.browser.looking import FINGER, POINTER, faults
from tests.browser.rounds import account_pages, admin_pages, own_pages, shown

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

# What answers with no page by design: files, ways on to another page, and probes for machines.
NO_PAGES = {"reports:people_export", "reports:months_export", "reports:healthz", "reports:readyz", "workers:slip_open"}
NO_PAGES |= {"workers:evidence_file", "workers:person_evidence"}
NO_PAGES |= {"workers:course_export", "workers:call_export", "workers:survey_export", "workers:import_template"}
NO_PAGES |= {"workers:year_pdf", "workers:year_excel", "workers:my_data_export"}
# Secret links have their own stories: no token of theirs is known here.
NO_PAGES |= {"workers:seat", "workers:later_answer", "workers:calendar_feed"}
NO_PAGES |= {"reports:frozen_month_export"}
WAYS_ON = {"reports:home", "workers:slip_accept", "workers:application_mine", "workers:application_withdraw"}
# There is nothing to take back, to publish once more, or to merge without saying with whom; a contact is its writer's.
WAYS_ON |= {"programs:phase_back", "workers:call_publish", "workers:attendee_merge", "workers:worker_merge"}
WAYS_ON |= {"workers:contact_edit", "workers:contact_remove"}
WAYS_ON |= {"workers:erasure_ask"}  # who has asked already is led back; the page has its own story


def look_at(visitor, user, pages: dict[str, str], *, least: int) -> None:
    found = []
    for window, smallest in ((PHONE, least), (DESK, POINTER)):
        person = visitor(window)
        if user:
            person.sign_in(user)
        for address in pages.values():
            page = person.go(address)
            unfolded = window == DESK
            found += [f"{address} at {window['width']}: {one}" for one in faults(page, smallest, unfolded=unfolded)]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("kind", ["anybody", "worker", "viewer", "director", "official", "administrator"])
def test_own_pages(kind, town, visitor):
    user = town.people.get(kind)
    pages, others = shown(own_pages(town, kind), user)
    assert set(others) <= NO_PAGES | WAYS_ON
    if kind == "administrator":  # sees the official's pages as the official does
        officials = shown(own_pages(town, "official"), town.people["official"])[0]
        pages = {name: address for name, address in pages.items() if name not in officials}
        assert pages
    look_at(visitor, user, pages, least=FINGER if kind in {"anybody", "worker"} else POINTER)


@pytest.mark.parametrize("kind", ["anybody", "official"])
def test_account_pages(kind, town, visitor):
    user = town.people.get(kind)
    pages, _others = shown(account_pages(kind), user)
    assert {"anybody": "account_login", "official": "mfa_index"}[kind] in pages
    look_at(visitor, user, pages, least=FINGER)


@pytest.mark.parametrize("kind", ["official", "administrator"])
def test_admin_pages(kind, town, visitor):
    user = town.people[kind]
    pages, _others = shown(admin_pages(town, user), user)
    assert {"index", "programs_program_changelist", "workers_monthclosing_close"} <= set(pages)
    # One page of changes is like the other, and an administrator sees the official's pages with more rows.
    histories = [name for name in pages if name.endswith("_history")]
    officials = shown(admin_pages(town, town.people["official"]), town.people["official"])[0]
    passed = {*histories[1:], *(officials if kind == "administrator" else ())}
    pages = {name: address for name, address in pages.items() if name not in passed}
    look_at(visitor, user, pages, least=POINTER)


def test_pages_between(town, visitor):
    """What no address leads to: what is said after a slip of the pen, and what is seen once."""
    found = []
    for window, least in ((PHONE, FINGER), (DESK, POINTER)):
        for name, page in pages_between(town, visitor, window):
            found += [f"{name} at {window['width']}: {fault}" for fault in faults(page, least)]
    assert found == [], "\n" + "\n".join(found)


def pages_between(town, visitor, window):
    stranger = visitor(window)
    stranger.refusals_expected = True
    yield "accept the slip", stranger.go(f"/i/{town.slip_token}/")
    stranger.page.locator("form.form button").click()
    yield "accept, nothing filled in", stranger.page
    yield "a wrong slip", stranger.go("/i/no-such-slip/")
    page = stranger.go("/accounts/login/")
    page.locator("#id_login").fill("niemand@example.jp")
    page.locator("#id_password").fill("falsch")
    page.get_by_role("button", name="ログイン", exact=True).click()
    yield "a wrong password", page
    worker = visitor(window).sign_in(town.people["worker"])
    worker.refusals_expected = True
    yield "not there", worker.go("/earnings/0/change/")
    page = worker.go("/earnings/add/")
    page.locator("details.fold").evaluate_all("folds => folds.forEach(one => { one.open = true; })")
    record_button(page).click()
    page.locator("#id_title_error").wait_for()
    yield "nothing filled in", page
    page = worker.go(f"/earnings/add/?month={town.now - 6}")
    page.locator("#id_title").fill("締めた月の仕事")
    page.locator("#id_gross").fill("１")
    record_button(page).click()
    page.locator("#id_earned_on_error").wait_for()
    yield "a closed month", page
