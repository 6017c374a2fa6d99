"""Who has not been heard of for a while: the latest sign of life of everybody taking part, in one query.

A sign of life is something only the person can cause: an entry of income of their own, an answer for a month, a contact
in which they were reached, a message, a session they came to, a sign-in. What the town entered for them is none.
Without any, silence counts from the day of joining.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Program
from workers.models import Attendance, Contact, Earning, Enrollment, IncomeMonth, Message, Pause, TimeOff
from workers.models.income_month import Answer

DAYS = (7, 14, 30, 60)
USUAL_DAYS = 14


class Sign(models.TextChoices):
    ENTRY = "entry", _("entered income")
    ANSWER = "answer", _("answered for a month")
    CONTACT = "contact", _("was reached")
    MESSAGE = "message", _("wrote a message")
    SESSION = "session", _("came to a session")
    SIGN_IN = "sign_in", _("signed in")
    JOINED = "joined", _("joined; no sign since")


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """`days` without a sign since `last_on`, the day of the last `sign`."""

    enrollment: Enrollment
    last_on: dt.date
    sign: Sign
    days: int


def active_people(program: Program, today: dt.date | None = None) -> QuerySet[Enrollment]:
    """Taking part on that day: begun, not left, not on a break, not on a day off."""
    today = today or timezone.localdate()
    resting = Pause.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), enrollment=OuterRef("pk"), starts_on__lte=today
    )
    off = TimeOff.objects.filter(enrollment=OuterRef("pk"), starts_on__lte=today, ends_on__gte=today)
    here = Enrollment.objects.filter(Q(left_on=None) | Q(left_on__gt=today), joined_on__lte=today)
    return here.filter(~Exists(resting), ~Exists(off), cohort__program=program, worker__merged_into=None)


def silent_people(
    program: Program, days: int, today: dt.date, *, among: QuerySet[Enrollment] | None = None
) -> list[SilentPerson]:
    """Everybody active in `program` whose last sign is at least `days` days ago, the longest silence first.

    One query however many people; `among` narrows whom to look at.
    """
    people = with_signs(active_people(program, today))
    if among is not None:
        people = people.filter(pk__in=among.values("pk"))
    last_day = today - dt.timedelta(days=days)
    heard = _midnight(last_day + dt.timedelta(days=1))
    for name, limit in (*((one, heard) for one in _MOMENTS), ("last_contact", last_day + dt.timedelta(days=1))):
        people = people.filter(Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": limit}))
    people = people.filter(joined_on__lte=last_day).select_related("worker", "cohort")
    found = [(one, *last_sign(one)) for one in people.order_by()]
    silent = [SilentPerson(one, last_on, sign, (today - last_on).days) for one, last_on, sign in found]
    return sorted(silent, key=lambda one: (-one.days, one.enrollment.worker.full_kana, one.enrollment.pk))


def with_signs(people: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Each with the moment or day of the latest sign of every kind, None where there was none."""
    answered = IncomeMonth.objects.filter(answer__in=(Answer.REPORTED, Answer.NOTHING_EARNED))
    written = Message.objects.filter(by=OuterRef("worker__user"))
    own = Earning.objects.filter(Q(recorded_by=None) | Q(recorded_by=OuterRef("worker__user")))
    present = Attendance.objects.present().filter(session__starts_at__lte=timezone.now())
    return people.annotate(
        last_entry=_latest(own, "recorded_at"),
        last_answer=_latest(answered, "answered_at"),
        last_contact=_latest(Contact.objects.reached(), "happened_on"),
        last_message=_latest(written, "sent_at", "matter__enrollment"),
        last_session=_latest(present, "session__starts_at", "attendee__worker", "worker"),
        last_sign_in=models.F("worker__user__last_login"),
    )


def last_sign(one: Enrollment) -> tuple[dt.date, Sign]:
    """The day and kind of the latest sign of somebody read with `with_signs`."""
    return max(_signs(one), key=lambda sign: sign[0])


_MOMENTS = {
    "last_entry": Sign.ENTRY,
    "last_answer": Sign.ANSWER,
    "last_message": Sign.MESSAGE,
    "last_session": Sign.SESSION,
    "last_sign_in": Sign.SIGN_IN,
}


def _signs(one: Enrollment) -> Iterator[tuple[dt.date, Sign]]:
    """Of several on one day the first is named."""
    if one.last_contact:
        yield one.last_contact, Sign.CONTACT
    for name, sign in _MOMENTS.items():
        if moment := getattr(one, name):
            yield timezone.localtime(moment).date(), sign
    yield one.joined_on, Sign.JOINED


def _latest(rows: QuerySet, what: str, path: str = "enrollment", outer: str = "pk") -> Subquery:
    mine = rows.filter(**{path: OuterRef(outer)}).order_by().values(path)
    return Subquery(mine.annotate(latest=Max(what)).values("latest"))


def _midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day in Japan."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
