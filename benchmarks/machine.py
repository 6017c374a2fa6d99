"""The machine in general words, and the versions measured."""

import os
import platform

import django
from django.db import connection

_SHOWN = ("shared_buffers", "work_mem", "max_wal_size", "synchronous_commit")


def describe() -> list[str]:
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return [
        f"{os.cpu_count()} cores, {gib:.0f} GiB of memory, {platform.system()} ({platform.machine()}); database,"
        " server and clients on the same machine",
        f"Python {platform.python_version()}, Django {django.get_version()}, {database()}",
    ]


def database() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY 1", [list(_SHOWN)]
        )
        return f"PostgreSQL {version} ({', '.join(f'{name} {value}' for name, value in cursor.fetchall())})"
