"""The work of accompanying people in figures: contacts by month and way, how many were reached, how long it took."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncMonth

from programs.shared.month import Month
from workers.models import Contact
from workers.models.contact import Medium


@dataclass(slots=True)
class WorkMonth:
    """`people` were in touch at least once, each counted once; `minutes` as far as they were written down."""

    month: Month
    by_medium: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Medium.values, 0))
    reached: int = 0
    minutes: int = 0
    people: int = 0

    @property
    def contacts(self) -> int:
        return sum(self.by_medium.values())

    @property
    def reached_share(self) -> int | None:
        """Percent, rounded to the nearest; None without contacts."""
        return (self.reached * 200 + self.contacts) // (2 * self.contacts) if self.contacts else None


def work_by_month(contacts: QuerySet[Contact], months: Iterable[Month]) -> list[WorkMonth]:
    """The work of each of `months`, those without contacts too. Two queries."""
    lines = {month: WorkMonth(month) for month in months}
    if not lines:
        return []
    span = contacts.filter(happened_on__gte=min(lines).first, happened_on__lte=max(lines).last).order_by()
    monthly = span.annotate(month=TruncMonth("happened_on"))
    for row in monthly.values("month", "medium", "was_reached").annotate(count=Count("pk"), minutes=Sum("minutes")):
        line = lines[Month.of(row["month"])]
        line.by_medium[row["medium"]] += row["count"]
        line.minutes += row["minutes"] or 0
        line.reached += row["count"] if row["was_reached"] else 0
    for row in monthly.values("month").annotate(people=Count("enrollment", distinct=True)):
        lines[Month.of(row["month"])].people = row["people"]
    return list(lines.values())
