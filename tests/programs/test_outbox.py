"""Mails go out once, late if they must, and leave nothing behind but that they went."""

import datetime as dt
import logging
import threading
import time
from collections import Counter

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from config.celery import app
from programs.domain import outbox
from programs.domain.housekeeping import tidy_up
from programs.domain.outbox import MAX_TRIES, queue_mail, retry_parked, send_due
from programs.models import OutgoingMail
from programs.tasks import send_mails

HERE = "tests.programs.test_outbox"


class Refusing(BaseEmailBackend):
    """A mail server that refuses whoever is called «lost»."""

    def send_messages(self, messages):
        if any("lost@" in address for message in messages for address in message.to):
            raise OSError("550 lost@example.jp is unknown here")
        mail.outbox.extend(messages)
        return len(messages)


class Slow(BaseEmailBackend):
    taken: Counter = Counter()

    def send_messages(self, messages):
        time.sleep(0.02)
        Slow.taken.update(message.to[0] for message in messages)
        return len(messages)


def queue(recipient: str = "aoi@example.jp", **words) -> OutgoingMail:
    words = {"subject": "応募を受け付けました", "body": "黒木 葵 様", "purpose": "test", "municipality": None} | words
    return queue_mail(recipient=recipient, **words)


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"


@pytest.mark.django_db
def test_a_mail_goes_out_once_and_is_emptied():
    row = queue()
    assert (send_due(), send_due()) == (1, 0)
    sent = mail.outbox[0]
    assert (sent.to, sent.subject, sent.body) == (["aoi@example.jp"], "応募を受け付けました", "黒木 葵 様")
    row.refresh_from_db()
    assert (row.recipient, row.subject, row.body, row.tries) == ("", "", "", 1)
    assert row.sent_at is not None


@pytest.mark.django_db
def test_a_mail_that_is_refused_is_tried_later_and_later_and_then_given_up(refusing, caplog):
    row, start, waits = queue("lost@example.jp"), timezone.now(), []
    with caplog.at_level(logging.WARNING):
        for _n in range(MAX_TRIES):
            row.refresh_from_db()
            with time_machine.travel(row.next_try_at + dt.timedelta(seconds=1), tick=False):
                assert send_due() == 0
                row.refresh_from_db()
                waits.append(round((row.next_try_at - timezone.now()).total_seconds() / 60))
    assert waits[:-1] == [1, 5, 30, 120, 720]
    assert (row.tries, row.sent_at, row.recipient) == (6, None, "lost@example.jp")
    assert row.parked_at > start
    assert "lost@" not in caplog.text
    with time_machine.travel(timezone.now() + dt.timedelta(days=3)):
        assert send_due() == 0
    row.refresh_from_db()
    assert row.tries == 6


@pytest.mark.django_db
def test_one_bad_address_holds_nobody_back(refusing):
    queue("lost@example.jp")
    queue("aoi@example.jp")
    assert send_due() == 1
    assert [one.to for one in mail.outbox] == [["aoi@example.jp"]]


@pytest.mark.django_db
def test_what_was_given_up_gets_another_round(refusing, settings, capsys):
    row = queue("lost@example.jp")
    OutgoingMail.objects.update(parked_at=timezone.now(), tries=6)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_mails")
    assert mail.outbox == []
    call_command("send_mails", "--parked")
    row.refresh_from_db()
    assert (len(mail.outbox), row.parked_at, row.sent_at is None) == (1, None, False)
    assert retry_parked() == 0


@pytest.mark.django_db
def test_a_sender_that_died_leaves_the_mail_to_the_next_one(settings):
    queue()
    settings.EMAIL_BACKEND = f"{HERE}.Dying"
    with pytest.raises(KeyboardInterrupt):
        send_due()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11)):
        assert send_due() == 1


class Dying(BaseEmailBackend):
    def send_messages(self, messages):
        raise KeyboardInterrupt


@pytest.mark.django_db
def test_nobody_adds_a_header():
    queue(subject="応募\r\nBcc: everybody@example.jp\u2028X-A: b")
    send_due()
    raw = mail.outbox[0].message().as_string()
    assert mail.outbox[0].subject == "応募 Bcc: everybody@example.jp X-A: b"
    assert [line for line in raw.splitlines() if line.startswith(("Bcc", "X-A"))] == []
    for recipient in ("a@example.jp\nBcc: b@example.jp", "a@example.jp,b@example.jp", ""):
        with pytest.raises(ValidationError):
            queue(recipient)


@pytest.mark.django_db
def test_where_mail_does_not_work_nothing_is_written(settings):
    settings.MAIL_WORKS = False
    assert queue() is None
    assert OutgoingMail.objects.count() == 0


@pytest.fixture
def without_broker():
    before = app.conf.task_always_eager
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = before


@pytest.mark.django_db(transaction=True)
def test_it_goes_out_as_soon_as_what_it_tells_is_true(without_broker):
    with transaction.atomic():
        queue()
        assert mail.outbox == []
    assert [one.to for one in mail.outbox] == [["aoi@example.jp"]]


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_told_to_nobody():
    with transaction.atomic():
        queue()
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), send_mails(), mail.outbox) == (0, 0, [])


@pytest.mark.django_db
def test_old_rows_go_and_waiting_ones_stay(refusing):
    queue()
    queue("lost@example.jp")
    send_due()
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
        tidy_up()
    assert [row.recipient for row in OutgoingMail.objects.all()] == ["lost@example.jp"]


@pytest.mark.django_db
def test_no_more_than_asked_for():
    for n in range(25):
        queue(f"p{n}@example.jp")
    assert [send_due(limit=12), send_due()] == [12, 13]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_senders_at_once_send_each_mail_once(settings):
    words = {"subject": "応募", "body": "様", "purpose": "test", "next_try_at": timezone.now()}
    OutgoingMail.objects.bulk_create(OutgoingMail(recipient=f"p{n}@example.jp", **words) for n in range(60))
    settings.EMAIL_BACKEND = f"{HERE}.Slow"
    Slow.taken.clear()
    gate, sent = threading.Barrier(3), []

    def sender():
        gate.wait()
        sent.append(send_due())
        connection.close()

    threads = [threading.Thread(target=sender) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(sent), len(Slow.taken), max(Slow.taken.values())) == (60, 60, 1)
    assert min(sent) > 0


def test_a_server_that_answers_nothing_cannot_outlast_the_lease():
    """Greeting, hello, encryption, hello, name, password, sender, recipient, data, end: each may take its time."""
    assert outbox.LEASE.total_seconds() > outbox.BATCH * 10 * settings.EMAIL_TIMEOUT
