"""Which request we are working for: its number for the log, its address for the access record."""

import re
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)

# What stands behind these opens a door: a slip, a question after leaving, a seat, a calendar, a forgotten password, an
# address to confirm.
_KEYS = re.compile(
    r"((?:^|(?<=[\s'\"=]))/+(?:i/+(?!accept/?(?:\s|$))|later/+|seats/+|calendar/+)|/reset/+key/+|/confirm-email/+)[^\s'\"<>]+",
    re.IGNORECASE,
)


def without_keys(text: str) -> str:
    """A path, or a sentence with paths in it, without the keys that open doors."""
    return _KEYS.sub(r"\1***", text)
