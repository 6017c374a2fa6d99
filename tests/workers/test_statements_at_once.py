"""A statement is written while its writer's two rows become one, on a database of many writers."""

import datetime as dt
from threading import Event
from time import sleep

import pytest
from django.db import connection

from tests.make import make_earning, make_enrollment, make_worker
from tests.workers.stating import GOOD, HEAD, keep
from tests.workers.test_erasure_at_once import together
from workers.domain import statements
from workers.domain.merging import merge_workers
from workers.models import Earning

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_merging_waits_for_the_statement_and_nobody_is_thrown_out(nichinan, monkeypatch):
    """Each takes the cohort first: else one holds the statement, the other its months, and both wait for each other."""
    twin = make_enrollment(nichinan.cohort, worker=make_worker(nichinan.municipality))
    make_earning(nichinan.enrollment, 1_000, dt.date(2026, 11, 2))
    draft, read = keep(nichinan, HEAD, GOOD), Event()
    as_it_was = statements.read_statement

    def read_slowly(one):
        read.set()
        sleep(1)
        return as_it_was(one)

    monkeypatch.setattr(statements, "read_statement", read_slowly)

    def write() -> int:
        return statements.write_statement(draft=draft, by=nichinan.worker_user).written_count

    def merge() -> str:
        read.wait(5)
        merge_workers(keep=twin.worker, drop=nichinan.worker, by=nichinan.official)
        return "merged"

    assert connection.vendor == "postgresql"
    assert together(write, merge, after=lambda: None) == [1, "merged"]
    assert sorted(Earning.objects.filter(enrollment=twin).values_list("gross", flat=True)) == [1_000, 11_000]
