"""What an hour brought, from the pays whose hours were written down, and the minimum wage to compare it with."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Sum
from django.db.models.functions import Coalesce

from programs.models import Municipality
from programs.shared.month import Month
from workers.models import Earning, Enrollment, MinimumWage

YEAR = dt.timedelta(days=366)  # a prefecture's wage is set anew once a year


@dataclass(frozen=True, slots=True)
class Hourly:
    """`yen` an hour, cut to whole yen, of `minutes` in all."""

    yen: int
    minutes: int


def hourly(net: int, minutes: int) -> Hourly | None:
    """Of yen after platform fee and the minutes they took; None while there is nothing to divide."""
    return Hourly(net * 60 // minutes, minutes) if minutes > 0 and net > 0 else None


def hourly_since(month: Month, *, enrollment: Enrollment) -> Hourly | None:
    """A pay without minutes is left out: it would make every hour dearer. A correction counts in its entry's month."""
    rows = Earning.objects.filter(enrollment=enrollment).exclude(minutes=0).order_by()
    rows = rows.annotate(counted_in=Coalesce("corrects__month", "month")).filter(counted_in__gte=month.first)
    sums = rows.aggregate(yen=Sum("net", default=0), worked=Sum("minutes", default=0))
    return hourly(sums["yen"], sums["worked"])


def minimum_wage_on(prefecture: str, day: dt.date) -> MinimumWage | None:
    """The wage in force there on that day; None where it is not known.

    A row older than a year has been followed by another one that nobody wrote down yet: it is not shown.
    """
    rows = MinimumWage.objects.filter(prefecture=prefecture, effective_from__lte=day, effective_from__gt=day - YEAR)
    return rows.order_by("-effective_from").first()


def prefectures_without_wage(day: dt.date) -> list[str]:
    """Prefectures of our towns whose wage in force on that day nobody has written down."""
    rows = MinimumWage.objects.filter(effective_from__lte=day, effective_from__gt=day - YEAR)
    ours = Municipality.objects.exclude(prefecture__in=rows.values("prefecture")).order_by("prefecture")
    return list(ours.values_list("prefecture", flat=True).distinct())
