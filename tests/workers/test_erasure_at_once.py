"""Made nameless while the person is just recording a pay, on a database of many writers."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from django.db import connections, transaction

from programs.domain.refusals import Refused
from programs.shared.month import Month
from tests.make import make_earning
from tests.workers.lived import FIRST, LAST, LEFT, live, traces
from workers.domain.closing import close_month
from workers.domain.erasure import ask_for_erasure, erase_person
from workers.models import Earning, Enrollment

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_an_entry_on_its_way_makes_the_erasure_wait_and_then_refuse(nichinan):
    """The person records a pay in an open month at the same moment: no deadlock, and the month stands in the way."""
    lived = live(nichinan, over=False)
    Enrollment.objects.filter(pk=lived.enrollment.pk).update(left_on=LEFT, leaving_reason="hired")
    for month in Month.between(FIRST, LAST - 1):
        close_month(cohort=nichinan.cohort, month=month, by=nichinan.official)
    wish, written, go = ask_for_erasure(worker=lived.worker, by=lived.user), Event(), Event()

    def record() -> str:
        with transaction.atomic():
            make_earning(Enrollment.objects.get(pk=lived.enrollment.pk), 9_999, dt.date(2026, 9, 1))
            written.set()
            go.wait(5)
        return "recorded"

    def erase() -> str:
        written.wait(5)
        try:
            erase_person(wish=wish, by=nichinan.official)
        except Refused as refused:
            return str(refused)
        return "erased"

    results = together(record, erase, after=lambda: (sleep(0.5), go.set()))
    assert results == ["recorded", "第1期：2026年9月がまだ締められていません。"]
    assert Earning.objects.filter(enrollment=lived.enrollment, gross=9_999).count() == 1


def test_an_entry_that_comes_while_the_person_is_made_nameless_is_refused(nichinan):
    lived = live(nichinan)
    wish, held, go = ask_for_erasure(worker=lived.worker, by=lived.user), Event(), Event()
    before = Earning.objects.count()

    def erase() -> str:
        with transaction.atomic():
            erase_person(wish=wish, by=nichinan.official)
            held.set()
            go.wait(5)
        return "erased"

    def record() -> str:
        held.wait(5)
        try:
            make_earning(Enrollment.objects.get(pk=lived.enrollment.pk), 9_999, dt.date(2026, 9, 1), title="針")
        except Refused as refused:
            return type(refused).__name__
        return "recorded"

    results = together(erase, record, after=lambda: (sleep(0.5), go.set()))
    assert results == ["erased", "MonthClosed"]
    assert (Earning.objects.count(), traces()) == (before, [])


def together(*works, after) -> list[str]:
    """Each work in a thread with a connection of its own."""

    def alone(work) -> str:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        running = [pool.submit(alone, work) for work in works]
        after()
        return [one.result(timeout=30) for one in running]
