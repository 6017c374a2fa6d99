"""Due rows worked off in batches, and one at a time."""

from benchmarks.figures import Figure, at_least
from benchmarks.timing import seconds
from reports.domain.roll_up import drain
from workers.models import IncomeMonth
from workers.models.income_month import Due


def measure(rows: int = 100_000, alone: int = 500) -> list[Figure]:
    drain(seconds=120)
    batched = _rate(rows, batch=1000)
    single = _rate(alone, batch=1)
    return [
        at_least(1, "due rows worked off in batches of 1,000", f"{batched:,.0f} /s", "15,000 /s", batched / 15_000),
        Figure(
            "due rows a second, batches to one at a time", f"{batched:,.0f} /s", f"{single:,.0f} /s", batched / single
        ),
    ]


def _rate(rows: int, *, batch: int) -> float:
    due = IncomeMonth.objects.order_by("pk").values("pk")[:rows]
    marked = IncomeMonth.objects.filter(pk__in=due).update(due=Due.RECOMPUTE)
    took = seconds(lambda: drain(batch=batch, seconds=300))
    return marked / took
