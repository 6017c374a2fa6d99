"""A server in threads, one Chromium for all, and visitors: windows that remember every complaint of their pages."""

import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from programs.models import User
from tests.browser.cast import Town, furnish
from tests.ci_skips import find_chromium

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 900}
REFUSED = re.compile(r"status of (400|404|409|422)|^htmx:responseError")
# htmx calls it an error when a newer question takes the place of one still on its way, or the form is sent meanwhile.
OVERTAKEN = (
    *("htmx:sendAbort", "htmx:afterRequest"),
    *("htmx:oobErrorNoTarget, #earning-dock", "htmx:oobErrorNoTarget, #withholding-name"),
)
ROUNDS = {"test_looks.py", "test_english.py"}
EVIDENCE = Path(__file__).resolve().parents[2] / "tmp" / "browser"


@pytest.fixture(scope="package", autouse=True)
def database_of_a_server(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """SQLite in memory is one connection shared by all threads; a served SQLite is a file, as in the demo."""
    ours = connections["default"]
    if ours.vendor != "sqlite" or not ours.is_in_memory_db():
        yield
        return
    with django_db_blocker.unblock():
        ours.ensure_connection()
        in_memory, name = ours.connection, ours.settings_dict["NAME"]
        file = str(tmp_path_factory.mktemp("browser") / "hidane.sqlite3")
        with closing(sqlite3.connect(file)) as copy:
            in_memory.backup(copy)
        ours.connection, ours.settings_dict["NAME"] = None, file
        yield
        ours.close()
        ours.connection, ours.settings_dict["NAME"] = in_memory, name


@pytest.fixture(scope="package")
def server(database_of_a_server, django_db_blocker) -> Iterator[str]:
    """The address of the app; `localhost`, because passkeys know no bare numbers."""
    with django_db_blocker.unblock():
        thread = LiveServerThread("127.0.0.1", _StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://localhost:{thread.port}"
        thread.terminate()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Playwright keeps an event loop in this thread, and Django would refuse to touch its database beside one.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        options = ["--lang=ja", "--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
        yield browser
        browser.close()


class Visitor:
    """A person's window. `complaints` are what its pages wrote to the console, blocked or threw."""

    def __init__(self, context: BrowserContext, server: str) -> None:
        self.context, self.server = context, server
        self.complaints: list[str] = []
        self.refusals_expected = False
        context.on("console", lambda said: said.type in {"error", "warning"} and self._complain(said.text, said.page))
        context.on("weberror", lambda error: self._complain(str(error.error), error.page))
        self.page: Page = context.new_page()

    def _complain(self, text: str, page: Page | None) -> None:
        if (self.refusals_expected and REFUSED.search(text)) or text.startswith(OVERTAKEN):
            return
        self.complaints.append(f"{page.url.removeprefix(self.server) if page else ''}: {text}")

    def sign_in(self, user: User) -> "Visitor":
        """With a session made here; the sign-in page has its own tests."""
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": user.email}]
        session.save()
        self.context.add_cookies([{"name": "sessionid", "value": session.session_key, "url": self.server}])
        return self

    def go(self, address: str) -> Page:
        self.page.goto(address if address.startswith("http") else self.server + address)
        return self.page


@pytest.fixture
def visitor(request, chromium, server, transactional_db, settings) -> Iterator[Callable[..., Visitor]]:
    """Opens windows: `visitor(PHONE, touch=True)`; at the end none of their pages may have complained."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    cache.clear()  # the counters of the rate limits
    visitors: list[Visitor] = []

    def open_window(window: dict = DESK, *, touch: bool = False, **options) -> Visitor:
        context = chromium.new_context(
            viewport=window,
            has_touch=touch,
            is_mobile=touch,
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(15_000)
        visitors.append(Visitor(context, server))
        return visitors[-1]

    yield open_window
    failed = getattr(request.node, "failed_in_the_browser", False)
    for number, one in enumerate(visitors):
        if failed:
            EVIDENCE.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"\W+", "-", request.node.name)
            one.page.screenshot(path=EVIDENCE / f"{name}-{number}.png", full_page=True)
        one.context.close()
    assert [complaint for one in visitors for complaint in one.complaints] == []


def pytest_collection_modifyitems(items):
    """The rounds of all pages before the other browser tests: begun last, they would be waited for by everybody."""
    places = [place for place, item in enumerate(items) if item.get_closest_marker("browser")]
    in_order = sorted((items[place] for place in places), key=lambda item: item.path.name not in ROUNDS)
    for place, item in zip(places, in_order, strict=True):
        items[place] = item


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call" and report.failed:
        item.failed_in_the_browser = True
    return report


@pytest.fixture
def town(transactional_db, nichinan, komagane) -> Town:
    """日南市 with something of everything, as of the machine's today."""
    return furnish(nichinan)
