"""Taking a seat at a session: by the link without an account, or as a participant; and giving it back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.domain.refusals import Refused
from programs.models import Call, CourseSession
from programs.shared.town_office import office_of
from workers.domain.attendees import Person, find_or_make_attendee
from workers.domain.courses import locked_session
from workers.models import Attendance, Attendee, Enrollment, Worker
from workers.models.attendance import SEATED, AttendanceState


class SessionFull(Refused):
    """All seats are taken."""

    def __init__(self) -> None:
        super().__init__(_("All seats of this session are taken."))


class NotOpen(Refused):
    """Cancelled, over, or nothing one signs up for."""


class SignedUpAlready(Refused):
    """The same person once more: nothing is doubled."""

    for_staff = gettext_lazy("This person has signed up already.")

    def __init__(self, session: CourseSession) -> None:
        """Whoever lost the page of their seat is told whom to ask."""
        program = session.course.program
        town = program.municipality.name
        whom = {"town": town, "office": office_of(town)}
        call = Call.objects.published().filter(cohort__program=program).order_by("-opens_on", "-pk").first()
        said = _("You have signed up for this session already. Nothing more is needed.")
        asked = _("If you cannot come or cannot find the page of your seat, please ask %(town)s (%(office)s).") % whom
        contact = _("Whom to ask: %(contact)s") % {"contact": call.contact} if call else ""
        super().__init__("".join((said, asked, contact)))


@dataclass(frozen=True)
class OfferedSession:
    """One session as a participant sees it; `seats` is what is left, None without a limit."""

    session: CourseSession
    state: str
    seats: int | None

    @property
    def is_mine(self) -> bool:
        return self.state in SEATED

    @property
    def may_sign_up(self) -> bool:
        return self.session.course.takes_sign_up and not self.is_mine and self.seats != 0


@transaction.atomic
def sign_up(
    *, session: CourseSession, person: Person | None = None, worker: Worker | None = None, token: str = ""
) -> Attendance:
    """Give a seat to somebody who wrote who they are, or to a participant; `token` cancels it later (see seat_of).

    The session is locked before its seats are counted. Raises NotOpen, SessionFull, SignedUpAlready.
    """
    session = locked_session(session)
    refuse_closed(session)
    if session.course.cohort_id and not _in_cohort(session, worker):
        raise NotOpen(_("This session is for the participants of %(cohort)s.") % {"cohort": session.course.cohort})
    town = session.course.program.municipality
    attendee = find_or_make_attendee(municipality=town, person=person, worker=worker)
    return take_seat(session, attendee, token=token)


def take_seat(session: CourseSession, attendee: Attendee, *, token: str = "") -> Attendance:
    """Call it with the session locked. Raises SessionFull, SignedUpAlready."""
    row = Attendance.objects.select_for_update(no_key=True).filter(session=session, attendee=attendee).first()
    if row and row.state in SEATED:
        raise SignedUpAlready(session)
    if seats_left(session) == 0:
        raise SessionFull
    row = row or Attendance(session=session, attendee=attendee)
    row.state, row.signed_up_at, row.cancel_hash = AttendanceState.SIGNED_UP, timezone.now(), hash_of(token)
    row.marked_at = row.marked_by = None
    row.save()
    return row


@transaction.atomic
def give_up_seat(attendance: Attendance) -> Attendance:
    """Somebody will not come after all; harmless when repeated. Raises NotOpen once the session has begun."""
    session = locked_session(attendance.session)
    row = Attendance.objects.select_for_update(no_key=True).filter(pk=attendance.pk).first()
    if row and row.state == AttendanceState.CANCELLED:
        return row
    # No row: two rows of one person were made one meanwhile, and this was the other.
    if row is None or session.starts_at <= timezone.now() or row.state != AttendanceState.SIGNED_UP:
        raise NotOpen(_("This session has already begun, or your attendance has been written down."))
    row.state = AttendanceState.CANCELLED
    row.save(update_fields=["state"])
    return row


def refuse_closed(session: CourseSession) -> None:
    """Raise NotOpen, with the reason, when nobody can sign up for it now."""
    if session.cancelled_at:
        raise NotOpen(_("This session has been cancelled."))
    if session.starts_at <= timezone.now():
        raise NotOpen(_("This session has already begun. You can no longer sign up for it."))
    if not session.course.takes_sign_up:
        raise NotOpen(_("No sign-up is taken here for this session. Please ask the people in charge."))


def seats_left(session: CourseSession) -> int | None:
    """None without a limit. Walk-ins may have filled more seats than there are: then none is left."""
    if session.capacity is None:
        return None
    taken = Attendance.objects.seated().filter(session=session).count()
    return max(0, session.capacity - taken)


def token_of(once: str) -> str:
    """The secret in the address of one's seat, made from the form's once-only token: the form sent twice leads to
    the same seat, and the secret itself is written down nowhere.
    """
    return salted_hmac("workers.sign_ups.token", once, algorithm="sha256").hexdigest()[:40]


def hash_of(token: str) -> str:
    return salted_hmac("workers.sign_ups.hash", token, algorithm="sha256").hexdigest() if token else ""


def seat_of(token: str) -> Attendance | None:
    """Whose address this is: the attendance with everything its page shows."""
    rows = Attendance.objects.select_related("session__course__program__municipality", "attendee")
    return rows.filter(cancel_hash=hash_of(token)).first() if token else None


def sessions_for(enrollment: Enrollment) -> QuerySet[CourseSession]:
    """Of the program: those open to everybody and, while it lasts, those of the participant's own cohort."""
    cohort, mine = enrollment.cohort, Q(course__cohort=None)
    if enrollment.left_on is None or enrollment.left_on > timezone.localdate():
        mine |= Q(course__cohort=cohort)
    return CourseSession.objects.filter(mine, course__program=cohort.program_id).select_related("course")


def offered_sessions(enrollment: Enrollment, *, now: dt.datetime) -> list[OfferedSession]:
    """What is still to come: sessions one can sign up for, those of the own cohort, and those signed up for until
    they end.
    """
    seated = Count("attendances", filter=Q(attendances__state__in=SEATED))
    mine = Attendance.objects.filter(session=OuterRef("pk"), attendee__worker=enrollment.worker_id, state__in=SEATED)
    coming = sessions_for(enrollment).filter(ends_at__gt=now, cancelled_at=None).annotate(seated=seated)
    offered = Q(course__takes_sign_up=True) | Q(course__cohort__isnull=False)
    coming = coming.filter(Q(offered, starts_at__gt=now) | Exists(mine))
    states = _states_of(enrollment, coming)
    return [
        OfferedSession(one, states.get(one.pk, ""), None if one.capacity is None else max(0, one.capacity - one.seated))
        for one in coming.order_by("starts_at", "pk")
    ]


def open_sessions(now: dt.datetime) -> QuerySet[CourseSession]:
    """What any citizen of any town can still sign up for, the next first, each with `seated`."""
    program_lives = Q(course__program__ended_on=None) | Q(course__program__ended_on__gte=timezone.localdate(now))
    coming = CourseSession.objects.filter(
        program_lives, course__cohort=None, course__takes_sign_up=True, cancelled_at=None, starts_at__gt=now
    )
    coming = coming.select_related("course__program__municipality")
    seated = Count("attendances", filter=Q(attendances__state__in=SEATED))
    return coming.annotate(seated=seated).order_by("starts_at", "pk")


def upcoming_sessions(enrollment: Enrollment, today: dt.date) -> list[tuple[CourseSession, bool]]:
    """Sessions from now on, and whether the participant has a seat; none before `today`, none that is over."""
    day = timezone.make_aware(dt.datetime.combine(today, dt.time.min))
    offered = offered_sessions(enrollment, now=max(day, timezone.now()))
    return [(one.session, one.is_mine) for one in offered]


def past_sessions(enrollment: Enrollment) -> QuerySet[Attendance]:
    """Where the participant was present, the latest first; in whatever program of the town."""
    rows = Attendance.objects.present().filter(attendee__worker=enrollment.worker_id)
    return rows.select_related("session__course").order_by("-session__starts_at", "-pk")


def _states_of(enrollment: Enrollment, sessions: Iterable[CourseSession]) -> dict[int, str]:
    rows = Attendance.objects.filter(attendee__worker=enrollment.worker_id, session__in=sessions.values("pk"))
    return dict(rows.values_list("session", "state"))


def _in_cohort(session: CourseSession, worker: Worker | None) -> bool:
    if worker is None:
        return False
    day = timezone.localdate(session.starts_at)
    there = Enrollment.objects.filter(worker=worker, cohort=session.course.cohort_id)
    return there.filter(Q(left_on=None) | Q(left_on__gt=day)).exists()
