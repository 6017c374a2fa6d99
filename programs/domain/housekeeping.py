"""What nobody needs any more goes, every night: old form tokens and mails, ended sessions, counters that ran out."""

from collections.abc import Callable
from importlib import import_module

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from programs.domain.once import forget_tokens
from programs.domain.outbox import forget_mails

_others: list[Callable[[], int]] = []


def tidy_also(work: Callable[[], int]) -> None:
    """What an upper floor throws away every night; `work` says how much went. Named twice it runs once."""
    if work not in _others:
        _others.append(work)


def tidy_up() -> int:
    """How many form tokens, mails, cache rows and things of the upper floors went; ended sessions go uncounted."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return forget_tokens() + forget_mails() + _forget_cache_rows() + sum(work() for work in _others)


def _forget_cache_rows() -> int:
    """The database cache removes a row that ran out only when somebody asks for that very row again."""
    table = getattr(caches["default"], "_table", None)
    if table is None:  # another cache, which tidies up by itself
        return 0
    with connection.cursor() as cursor:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)} WHERE expires < %s", [now])
        return cursor.rowcount
