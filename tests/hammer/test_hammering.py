"""Many real processes on one database: no error, no deadlock, and never a month that does not equal its earnings."""

import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter

import pytest
from django.conf import settings
from django.db import connection, connections

from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.hammer.people import FIRST, MONTHS
from tests.make import make_cohort, make_enrollment, make_user
from workers.domain.closing import figures_of
from workers.models import Earning, IncomeMonth, MonthClosing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real_time]
SECONDS = 12


@pytest.fixture
def address(tmp_path) -> str:
    """Where the processes find the test's database; a test database in memory is first copied into a file.

    The copy keeps its log beside itself as every shipped file does since its first command. Only the change to that
    mode cannot wait for others: eight processes that all make it at once refuse each other.
    """
    database = connections["default"].settings_dict
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with sqlite3.connect(tmp_path / "shared.sqlite3") as copy:
            connection.connection.backup(copy)
            assert copy.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        return f"sqlite:///{tmp_path / 'shared.sqlite3'}"
    login = f"{database['USER']}:{database['PASSWORD']}" if database["PASSWORD"] else database["USER"]
    return f"postgres://{login}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def play(address: str, **parts: int) -> dict[str, Counter]:
    """Let so many processes play each part at the same time; what each part did, added up."""
    environment = os.environ | {"DATABASE_URL": address, "REDIS_URL": ""}
    running = [
        (
            part,
            subprocess.Popen(
                [sys.executable, "-m", "tests.hammer.people", part, str(100 * len(part) + n), str(SECONDS)],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            ),
        )
        for part, count in parts.items()
        for n in range(count)
    ]
    done: dict[str, Counter] = {part: Counter() for part in parts}
    for part, process in running:
        out, errors = process.communicate(timeout=SECONDS + 60)
        assert process.returncode == 0, errors[-3000:]
        done[part] += Counter(json.loads(out.splitlines()[-1]))
    return done


def errors_in(done: dict[str, Counter]) -> dict:
    return {key: times for counter in done.values() for key, times in counter.items() if key.startswith("error")}


@pytest.fixture
def town():
    cohort = make_cohort(starts_on=FIRST.first, capacity=100)
    for _n in range(15):
        make_enrollment(cohort)
    make_user("職員")
    return cohort


@pytest.mark.postgres
def test_eight_writers_three_drains_a_closer_and_a_rebuild_leave_every_figure_right(town, address):
    done = play(address, write=8, settle=3, close=1, plan=2, rebuild=1, watch=1)

    assert errors_in(done) == {}
    assert done["watch"]["wrong months seen"] == 0
    assert done["watch"]["looks"] > 20
    assert done["write"]["refused"] > 0, "the closer never met a writer: the test proves nothing"
    assert sum(done["write"].values()) > 100
    assert {"ramp", "plan", "pause", "enroll"} <= set(done["plan"])
    drain()
    assert check() == []
    assert IncomeMonth.objects.exclude(due=0).count() == 0
    for n in range(MONTHS):
        row = CohortMonth.objects.filter(cohort=town, month=(FIRST + n).first).first()
        if row:
            assert row.net == figures_of(town, FIRST + n).net
    for closing in MonthClosing.objects.in_force():
        total = sum(earning.net for earning in Earning.objects.filter(month=closing.month))
        assert total == closing.figures["net"]


def test_eight_writers_as_shipped_never_fail_on_a_lock(town, address):
    done = play(address, write=8, settle=2, watch=1)
    assert errors_in(done) == {}
    assert done["watch"]["wrong months seen"] == 0
    assert sum(done["write"].values()) > 50
    for arguments in ([], ["--check"]):
        subprocess.run(
            [sys.executable, "manage.py", "roll_up", *arguments],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address},
            check=True,
            stdout=subprocess.DEVNULL,
            timeout=60,
        )
