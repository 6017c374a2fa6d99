"""Every page of every kind of person, on a phone and at a desk, in the light and in the dark."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.looking import FINGER, POINTER, faults
from tests.browser.rounds import account_pages, admin_pages, own_pages, shown

pytestmark = [pytest.mark.browser, pytest.mark.real_time, pytest.mark.django_db(transaction=True)]

# What answers with no page by design: files, ways on to another page, and probes for machines.
NO_PAGES = {"reports:people_export", "reports:months_export", "reports:healthz", "reports:readyz", "workers:slip_open"}
WAYS_ON = {"reports:home", "workers:slip_accept"}


def look_at(visitor, user, pages: dict[str, str], *, least: int) -> None:
    found = []
    for window, smallest in ((PHONE, least), (DESK, POINTER)):
        one = visitor(window)
        if user:
            one.sign_in(user)
        for address in pages.values():
            page = one.go(address)
            found += [f"{address} at {window['width']}: {fault}" for fault in faults(page, smallest)]
    assert found == [], "\n" + "\n".join(found)


@pytest.mark.parametrize("kind", ["anybody", "worker", "viewer", "director", "official", "administrator"])
def test_own_pages(kind, town, visitor):
    user = town.people.get(kind)
    pages, others = shown(own_pages(town, kind), user)
    assert set(others) <= NO_PAGES | WAYS_ON
    look_at(visitor, user, pages, least=FINGER if kind in {"anybody", "worker"} else POINTER)


@pytest.mark.parametrize("kind", ["anybody", "official"])
def test_account_pages(kind, town, visitor):
    user = town.people.get(kind)
    pages, _others = shown(account_pages(kind), user)
    assert {"anybody": "account_login", "official": "mfa_index"}[kind] in pages
    look_at(visitor, user, pages, least=FINGER)


@pytest.mark.parametrize("kind", ["official", "administrator"])
def test_admin_pages(kind, town, visitor):
    """The administrator's only where the official has none: the rest is the same page with more rows."""
    user = town.people[kind]
    pages, _others = shown(admin_pages(town, user), user)
    assert {"index", "programs_program_changelist", "workers_monthclosing_close"} <= set(pages)
    if kind == "administrator":
        officials, _others = shown(admin_pages(town, town.people["official"]), town.people["official"])
        pages = {name: address for name, address in pages.items() if name not in officials}
    look_at(visitor, user, pages, least=POINTER)
