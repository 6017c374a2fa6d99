"""Points on somebody's way, as calm facts: the month each was first reached. Nothing is counted in a row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Sum

from programs.shared.month import Month
from workers.domain.counted_months import with_counted_month
from workers.models import Earning, Worker

STEPS = (1, 10_000, 50_000, 100_000)  # yen in one month


@dataclass(frozen=True, slots=True)
class Milestone:
    """`kind`: first, step, rent or target. `reached_in` is None until a month brought that much."""

    kind: str
    amount: int
    reached_in: Month | None


def milestones(
    months: Iterable[tuple[Month, int]], *, rent: int | None = None, target: int | None = None
) -> list[Milestone]:
    """Of amounts in yen, several of one month added up; in any order. The smallest first."""
    sums: dict[Month, int] = defaultdict(int)
    for month, amount in months:
        sums[month] += amount
    wanted = [("first" if amount == 1 else "step", amount) for amount in STEPS]
    wanted += [(kind, amount) for kind, amount in (("rent", rent), ("target", target)) if amount]
    return [
        Milestone(kind, amount, min((month for month, total in sums.items() if total >= amount), default=None))
        for kind, amount in sorted(wanted, key=lambda one: one[1])
    ]


def best_month(months: Iterable[tuple[Month, int]]) -> tuple[Month, int] | None:
    """The month with the most, the earlier of two; None while nothing was earned."""
    earned = [(amount, month) for month, amount in months if amount > 0]
    if not earned:
        return None
    amount, month = max(earned, key=lambda one: (one[0], -(one[1] - Month(2000, 1))))
    return month, amount


def amounts_by_month(worker: Worker, *, counts_net: bool) -> list[tuple[Month, int]]:
    """What each month brought. A correction counts in the month of the entry it corrects. One query."""
    rows = Earning.objects.filter(enrollment__worker=worker).order_by()
    sums = (
        with_counted_month(rows)
        .values("counted_in")
        .annotate(yen=Sum("net" if counts_net else "gross"))
        .order_by("counted_in")
    )
    return [(Month.of(row["counted_in"]), row["yen"]) for row in sums]
