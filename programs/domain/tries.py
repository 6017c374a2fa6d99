"""Counting tries of what can be guessed, for all processes together, in the shared cache."""

import hashlib
import ipaddress
import random
import time

from django.core.cache import cache


def take_try(what: str, who: str | None, *, limit: int, seconds: int) -> str | None:
    """A receipt for one of the `limit` tries `who` has in these `seconds`, or None when all are taken.

    Each try is a key of its own, written with `add`: of many at once exactly `limit` get one.
    """
    window = int(time.time() // seconds)
    person = hashlib.sha256(_same_house(who).encode()).hexdigest()[:32]
    first = random.randrange(limit)  # so that a free one is found soon, not after all that are taken
    keys = (f"try:{what}:{person}:{window}:{(first + number) % limit}" for number in range(limit))
    return next((key for key in keys if cache.add(key, 1, seconds)), None)


def give_back(receipt: str) -> None:
    """It was no guess: it does not count."""
    cache.delete(receipt)


def _same_house(address: str | None) -> str:
    """Whoever has one IPv6 address has billions: its network of 64 bits counts as one."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return address or ""
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else str(parsed)
