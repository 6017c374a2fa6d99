"""A gunicorn of ours and a handful of clients that keep it busy."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from time import perf_counter, sleep
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client

CLIENTS = 8


@contextmanager
def gunicorn() -> Iterator[int]:
    """The production server (2 processes, 4 threads each) on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "benchmarks.server", "--bind", f"127.0.0.1:{port}", "--workers", "2"]
    server = subprocess.Popen(
        [*command, "--threads", "4", "--keep-alive", "600", "--log-level", "error"], env=os.environ
    )
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait()


class Browser:
    """One signed-in person on one kept connection."""

    def __init__(self, port: int, email: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        inside = Client()
        inside.force_login(get_user_model().objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
        self.cookies = {settings.SESSION_COOKIE_NAME: inside.cookies[settings.SESSION_COOKIE_NAME].value}

    def get(self, path: str) -> str:
        return self._send("GET", path, None, 200)

    def post(self, path: str, **fields: object) -> str:
        return self._send("POST", path, urlencode(fields), 302)

    def read_form(self, path: str) -> dict[str, str]:
        """The hidden fields of the page's form; the CSRF cookie is kept."""
        page = self.get(path)
        found = dict.fromkeys(re.findall(r'<input type="hidden" name="([^"]+)"', page), "")
        for name in found:
            value = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
            found[name] = value[1] if value else ""
        return found

    def _send(self, method: str, path: str, body: str | None, expected: int) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if answer.status != expected:
            raise AssertionError(f"{method} {path} answered {answer.status}, not {expected}: {text[:400]}")
        return text


def rate(works: list[Callable[[int], object]], each: int) -> float:
    """Requests a second when every one of `works` is done `each` times by a client of its own."""

    def busy(work: Callable[[int], object]) -> None:
        for n in range(each):
            work(n)

    with ThreadPoolExecutor(len(works)) as clients:
        list(clients.map(lambda work: [work(n) for n in range(max(2, each // 10))], works))  # warm up
        start = perf_counter()
        list(clients.map(busy, works))
        return len(works) * each / (perf_counter() - start)


def one_by_one_ms(work: Callable[[int], object], times: int) -> float:
    """The median answer in milliseconds of an idle server."""
    for n in range(5):
        work(n)
    took = []
    for n in range(times):
        start = perf_counter()
        work(n)
        took.append(perf_counter() - start)
    return 1000 * median(took)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            sleep(0.1)
    raise RuntimeError("gunicorn did not start")
