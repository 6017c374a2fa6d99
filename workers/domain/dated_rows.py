"""Rates and lines set by others, read from the files in workers/data after every migrate.

A row that is there already is left as it is: what somebody mended in the administration stays mended.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from django.db import connections, models

from workers.models import IncomeThreshold, MinimumWage, PlatformFeeRule

DATA = Path(__file__).resolve().parent.parent / "data"


def fill_dated_tables(*, using: str = "default", **_news) -> None:
    """Add the rows of the files that are not there yet."""
    tables = set(connections[using].introspection.table_names())
    for model, rows in ((PlatformFeeRule, _fee_rules()), (IncomeThreshold, _lines()), (MinimumWage, _wages())):
        if model._meta.db_table in tables:
            model.objects.using(using).bulk_create(rows, ignore_conflicts=True)


def _fee_rules() -> list[models.Model]:
    return [PlatformFeeRule(**row | {"tiers": _tiers(row["tiers"])}) for row in _rows("fee_rules.csv")]


def _tiers(text: str) -> list[list[int | None]]:
    """`100000:2000 :500` is 20 % of the first 100,000 yen and 5 % of what is above."""
    steps = (step.split(":") for step in text.split())
    return [[int(end) if end else None, int(rate)] for end, rate in steps]


def _lines() -> list[models.Model]:
    return [IncomeThreshold(**row) for row in _rows("income_thresholds.csv")]


def _wages() -> list[models.Model]:
    return [MinimumWage(**row) for row in _rows("minimum_wages.csv")]


def _rows(name: str) -> Iterator[dict]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            days = {key: dt.date.fromisoformat(row[key]) for key in ("effective_from", "checked_on") if row.get(key)}
            yield row | days
