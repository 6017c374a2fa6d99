"""The one piece of news that travels upward: some income months changed."""

from django.db import transaction
from django.dispatch import Signal

# Sent after commit, without arguments: what is due stands in the database, the news is only a nudge.
income_months_touched = Signal()


def tell_income_months_touched() -> None:
    """Send the news once this transaction is committed; a failing listener cannot harm the write."""
    connection = transaction.get_connection()
    queued = any(func is _send for _sids, func, *_rest in connection.run_on_commit)
    if not queued:
        transaction.on_commit(_send)


def _send() -> None:
    income_months_touched.send_robust(sender=None)
