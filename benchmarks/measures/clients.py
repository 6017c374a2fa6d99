"""Thirty-two processes writing into one SQLite file at once: none may be refused for a lock."""

import os

from django.db import DatabaseError, connections

from benchmarks.figures import Figure
from benchmarks.measures.entries import an_entry
from benchmarks.timing import seconds
from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from workers.domain.earnings import record_earning
from workers.models import Earning, Enrollment

CLIENTS = 32
EACH = 13  # 416 writes, as the published comparison had 400


def measure() -> list[Figure]:
    before = Earning.objects.count()
    took = seconds(_write_at_once)
    written = Earning.objects.count() - before
    failed = CLIENTS * EACH - written
    drain()
    wrong = len(check())
    return [
        Figure(
            f"{CLIENTS} clients writing {CLIENTS * EACH} entries: failed",
            str(failed),
            f"{written / took:,.0f} /s",
            None,
            "0",
            failed == 0,
            "SQLite",
        ),
        Figure("figures that differ from the entries afterwards", str(wrong), "", None, "0", wrong == 0, "SQLite"),
    ]


def _write_at_once() -> None:
    connections.close_all()
    children = [_child(n) for n in range(CLIENTS)]
    for pid in children:
        os.waitpid(pid, 0)


def _child(number: int) -> int:
    pid = os.fork()
    if pid:
        return pid
    try:
        person = Enrollment.objects.order_by("pk")[number % 20]
        for n in range(EACH):
            try:
                record_earning(enrollment=person, entry=an_entry(1_000 + n), by=None)
            except DatabaseError:
                continue
    finally:
        os._exit(0)
