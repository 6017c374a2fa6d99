"""What an hour brought, from the months in which hours were written down, and the minimum wage to compare it with."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from workers.models import MinimumWage

YEAR = dt.timedelta(days=366)  # a prefecture's wage is set anew once a year


@dataclass(frozen=True, slots=True)
class Hourly:
    """`yen` an hour, cut to whole yen, of `months` months with `minutes` in all."""

    yen: int
    minutes: int
    months: int


def hourly(months: Iterable[tuple[int, int]]) -> Hourly | None:
    """Of (yen after platform fee, minutes) of each month; months without minutes do not count."""
    counted = [(net, minutes) for net, minutes in months if minutes > 0]
    net, minutes = sum(net for net, _minutes in counted), sum(minutes for _net, minutes in counted)
    return Hourly(net * 60 // minutes, minutes, len(counted)) if minutes and net > 0 else None


def minimum_wage_on(prefecture: str, day: dt.date) -> MinimumWage | None:
    """The wage in force there on that day; None where it is not known.

    A row older than a year has been followed by another one that nobody wrote down yet: it is not shown.
    """
    rows = MinimumWage.objects.filter(prefecture=prefecture, effective_from__lte=day, effective_from__gt=day - YEAR)
    return rows.order_by("-effective_from").first()
