"""Copies of everything a town has: the database by its own means and the uploaded files, in one archive.

A live SQLite file must not be copied as a file: with write-ahead logging most of it is elsewhere.
"""

import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.utils import timezone

from programs.domain.refusals import Refused

SQLITE_NAME, POSTGRES_NAME = "database.sqlite3", "database.dump"


def make_backup(folder: Path) -> Path:
    """Write one archive into `folder` and return it. Raises Refused when the database's tool is missing or fails."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"hidane-{timezone.localtime():%Y%m%d-%H%M%S}.tar.gz"
    with tempfile.TemporaryDirectory() as work:
        database = _copy_database(Path(work))
        unfinished = target.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        # Nobody else's from its first byte on: it holds everybody's income.
        file = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "wb") as written, tarfile.open(fileobj=written, mode="w:gz") as archive:
            archive.add(database, database.name)
            if settings.MEDIA_ROOT.exists():
                archive.add(settings.MEDIA_ROOT, "media")
        unfinished.rename(target)
    return target


@contextmanager
def restored(backup: Path) -> Iterator[str]:
    """The DATABASE_URL of a scratch copy made from `backup`, gone again afterwards; the real one is not touched."""
    with tempfile.TemporaryDirectory() as work:
        with tarfile.open(backup) as archive:
            archive.extractall(work, filter="data")
        if (Path(work) / SQLITE_NAME).exists():
            yield f"sqlite:///{Path(work) / SQLITE_NAME}"
            return
        name = f"hidane_rehearsal_{os.getpid()}"
        _run("createdb", name)
        try:
            _run("pg_restore", "--no-owner", "--exit-on-error", "--dbname", name, str(Path(work) / POSTGRES_NAME))
            yield _postgres_url(name)
        finally:
            _run("dropdb", "--if-exists", name)


def _copy_database(folder: Path) -> Path:
    if connection.vendor == "sqlite":
        copy = folder / SQLITE_NAME
        connection.ensure_connection()
        with sqlite3.connect(copy) as target:
            connection.connection.backup(target)
        target.close()
        return copy
    copy = folder / POSTGRES_NAME
    _run("pg_dump", "--format=custom", "--file", str(copy), connection.settings_dict["NAME"])
    return copy


def _run(tool: str, *arguments: str) -> None:
    database = connection.settings_dict
    login = {"PGHOST": database["HOST"], "PGPORT": str(database["PORT"] or ""), "PGUSER": database["USER"]}
    environment = os.environ | login | {"PGPASSWORD": database["PASSWORD"] or ""}
    try:
        done = subprocess.run(
            [tool, *arguments],
            env={name: value for name, value in environment.items() if value},
            capture_output=True,
            text=True,
            check=False,
        )
    except FileNotFoundError:
        raise Refused(f"{tool} is not installed on this machine.") from None
    if done.returncode:
        raise Refused(f"{tool}: {done.stderr.strip()[-500:]}")


def _postgres_url(name: str) -> str:
    database = connection.settings_dict
    login = ":".join(quote(part, safe="") for part in (database["USER"], database["PASSWORD"]) if part)
    return f"postgres://{login}@{database['HOST'] or ''}:{database['PORT'] or 5432}/{name}"
