"""A fixed today and the standing cast: Nichinan's people, and Komagane's, who must never be seen from Nichinan."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from tests.make import (
    make_cohort,
    make_director,
    make_enrollment,
    make_municipality,
    make_official,
    make_program,
    make_user,
    make_worker,
)

TODAY = dt.date(2026, 11, 22)
NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)  # Sunday noon in Japan


@pytest.fixture(scope="session", autouse=True)
def quick_passwords():
    """The shipped way of keeping passwords, with one round instead of a million: nobody attacks a test database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PBKDF2PasswordHasher, "iterations", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_flush():
    """After a test with transactions of its own PostgreSQL deletes its few rows instead of making every table anew."""
    if connection.vendor != "postgresql":
        yield
        return
    truncate = connection.ops.sql_flush

    def delete(style, tables, *, reset_sequences=False, allow_cascade=False):
        if reset_sequences or allow_cascade:
            return truncate(style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        return [f"DELETE FROM {connection.ops.quote_name(table)};" for table in tables]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection.ops, "sql_flush", delete)
        yield


@pytest.fixture(autouse=True)
def today(request: pytest.FixtureRequest):
    """Sunday 22 November 2026, noon in Japan; the clock goes on running from there. Real time with mark `real_time`."""
    if request.node.get_closest_marker("real_time"):
        yield None
        return
    with time_machine.travel(NOW, tick=True):
        yield TODAY


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    """Where uploaded files of this test lie, and no other's."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def _town(municipality, *, slug: str, worker_name: tuple[str, str]) -> SimpleNamespace:
    program = make_program(municipality, slug=slug)
    cohort = make_cohort(program, number=1)
    worker_user = make_user(" ".join(worker_name), email=f"worker@{slug}.example.jp")
    worker = make_worker(
        municipality,
        user=worker_user,
        family_name=worker_name[0],
        given_name=worker_name[1],
    )
    return SimpleNamespace(
        municipality=municipality,
        program=program,
        cohort=cohort,
        worker=worker,
        worker_user=worker_user,
        enrollment=make_enrollment(cohort, worker=worker),
        official=make_official(municipality, email=f"official@{slug}.example.jp"),
        director=make_director(program, email=f"director@{slug}.example.jp"),
    )


@pytest.fixture
def nichinan(db) -> SimpleNamespace:
    return _town(make_municipality(), slug="nichinan", worker_name=("﨑田", "恭"))


@pytest.fixture
def komagane(db) -> SimpleNamespace:
    return _town(make_municipality("202100", "長野県", "駒ヶ根市"), slug="komagane", worker_name=("𠮷田", "一郎"))
