"""Seconds and medians."""

from collections.abc import Callable
from statistics import median
from time import perf_counter


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def median_ms(work: Callable[[int], object], times: int) -> float:
    """The median of `times` runs in milliseconds, after a tenth as many to warm up; `work` gets the run's number."""
    for n in range(times // 10):
        work(n)
    return 1000 * median(seconds(lambda n=n: work(n)) for n in range(times))
