"""`python -m benchmarks [--small] [--only postgresql|sqlite]`: ratios side by side, from one run.

PostgreSQL is the one of DATABASE_URL (any database of it; ours is made beside it and dropped at the end).
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from benchmarks.figures import Figure, line, write_results

OWN_NAME = "hidane_benchmarks"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="200,000 entries instead of 10 million: a quick look")
    parser.add_argument("--only", choices=["postgresql", "sqlite"])
    options = parser.parse_args()
    started = monotonic()
    figures, machine, day = [], [], ""
    with TemporaryDirectory() as folder:
        for database in [options.only] if options.only else ["postgresql", "sqlite"]:
            with _database(database, Path(folder)) as url:
                if url is None:
                    print("PostgreSQL is left out: set DATABASE_URL=postgres://... to measure it.", file=sys.stderr)
                    continue
                found = _measure(database, url, options.small, Path(folder) / "figures.json")
            figures += [Figure(**figure) for figure in found["figures"]]
            machine += found["machine"]
            day = found["day"]
    print()
    for figure in figures:
        print(line(figure))
    size = "200,000 entries (--small)" if options.small else "10 million entries, 480,000 income months"
    write_results(figures, machine=machine, day=day, size=size, seconds=monotonic() - started)
    missed = sum(figure.holds is False for figure in figures)
    print(f"\n{len(figures)} figures, {missed} targets missed; kept in benchmarks/results.md")


def _measure(database: str, url: str, small: bool, out: Path) -> dict:
    """Run one database's measurements in a process that knows only this database; the queue is in memory."""
    environment = os.environ | {"DATABASE_URL": url, "LOG_LEVEL": "ERROR", "DEBUG": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    environment.setdefault("REDIS_URL", "memory://")
    arguments = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "benchmarks.child",
        database,
        *(["--small"] if small else []),
        str(out),
    ]
    subprocess.run(arguments, env=environment, check=True)
    return json.loads(out.read_text(encoding="utf-8"))


@contextmanager
def _database(kind: str, folder: Path):
    """An empty database of our own; None when there is no PostgreSQL to make it in."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'benchmarks.sqlite3'}"
        return
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        yield None
        return
    _administer(given, f'DROP DATABASE IF EXISTS "{OWN_NAME}" WITH (FORCE)', f'CREATE DATABASE "{OWN_NAME}"')
    try:
        yield urlunsplit(urlsplit(given)._replace(path=f"/{OWN_NAME}"))
    finally:
        _administer(given, f'DROP DATABASE IF EXISTS "{OWN_NAME}" WITH (FORCE)')


def _administer(url: str, *statements: str) -> None:
    """Statements about databases, spoken from the server's own `postgres` database."""
    connection = psycopg2.connect(urlunsplit(urlsplit(url)._replace(scheme="postgresql", path="/postgres")))
    connection.autocommit = True
    try:
        for statement in statements:
            connection.cursor().execute(statement)
    finally:
        connection.close()


if __name__ == "__main__":
    main()
