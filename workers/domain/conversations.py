"""A matter as its two sides see it: whose message, when, read or not, and what is new to whoever looks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import User
from workers.domain.matters import is_participant
from workers.models import Matter, Message, ReadMark

SHOWN = 50  # messages at once; the earlier ones a page before


@dataclass(frozen=True)
class Line:
    """One message: `day` only on the first of its day, `read_on` only where the day of reading is known exactly."""

    message: Message
    who: str
    is_own_side: bool
    day: dt.date | None
    is_first_new: bool
    is_read: bool
    read_on: dt.date | None
    is_last: bool


@dataclass(frozen=True)
class Conversation:
    """`newest`: number of the last message shown, 0 without one. `before`, `after`: whether there are more."""

    lines: list[Line]
    before: int | None
    after: bool

    @property
    def newest(self) -> int:
        return self.lines[-1].message.pk if self.lines else 0


def conversation(matter: Matter, viewer: User, *, before: int | None = None) -> Conversation:
    """The last messages (those ahead of number `before`) as `viewer` sees them. Two queries."""
    written = Message.objects.filter(matter=matter).select_related("by").order_by("-pk")
    if before is not None:
        written = written.filter(pk__lt=before)
    found = list(written[: SHOWN + 1])
    shown = found[:SHOWN][::-1]
    marks = list(ReadMark.objects.filter(matter=matter))
    return Conversation(
        lines=lines_of(shown, marks, matter=matter, viewer=viewer),
        before=shown[0].pk if len(found) > SHOWN else None,
        after=before is not None,
    )


def lines_of(shown: Iterable[Message], marks: list[ReadMark], *, matter: Matter, viewer: User) -> list[Line]:
    """Pure: what stands beside each message."""
    participant = matter.enrollment.worker.user_id
    looks_as_participant = is_participant(matter.enrollment, viewer)
    read_upto = next((mark.message_id for mark in marks if mark.user_id == viewer.pk), 0)
    theirs = [mark for mark in marks if (mark.user_id == participant) != looks_as_participant]
    lines: list[Line] = []
    last_day, new_seen, shown = None, False, list(shown)
    for message in shown:
        own_side = (message.by_id == participant) == looks_as_participant
        day = timezone.localdate(message.sent_at)
        first_new = not own_side and not new_seen and message.pk > read_upto
        new_seen = new_seen or first_new
        exact = [mark.read_at for mark in theirs if mark.message_id == message.pk]
        lines.append(
            Line(
                message=message,
                who=name_of(message.by, matter),
                is_own_side=own_side,
                day=day if day != last_day else None,
                is_first_new=first_new,
                is_read=own_side and any(mark.message_id >= message.pk for mark in theirs),
                read_on=timezone.localdate(min(exact)) if own_side and exact else None,
                is_last=message is shown[-1],
            )
        )
        last_day = day
    return lines


def name_of(user: User, matter: Matter) -> str:
    """The participant by name, staff by the name they show; never an address."""
    if is_participant(matter.enrollment, user):
        return matter.enrollment.worker.full_name
    return user.display_name or _("Person in charge")
