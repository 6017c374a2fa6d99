"""The outbox asks upper floors how a message goes out, and whether it still should."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.domain import ways
from programs.domain.outbox import queue_mail, queue_message, send_due
from programs.models import OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(monkeypatch):
    """Senders and questions of this test alone."""
    monkeypatch.setattr(ways, "_senders", {})
    monkeypatch.setattr(ways, "_questions", {})


def queue(purpose: str = "test:7") -> OutgoingMail:
    return queue_mail(recipient="aoi@example.jp", subject="件名", body="様", purpose=purpose, municipality=None)


def test_a_way_nobody_knows_waits_for_somebody_who_does(known):
    row = queue_message(way="line", recipient="U1", body="様", purpose="test", municipality=None)
    assert send_due() == 0
    taken = []
    ways.send_by("line", lambda message: taken.append(message.recipient))
    OutgoingMail.objects.update(next_try_at=timezone.now())
    assert (send_due(), taken) == (1, ["U1"])
    row.refresh_from_db()
    assert (row.tries, row.recipient) == (2, "")


def test_a_sender_that_says_never_is_not_asked_again(known):
    def refuse(message):
        raise ways.GivenUp("400")

    ways.send_by("line", refuse)
    row = queue_message(way="line", recipient="U1", body="様", purpose="test", municipality=None)
    send_due()
    row.refresh_from_db()
    assert (row.tries, row.parked_at is None, row.recipient) == (1, False, "U1")


def test_what_is_settled_is_thrown_away(known, mailoutbox):
    def settled(message):
        raise ways.NotWanted

    ways.ask_before("test", settled)
    queue()
    queue("tests:7")
    assert (send_due(), len(mailoutbox), OutgoingMail.objects.filter(sent_at=None).count()) == (1, 1, 0)


def test_what_must_wait_waits_and_that_is_no_try(known, mailoutbox):
    later = timezone.now() + dt.timedelta(hours=3)
    ways.ask_before("test", lambda message: later)
    row = queue()
    assert (send_due(), send_due(), mailoutbox) == (0, 0, [])
    row.refresh_from_db()
    assert (row.next_try_at, row.tries) == (later, 0)


def test_a_question_that_fails_is_asked_again_later(known, mailoutbox):
    ways.ask_before("test", lambda message: 1 / 0)
    row = queue()
    assert (send_due(), mailoutbox) == (0, [])
    row.refresh_from_db()
    assert (row.tries, row.sent_at, row.parked_at) == (1, None, None)
