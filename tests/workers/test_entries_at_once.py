"""Many hands on one entry at the same moment, on a database of many writers."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from programs.domain.refusals import Refused
from programs.shared.month import Month
from reports.domain.rebuild import check
from reports.domain.roll_up import drain
from tests.make import make_earning, make_entry
from tests.make_evidence import make_evidence, picture_bytes
from workers.domain.closing import close_month
from workers.domain.corrections import correct_earning
from workers.domain.earnings import change_earning
from workers.domain.seen import version_of
from workers.domain.verifying import return_earning, verify_earning
from workers.models import Earning, EarningChange

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*works: Callable[[], object]) -> int:
    """Begin them together; how many were not refused."""
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> bool:
        try:
            start.wait()
            work()
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(len(works)) as pool:
        return sum(pool.map(begin, works))


def test_eight_files_at_once_are_five(nichinan):
    earning = make_earning(nichinan.enrollment)
    datas = [picture_bytes(shade=shade) for shade in range(8)]
    done = at_once(*(lambda data=data: make_evidence(earning, nichinan.worker_user, data=data) for data in datas))
    assert (done, earning.evidences.count()) == (5, 5)


def test_the_same_file_sent_twice_at_once_is_there_once(nichinan):
    earning = make_earning(nichinan.enrollment)
    done = at_once(*[lambda: make_evidence(earning, nichinan.worker_user)] * 4)
    assert (done, earning.evidences.count()) == (1, 1)


def test_four_corrections_at_once_take_the_entry_back_once(nichinan):
    old = make_earning(nichinan.enrollment, 10_000, dt.date(2026, 10, 5))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    words = {"earning": old, "on": dt.date(2026, 11, 22), "reason": "打ち間違い", "right": None}
    done = at_once(*[lambda: correct_earning(**words, by=nichinan.worker_user)] * 4)
    drain()
    assert (done, Earning.objects.filter(gross__lt=0).count(), check()) == (1, 1, [])


def test_what_is_verified_is_what_was_seen(nichinan):
    for gross in range(1, 9):
        earning = make_earning(nichinan.enrollment, gross)
        seen = version_of(earning)
        at_once(
            lambda one=earning, seen=seen: verify_earning(earning=one, by=nichinan.director, seen=seen),
            lambda one=earning: change_earning(earning=one, entry=make_entry(gross=500), by=nichinan.worker_user),
            lambda one=earning, seen=seen: return_earning(earning=one, reason="x", by=nichinan.director, seen=seen),
        )
        earning.refresh_from_db()
        assert (earning.gross, earning.verified_at, earning.returned_at) == (500, None, None)
        last = EarningChange.objects.filter(earning_number=earning.pk).first()
        assert last.kind == "changed"
    drain()
    assert check() == []
