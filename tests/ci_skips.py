"""Tests that need a service skip with the reason where it is missing; on CI every skip is a failure."""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest

ON_CI = os.environ.get("CI", "").strip().lower() in {"1", "true", "yes", "on"}


def find_chromium() -> str | None:
    """The path of a real Chromium: CHROMIUM, else the one of the system."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def _answers(url: str, port: int) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or port), timeout=1).close()
    except OSError:
        return False
    return True


def _without_postgres() -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        return "needs PostgreSQL: set DATABASE_URL=postgres://..."
    return "" if _answers(url, 5432) else "needs PostgreSQL: nobody answers at DATABASE_URL"


def _without_services() -> str:
    return _without_postgres() or ("" if shutil.which("redis-server") else "needs Redis: install redis-server")


def _without_browser() -> str:
    return "" if find_chromium() else "needs Chromium: install it, or set CHROMIUM=/path/to/it"


MISSING = {"postgres": _without_postgres, "services": _without_services, "browser": _without_browser}


def pytest_collection_modifyitems(items):
    reasons = {marker: find() for marker, find in MISSING.items()}
    for item in items:
        reason = next((reasons[mark] for mark in MISSING if item.get_closest_marker(mark) and reasons[mark]), "")
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


def _refuse(report, what: str) -> None:
    """Turn a skip on CI into a failure that says what was skipped and why."""
    if ON_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{what} was skipped, and on CI nothing may be: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    _refuse(report, item.nodeid)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    report = yield
    _refuse(report, collector.nodeid)
    return report
