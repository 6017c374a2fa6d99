"""Sending reminders: who owes an answer is found out at that moment; each step is taken once, whatever runs twice."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import monotonic

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from programs.domain.ways import NotWanted
from programs.models import Membership, OutgoingMail, Program, User
from programs.models.membership import Role
from programs.models.outgoing_mail import Way
from programs.shared.month import Month
from workers.domain.line_accounts import line_is_on
from workers.domain.reminder_words import Words, write_to_director, write_to_person
from workers.domain.reminders import QUIET, owing, quiet_until, step_on, to_remind
from workers.models import Enrollment, IncomeMonth, Reminder, WorkerPreference
from workers.models.reminder import ReminderStep
from workers.models.worker_preference import Channel

log = logging.getLogger(__name__)

SECONDS = 240  # of one run; who is left is asked an hour later


@dataclass(frozen=True)
class Addresses:
    """Where the links of a reminder lead."""

    answer: Callable[[Month], str]
    settings: str
    unanswered: Callable[[Program, Month], str]


def remind_due(now: dt.datetime, addresses: Addresses) -> int:
    """Take every step whose day has come and that is not in somebody's quiet hours. Returns how many were taken."""
    until = monotonic() + SECONDS
    taken = 0
    for program, month, step in _steps_of(timezone.localdate(now)):
        if step == ReminderStep.DIRECTOR:
            taken += tell_director(program=program, month=month, now=now, addresses=addresses)
            continue
        for enrollment in _waiting(program, month, step, now):
            if monotonic() > until:
                return taken
            taken += remind(enrollment=enrollment, month=month, step=step, now=now, addresses=addresses)
    return taken


@transaction.atomic
def remind(*, enrollment: Enrollment, month: Month, step: ReminderStep, now: dt.datetime, addresses: Addresses) -> bool:
    """Take one step for one person, if they still owe the answer; the message is written in the same transaction.

    The month is locked first: an answer being written at this moment is seen, and of two who remind at once one waits.
    """
    list(IncomeMonth.objects.select_for_update(no_key=True).filter(enrollment=enrollment, month=month.first))
    if not to_remind(month, timezone.localdate(now)).filter(pk=enrollment.pk).exists():
        return False
    preference = preference_of(enrollment)
    reminder, is_first = Reminder.objects.get_or_create(
        enrollment=enrollment, month=month.first, step=step, defaults={"channel": _channel(preference)}
    )
    if is_first:
        words = Words(enrollment.cohort.program, month, addresses.answer(month), addresses.settings)
        _write(reminder, preference, words)
    return is_first


@transaction.atomic
def tell_director(*, program: Program, month: Month, now: dt.datetime, addresses: Addresses) -> bool:
    """One mail to each director (else the town's officials) with the number and a link, once for a month."""
    program = Program.objects.select_for_update(no_key=True, of=("self",)).get(pk=program.pk)
    told = Reminder.objects.filter(enrollment__cohort__program=program, month=month.first, step=ReminderStep.DIRECTOR)
    if quiet_until(QUIET, now) or told.exists():
        return False
    people = list(owing(month).filter(cohort__program=program).order_by("pk"))
    if not people:
        return False
    mails = [
        write_to_director(reader, program, month, len(people), url=addresses.unanswered(program, month))
        for reader in _directors(program, timezone.localdate(now))
    ]
    channel = Channel.MAIL if any(mails) else Channel.SCREEN
    columns = {"month": month.first, "step": ReminderStep.DIRECTOR, "channel": channel}
    Reminder.objects.bulk_create(Reminder(enrollment=one, **columns) for one in people)
    return True


def still_wanted(message: OutgoingMail) -> dt.datetime | None:
    """For the outbox, at each try: is the answer still owed, and may the person be disturbed now? See `ask_before`."""
    _kind, _colon, number = message.purpose.partition(":")
    reminder = Reminder.objects.select_related("enrollment__worker__preference").filter(pk=number).first()
    now = timezone.now()
    if reminder is None:
        raise NotWanted
    open_still = to_remind(Month.of(reminder.month), timezone.localdate(now)).filter(pk=reminder.enrollment_id)
    preference = preference_of(reminder.enrollment)
    if not open_still.exists() or not _is_their_way(message, preference):
        raise NotWanted
    return quiet_until(preference, now)


def _is_their_way(message: OutgoingMail, preference: WorkerPreference) -> bool:
    """Not any more for a LINE account that was taken away since, nor for who wants the first page alone."""
    if preference.remind_by == Channel.SCREEN:
        return False
    return message.way != Way.LINE or message.recipient == preference.line_id


def preference_of(enrollment: Enrollment) -> WorkerPreference:
    """What the person chose, else the defaults; nothing is written."""
    return getattr(enrollment.worker, "preference", None) or WorkerPreference(worker=enrollment.worker)


def _steps_of(today: dt.date) -> Iterator[tuple[Program, Month, ReminderStep]]:
    """Long days of grace reach into the month after next: both months are looked at."""
    this_month = Month.of(today)
    running = Program.objects.select_related("municipality").order_by("pk")
    for program in running.filter(Q(ended_on=None) | Q(ended_on__gte=(this_month - 2).first)):
        for month in (this_month - 2, this_month - 1):
            if step := step_on(today, month, grace_days=program.grace_days):
                yield program, month, step


def _waiting(program: Program, month: Month, step: ReminderStep, now: dt.datetime) -> Iterator[Enrollment]:
    """Who has not had this step and is not in quiet hours, as things stand when the list is made."""
    had = Reminder.objects.filter(enrollment=OuterRef("pk"), month=month.first, step=step)
    people = to_remind(month, timezone.localdate(now)).filter(~Exists(had), cohort__program=program)
    people = people.select_related("worker__user", "worker__preference", "cohort__program__municipality")
    for enrollment in people.order_by("pk"):
        if quiet_until(preference_of(enrollment), now) is None:
            yield enrollment


def _channel(preference: WorkerPreference) -> Channel:
    """LINE only while it is switched on and linked: else the mail that everybody has."""
    if preference.remind_by == Channel.LINE and not (line_is_on() and preference.line_id):
        return Channel.MAIL
    return Channel(preference.remind_by)


def _write(reminder: Reminder, preference: WorkerPreference, words: Words) -> None:
    """The message of a reminder. Where none can be written the first page alone asks, and the row says so."""
    if reminder.channel == Channel.SCREEN:
        return
    account = preference.line_id if reminder.channel == Channel.LINE else reminder.enrollment.worker.user.email
    try:
        message = write_to_person(reminder, account, words)
    except ValidationError:
        log.warning("Reminder %d: the account's address is none", reminder.pk)
        message = None
    if message is None:
        reminder.channel = Channel.SCREEN
        reminder.save(update_fields=["channel"])


def _directors(program: Program, today: dt.date) -> QuerySet[User]:
    serving = Membership.objects.active(today)
    directors = User.objects.filter(
        is_active=True, pk__in=serving.filter(role=Role.DIRECTOR, program=program).values("user")
    )
    if directors.exists():
        return directors.order_by("pk")
    officials = serving.filter(role=Role.OFFICIAL, municipality=program.municipality_id)
    return User.objects.filter(is_active=True, pk__in=officials.values("user")).order_by("pk")
