"""Matters a participant and the directors write to each other about: opened, answered, read, settled."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.models import Enrollment, Matter, Message, ReadMark

AFTER_LEAVING = dt.timedelta(days=90)  # for what is left to say: a last pay, a certificate, how it goes on


class NobodyReads(Refused):
    """The other side has no account, or the stay ended too long ago."""

    field = "body"


def writable_until(enrollment: Enrollment) -> dt.date | None:
    """The last day on which both sides may write, or None while no end is known."""
    return enrollment.left_on + AFTER_LEAVING if enrollment.left_on else None


def silence_sentence(enrollment: Enrollment, *, by: User) -> str:
    """Why nothing can be written here any more, for `by`; empty while it can."""
    until = writable_until(enrollment)
    if until and timezone.localdate() > until:
        day = date_format(until, "DATE_FORMAT")
        if is_participant(enrollment, by):
            return _(
                "Messages about this participation could be sent until %(day)s. "
                "They stay readable; please call the person in charge at your city hall."
            ) % {"day": day}
        return _("Messages about this participation could be sent until %(day)s.") % {"day": day}
    if enrollment.worker.user_id is None:
        return _("This person has no account yet and could not read it. Please call, or hand over an invitation.")
    return ""


def is_participant(enrollment: Enrollment, user: User) -> bool:
    """Whose side `user` writes on: the participant's own, else the town's and the operator's."""
    return enrollment.worker.user_id == user.pk


@transaction.atomic
def open_matter(*, enrollment: Enrollment, subject: str, body: str, by: User) -> Matter:
    """Begin a matter with its first message. Raises NobodyReads."""
    _refuse_silence(enrollment, by)
    now = timezone.now()
    matter = Matter.objects.create(enrollment=enrollment, subject=subject, opened_by=by, last_message_at=now)
    Message.objects.create(matter=matter, by=by, body=body, sent_at=now)
    return matter


@transaction.atomic
def write_message(*, matter: Matter, body: str, by: User) -> Message:
    """Add a message; a settled matter is open again by it. Raises NobodyReads.

    Written one after the other under the matter's lock: within a matter the numbers tell the order.
    """
    current = _lock(matter)
    _refuse_silence(current.enrollment, by)
    moment = max(timezone.now(), current.last_message_at)
    message = Message.objects.create(matter=current, by=by, body=body, sent_at=moment)
    current.last_message_at, current.settled_at, current.settled_by = moment, None, None
    current.save(update_fields=["last_message_at", "settled_at", "settled_by"])
    return message


def read_matter(*, matter: Matter, user: User, upto: int) -> bool:
    """Note that `user` has seen the other side's messages up to number `upto`; whether that was news.

    Never backwards: two windows may note at once, the later message wins, without a lock: a look waits for nobody.
    What one's own side wrote moves nothing, so that the moment stays that of reading.
    """
    theirs = messages_from_other_side(matter, user).filter(pk__lte=upto).order_by("-pk").values_list("pk", flat=True)
    newest = theirs.first()
    marks = ReadMark.objects.filter(matter=matter, user=user)
    if newest is None or marks.filter(message__gte=newest).exists():
        return False
    now = timezone.now()
    first = ReadMark(matter=matter, user=user, message_id=newest, read_at=now)
    ReadMark.objects.bulk_create([first], ignore_conflicts=True)
    marks.filter(message__lt=newest).update(message=newest, read_at=now)
    return True


@transaction.atomic
def settle(*, matter: Matter, by: User) -> Matter:
    """Say that the matter is done. A second time changes nothing. Raises Refused while `by` has something to read:
    nobody settles what came between their look and their press.
    """
    current = _lock(matter)
    if current.settled_at is None:
        if _has_unread(current, by):
            raise Refused(_("Another message has come meanwhile. Please read it first."))
        current.settled_at, current.settled_by = timezone.now(), by
        current.save(update_fields=["settled_at", "settled_by"])
    return current


@transaction.atomic
def reopen(*, matter: Matter, by: User) -> Matter:
    """Take the settling back; whoever does it, the matter waits as it did before."""
    current = _lock(matter)
    if current.settled_at is not None:
        current.settled_at = current.settled_by = None
        current.save(update_fields=["settled_at", "settled_by"])
    return current


def messages_from_other_side(matter: Matter, user: User):
    """What `user` has to read: a participant what the staff wrote, staff what the participant wrote."""
    participant, written = matter.enrollment.worker.user_id, Message.objects.filter(matter=matter)
    return written.exclude(by=user) if participant == user.pk else written.filter(by=participant)


def _has_unread(matter: Matter, user: User) -> bool:
    mark = ReadMark.objects.filter(matter=matter, user=user).values_list("message", flat=True).first()
    return messages_from_other_side(matter, user).filter(pk__gt=mark or 0).exists()


def _lock(matter: Matter) -> Matter:
    rows = Matter.objects.select_related("enrollment__worker").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=matter.pk)


def _refuse_silence(enrollment: Enrollment, by: User) -> None:
    if sentence := silence_sentence(enrollment, by=by):
        raise NobodyReads(sentence)
