"""Which request we are working for: its number for the log, its address for the access record."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)
