"""One database's measurements, in a process of its own: `python -m benchmarks.child postgresql --small out.json`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import django


def main(database: str, small: bool, out: Path) -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from benchmarks.machine import database as version
    from benchmarks.machine import describe

    figures = (postgresql if database == "postgresql" else sqlite)(small)
    facts = describe() if database == "postgresql" else [version()]
    found = {"day": str(timezone.localdate()), "machine": facts, "figures": [figure.as_dict() for figure in figures]}
    out.write_text(json.dumps(found), encoding="utf-8")


def postgresql(small: bool) -> list:
    from benchmarks.history import grow_to, sizes
    from benchmarks.measures import bulk, draining, entries, nation, pages, rebuild
    from reports.domain.rebuild import rebuild as rebuild_all

    steps = [10_000, 200_000] if small else [10_000, 1_000_000, 10_000_000]
    by_size: dict[int, float] = {}
    for size in steps:
        _step(f"history of {size:,} entries", lambda size=size: grow_to(size))
        if size == steps[-1]:
            figures = _step("rebuild", rebuild.measure)
        else:
            _step("rebuild", rebuild_all)
        by_size[size] = _step("one entry", entries.entry_ms)
        if size == steps[0]:
            before = _step("pages", pages.costs)
    figures += entries.measure(by_size)
    after = _step("pages", pages.costs)
    figures += pages.growth(before, after, f"{steps[-1]:,} to {steps[0]:,} entries")
    figures += _step("pages under load", lambda: pages.measure(40 if small else 100))
    figures += _step("drain", lambda: draining.measure(*((5_000, 200) if small else (100_000, 500))))
    figures += _step("nation", nation.measure)
    figures += _step("bulk", lambda: bulk.measure(*((20, 500) if small else (100, 1000))))
    print(sizes(), file=sys.stderr)
    return figures


def sqlite(small: bool) -> list:
    from benchmarks.history import grow_to
    from benchmarks.measures import clients, entries, rebuild
    from reports.domain.rebuild import rebuild as rebuild_all

    by_size: dict[int, float] = {}
    grow_to(10_000)
    rebuild_all()
    by_size[10_000] = _step("SQLite: one entry", entries.entry_ms)
    figures = _step("SQLite: 32 clients", clients.measure)
    _step("SQLite: history of 200,000 entries", lambda: grow_to(200_000))
    figures += _step("SQLite: rebuild", rebuild.measure)
    by_size[200_000] = _step("SQLite: one entry", entries.entry_ms)
    return entries.measure(by_size) + figures


def _step(what: str, work: Callable[[], Any]) -> Any:
    start = perf_counter()
    found = work()
    print(f"  {what}: {perf_counter() - start:.1f} s", file=sys.stderr, flush=True)
    return found


if __name__ == "__main__":
    main(sys.argv[1], "--small" in sys.argv, Path(sys.argv[-1]))
