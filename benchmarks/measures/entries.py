"""One entry to its right month and target, as the history behind it grows."""

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.figures import Figure, at_most
from benchmarks.timing import median_ms
from workers.domain.earnings import Entry, record_earning
from workers.models import Earning, Enrollment, IncomeMonth

TIMES = 300


def an_entry(gross: int) -> Entry:
    return Entry(earned_on=timezone.localdate(), source="crowdworks", title="Descriptions of goods", gross=gross)


def entry_ms() -> float:
    """The gate: lock the month, write, recompute, commit. What was written is taken back afterwards."""
    people = list(Enrollment.objects.order_by("pk")[:20])
    newest = Earning.objects.order_by("-pk").values_list("pk", flat=True).first()
    found = median_ms(lambda n: record_earning(enrollment=people[n % 20], entry=an_entry(1000 + n), by=None), TIMES)
    _take_back(newest, people)
    return found


def bare_insert_ms() -> float:
    """The floor: one row, one commit."""
    people = list(Enrollment.objects.order_by("pk")[:20])
    newest = Earning.objects.order_by("-pk").values_list("pk", flat=True).first()

    def insert(n: int) -> None:
        with transaction.atomic():
            Earning(enrollment=people[n % 20], recorded_by=None, **an_entry(1000 + n).as_columns()).save(
                force_insert=True
            )

    found = median_ms(insert, TIMES)
    _take_back(newest, people)
    return found


def measure(by_size: dict[int, float]) -> list[Figure]:
    """`by_size`: earnings in the history -> ms of one entry."""
    name = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
    smallest, *rest = sorted(by_size)
    figures = []
    for size in rest:
        figures.append(
            at_most(
                1.2,
                f"one entry to its month, history {size:,} to {smallest:,}",
                f"{by_size[size]:.2f} ms",
                f"{by_size[smallest]:.2f} ms",
                by_size[size] / by_size[smallest],
                database=name,
            )
        )
    floor = bare_insert_ms()
    largest = by_size[max(by_size)]
    figures.append(
        Figure(
            "one entry through the gate, to a bare insert",
            f"{largest:.2f} ms",
            f"{floor:.2f} ms",
            largest / floor,
            database=name,
        )
    )
    return figures


def _take_back(newest: int, people: list[Enrollment]) -> None:
    Earning.objects.filter(pk__gt=newest).delete()
    IncomeMonth.objects.filter(enrollment__in=people).update(due=2)
