"""Two sweeps at the same moment, and an answer in between, on a database of many writers."""

import datetime as dt
from threading import Event, Timer

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from programs.models import OutgoingMail
from programs.shared.month import Month
from tests.make import make_enrollment, make_user, make_worker
from tests.workers.test_matters_at_once import at_once
from workers.domain.answers import answer_month
from workers.domain.enrollments import open_months_of
from workers.models import Reminder
from workers.tasks import remind

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
OCTOBER = Month(2026, 10)


@pytest.fixture
def twelve(nichinan):
    people = [make_worker(user=make_user(f"参加者{n}")) for n in range(11)]
    return [nichinan.enrollment, *(make_enrollment(nichinan.cohort, worker=one) for one in people)]


@pytest.mark.parametrize("day", ["2026-11-02", "2026-11-06"])
def test_three_sweeps_at_once_take_each_step_once(day, twelve, nichinan):
    with time_machine.travel(timezone.make_aware(dt.datetime.fromisoformat(f"{day}T09:00"))):
        for _round in range(6):
            Reminder.objects.all().delete()
            OutgoingMail.objects.all().delete()
            taken = at_once(remind, remind, remind)
            mails = 12 if day == "2026-11-02" else 1
            assert (sum(taken), Reminder.objects.count(), OutgoingMail.objects.count()) == (mails, 12, mails)


def test_an_answer_being_written_is_waited_for(nichinan):
    """The sweep begins while the answer is not committed yet: it waits at the month, and then asks nobody."""
    open_months_of(nichinan.enrollment)
    assert remind() == 0  # on no day of a step: the first call of a task is slow, and this test is about a moment
    written, go_on = Event(), Event()

    def answer() -> None:
        with transaction.atomic():
            answer_month(
                enrollment=nichinan.enrollment, month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user
            )
            written.set()
            go_on.wait(10)

    def sweep() -> int:
        written.wait(10)
        Timer(3, go_on.set).start()
        return remind()

    with time_machine.travel(timezone.make_aware(dt.datetime(2026, 11, 2, 9))):
        _nothing, taken = at_once(answer, sweep)
    assert (taken, Reminder.objects.count(), OutgoingMail.objects.count()) == (0, 0, 0)
