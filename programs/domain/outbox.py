"""The outbox: a message is written with what it is about, in one transaction, and sent afterwards, again and again.

A process that dies between sending and writing that down sends the mail a second time: late or twice, never lost.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from programs.domain.ways import GivenUp, NotWanted, not_before, sender_of
from programs.models import Municipality, OutgoingMail
from programs.models.outgoing_mail import Way

log = logging.getLogger(__name__)

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
MAX_TRIES = len(BACK_OFF) + 1
BATCH = 5
LEASE = timedelta(minutes=10)  # longer than a batch of mails to a server that does not answer (EMAIL_TIMEOUT)
SENT_KEPT_FOR = timedelta(days=90)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_wake: list[Callable[[], object]] = []


def wake_with(sender: Callable[[], object]) -> None:
    """What is called after each commit that wrote a mail; it must not raise and not wait."""
    _wake[:] = [sender]


def queue_mail(
    *, recipient: str, subject: str, body: str, purpose: str, municipality: Municipality | None
) -> OutgoingMail | None:
    """Write a mail into the outbox, in the transaction of what it tells. None where mail does not work.

    `subject` becomes one line of at most 200 characters. Raises ValidationError for what is no address.
    """
    if not settings.MAIL_WORKS:
        return None
    validate_email(recipient)  # it refuses line breaks too: nobody adds a header
    subject = _CONTROL.sub(" ", subject).strip()[:200]
    return _write(recipient=recipient, subject=subject, body=body, purpose=purpose, municipality=municipality)


def queue_message(
    *, way: Way, recipient: str, body: str, purpose: str, municipality: Municipality | None
) -> OutgoingMail:
    """Write a message that goes by `way` into the outbox: `recipient` is the account there (see `ways.send_by`)."""
    return _write(way=way, recipient=recipient, body=body, purpose=purpose, municipality=municipality)


def send_due(limit: int = 200) -> int:
    """Send the mails whose time has come, the oldest first, at most `limit`. Returns how many went out."""
    sent = seen = 0
    while seen < limit:
        mails = _claim(min(BATCH, limit - seen))
        seen += len(mails)
        sent += _send(mails)
        if not mails:
            break
    return sent


def retry_parked() -> int:
    """Give mails that were given up another round of tries; how many."""
    parked = OutgoingMail.objects.filter(sent_at=None, parked_at__isnull=False).exclude(recipient="")
    return parked.update(parked_at=None, tries=0, next_try_at=timezone.now())


def forget_mails() -> int:
    """Delete what was sent or given up long ago; how many."""
    before = timezone.now() - SENT_KEPT_FOR
    old = OutgoingMail.objects.filter(sent_at__lt=before) | OutgoingMail.objects.filter(parked_at__lt=before)
    return old.delete()[0]


@transaction.atomic
def _claim(count: int) -> list[OutgoingMail]:
    """Take due mails for ourselves: no transaction stays open while a mail server thinks.

    Another sender skips the locked rows, and afterwards sees that their next try is not due. A try counts as it
    begins, so that a mail which kills its sender is parked too.
    """
    now = timezone.now()
    due = OutgoingMail.objects.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    mails = list(due.select_for_update(skip_locked=True, no_key=True, of=("self",))[:count])
    for mail in mails:
        mail.tries += 1
        mail.next_try_at = now + LEASE
    OutgoingMail.objects.bulk_update(mails, ["tries", "next_try_at"])
    return mails


def _send(mails: list[OutgoingMail]) -> int:
    connection = get_connection()
    return sum(_try(mail, connection) for mail in mails)


def _try(mail: OutgoingMail, connection: BaseEmailBackend) -> bool:
    """Whether it went out. Whatever a server says, the others are tried all the same."""
    try:
        later = not_before(mail)
        if later is None:
            _hand_over(mail, connection)
    except NotWanted:
        OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).delete()
        return False
    except Exception as failure:
        _note_failure(mail, failure)
        return False
    _note_sent(mail) if later is None else _put_off(mail, later)
    return later is None


def _hand_over(mail: OutgoingMail, connection: BaseEmailBackend) -> None:
    if mail.way == Way.MAIL:
        EmailMessage(mail.subject, mail.body, None, [mail.recipient], connection=connection).send()
    else:
        sender_of(mail.way)(mail)


def _put_off(mail: OutgoingMail, until: datetime) -> None:
    """It was no try."""
    OutgoingMail.objects.filter(pk=mail.pk, sent_at=None).update(next_try_at=until, tries=mail.tries - 1)


def _note_sent(mail: OutgoingMail) -> None:
    """Emptied at once: whom we wrote to and what is nobody's business afterwards."""
    OutgoingMail.objects.filter(pk=mail.pk).update(
        sent_at=timezone.now(), parked_at=None, recipient="", subject="", body=""
    )


def _note_failure(mail: OutgoingMail, failure: Exception) -> None:
    """No address in the log: a server's refusal repeats it."""
    log.warning("Mail %d (%s) was not taken at try %d: %s", mail.pk, mail.purpose, mail.tries, type(failure).__name__)
    mine = OutgoingMail.objects.filter(pk=mail.pk, sent_at=None)
    if mail.tries >= MAX_TRIES or isinstance(failure, GivenUp):
        mine.update(parked_at=timezone.now())
        log.error("Mail %d (%s) is given up", mail.pk, mail.purpose)
    else:
        mine.update(next_try_at=timezone.now() + BACK_OFF[mail.tries - 1])


def _write(**columns) -> OutgoingMail:
    mail = OutgoingMail.objects.create(next_try_at=timezone.now(), **columns)
    transaction.on_commit(_call_sender)
    return mail


def _call_sender() -> None:
    for sender in _wake:
        sender()
