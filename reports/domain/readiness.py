"""Is this process fit to serve people? Database, migrations, cache, the sweep's age, room on the disk."""

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from reports.domain.operations import is_late
from reports.models import Sweep

LEAST_FREE_BYTES = 200 * 1024 * 1024


def failing_checks() -> list[str]:
    """The names of the checks that fail now; for the log, not for whoever asks."""
    return [name for name, is_fit in CHECKS.items() if not _safely(is_fit)]


def database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def cache_answers() -> bool:
    cache.get("readiness")
    return True


def sweep_is_recent() -> bool:
    """Only where a queue is configured: without one the work is done in the request."""
    if not settings.REDIS_URL:
        return True
    ran_at = Sweep.objects.filter(name="roll_up").values_list("ran_at", flat=True).first()
    return not is_late("roll_up", ran_at, timezone.now())


def disk_has_room() -> bool:
    return all(shutil.disk_usage(place).free > LEAST_FREE_BYTES for place in _places())


def _places() -> list[Path]:
    """Where we write: beside the database file when there is one, and the uploads."""
    database = Path(str(settings.DATABASES["default"]["NAME"])).parent
    return [place for place in (Path(settings.BASE_DIR), database, Path(settings.MEDIA_ROOT)) if place.is_dir()]


def _safely(is_fit: Callable[[], bool]) -> bool:
    try:
        return is_fit()
    except Exception:  # whatever is wrong, the answer is «not fit», never an error page
        return False


CHECKS: dict[str, Callable[[], bool]] = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "cache": cache_answers,
    "sweep": sweep_is_recent,
    "disk": disk_has_room,
}
