"""Pages over real HTTP: entry POST against a bare write, home and dashboard against a bare read, and their growth."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.figures import Figure, at_least, at_most
from benchmarks.load import CLIENTS, Browser, gunicorn, one_by_one_ms, rate
from programs.domain.once import new_token
from reports.domain.roll_up import drain
from workers.models import Enrollment

HOME, ADD, DASHBOARD = "/", "/earnings/add/", "/p/bench/"
DIRECTOR = "director@bench.example"


@dataclass(frozen=True)
class Cost:
    """One page at one size of the history."""

    queries: int
    ms: float


def costs(times: int = 60) -> dict[str, Cost]:
    """Home and dashboard now: queries, and milliseconds on an idle server."""
    drain(seconds=120)
    with gunicorn() as port:
        found = {}
        for path, email in ((HOME, "worker0@bench.example"), (DASHBOARD, DIRECTOR)):
            browser = Browser(port, email)
            found[path] = Cost(
                queries=_queries(path, email), ms=one_by_one_ms(lambda _n, b=browser, p=path: b.get(p), times)
            )
    return found


def growth(before: dict[str, Cost], after: dict[str, Cost], sizes: str) -> list[Figure]:
    figures = []
    for path, name in ((HOME, "worker home"), (DASHBOARD, "dashboard")):
        small, large = before[path], after[path]
        figures += [
            at_most(1.2, f"{name}, {sizes}", f"{large.ms:.1f} ms", f"{small.ms:.1f} ms", large.ms / small.ms),
            Figure(
                f"{name}, queries, {sizes}",
                str(large.queries),
                str(small.queries),
                None,
                "same",
                large.queries == small.queries,
            ),
        ]
    return figures


def measure(each: int = 100) -> list[Figure]:
    """Requests a second with 8 clients at 2 x 4 threads, ours and the floor by turns, the better of two each."""
    people = list(Enrollment.objects.order_by("pk").values_list("pk", flat=True)[:CLIENTS])
    with gunicorn() as port:
        workers = [Browser(port, f"worker{n}@bench.example") for n in range(CLIENTS)]
        directors = [Browser(port, DIRECTOR) for _ in range(CLIENTS)]
        reading = [
            lambda _n, b=b, p=p: b.get(f"/floor/read/?enrollment={p}") for b, p in zip(workers, people, strict=True)
        ]
        writing = [
            lambda n, b=b, p=p: b.post("/floor/write/", enrollment=p, gross=1000 + n)
            for b, p in zip(workers, people, strict=True)
        ]
        entering = [_entering(browser) for browser in workers]
        homes = [lambda _n, b=b: b.get(HOME) for b in workers]
        boards = [lambda _n, b=b: b.get(DASHBOARD) for b in directors]
        write, entry = _by_turns(writing, entering, each)
        drain(seconds=120)
        read, home = _by_turns(reading, homes, each)
        read_again, board = _by_turns(reading, boards, each)
    return [
        at_least(0.8, "entry POST, bare write", f"{entry:.0f} /s", f"{write:.0f} /s", entry / write),
        at_least(0.5, "worker home, bare read", f"{home:.0f} /s", f"{read:.0f} /s", home / read),
        at_least(0.3, "dashboard, bare read", f"{board:.0f} /s", f"{read_again:.0f} /s", board / read_again),
    ]


def _by_turns(floor: list, ours: list, each: int) -> tuple[float, float]:
    rates = [(rate(floor, each), rate(ours, each)) for _ in range(2)]
    return max(first for first, _ in rates), max(second for _, second in rates)


def _entering(browser: Browser):
    hidden = browser.read_form(ADD)
    today = timezone.localdate().isoformat()

    def enter(n: int) -> str:
        fields = hidden | {"once": new_token(), "source": "crowdworks", "title": "商品説明文の作成", "gross": 1000 + n}
        return browser.post(ADD, **fields, earned_on=today)

    return enter


def _queries(path: str, email: str) -> int:
    client = Client()
    client.force_login(get_user_model().objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[0])
    client.get(path, headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as caught:
        answer = client.get(path, headers={"host": "127.0.0.1"})
    if answer.status_code != 200:
        raise AssertionError(f"{path} answered {answer.status_code}")
    return len(caught)
