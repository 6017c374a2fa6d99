"""What an entry says now where somebody has typed something else, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from programs.templatetags.dates import day
from programs.templatetags.money import yen
from workers.domain.earnings import Entry
from workers.domain.seen import entry_of
from workers.models import Earning

AMOUNTS = ("gross", "platform_fee", "transfer_fee", "withholding")
DAYS = ("earned_on", "paid_on")


def newer_values(current: Earning, typed: Entry, *, labels: Mapping[str, Any]) -> Iterator[str]:
    """«Pay 12,000 yen», one for every field that differs."""
    for name, value in entry_of(current).as_columns().items():
        if name in labels and value != getattr(typed, name):
            yield f"{labels[name]} {_said(current, name, value)}"


def _said(current: Earning, name: str, value: Any) -> str:
    if name in AMOUNTS:
        return yen(value)
    if name in ("source", "job_form"):
        return str(getattr(current, f"get_{name}_display")())
    return str((day(value) if name in DAYS and value else value) or "—")
