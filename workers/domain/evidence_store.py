"""Where files of evidence lie and how they go: after the commit that took their row, and by a sweep at night."""

import os
import time
from collections.abc import Iterable

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction

from workers.models import Evidence

FOLDER = "evidence"
KEPT_SECONDS = 24 * 60 * 60  # a file without a row may be one whose row is just being written


def delete_after_commit(names: Iterable[str]) -> None:
    """Delete these files once it is certain that no row names them."""
    gone = [name for name in names if name]

    def delete() -> None:
        for name in gone:
            default_storage.delete(name)

    if gone:
        transaction.on_commit(delete)


def sweep_evidence() -> int:
    """Delete files that no row names and that are older than a day; how many."""
    old = [name for name in _names() if time.time() - os.path.getmtime(default_storage.path(name)) > KEPT_SECONDS]
    gone = 0
    for start in range(0, len(old), 500):
        some = old[start : start + 500]
        named = set(Evidence.objects.filter(file__in=some).values_list("file", flat=True))
        for name in some:
            if name not in named:
                default_storage.delete(name)
                gone += 1
    return gone


def _names() -> list[str]:
    root = settings.MEDIA_ROOT
    return [str(file.relative_to(root)) for file in sorted((root / FOLDER).rglob("*")) if file.is_file()]
