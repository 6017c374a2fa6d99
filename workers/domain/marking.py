"""Who was there: marks on the day, people who came without signing up, and two helpers tapping at once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import CourseSession, User
from programs.shared.search_key import search_key
from workers.domain.attendees import Person, find_or_make_attendee
from workers.domain.courses import locked_session
from workers.domain.sign_ups import SessionFull, seats_left, take_seat
from workers.models import Attendance, Attendee, Enrollment
from workers.models.attendance import SEATED, AttendanceState

MARKS = (AttendanceState.PRESENT, AttendanceState.ABSENT, AttendanceState.EXCUSED)


class MarkedMeanwhile(Refused):
    """Another helper has written something else since the page was shown. `current` is how it stands."""

    def __init__(self, current: Attendance) -> None:
        self.current = current
        said = _("%(helper)s has just marked this person as «%(mark)s». To change it, press once more.")
        super().__init__(said % {"helper": current.marked_by or "", "mark": current.get_state_display()})


class SameNameThere(Refused):
    """Somebody with this name stands on the list already; whoever adds them says that it is somebody else."""

    field = "is_somebody_else"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody with this name is on the list already. If it is another person, tick the box and add them.")
        )


@transaction.atomic
def mark(*, attendance: Attendance, state: str, by: User, seen: str = "") -> Attendance:
    """Write down whether somebody came; `signed_up` takes a mark back. `seen` is the state the page showed, or "".

    Raises Refused: cancelled session, present before the day; MarkedMeanwhile; SessionFull where a seat that was given
    back before the day has gone to somebody else.
    """
    session = locked_session(attendance.session)
    row = _locked_row(attendance)
    if row.state == state:
        return row
    _refuse_mark(session, state)
    if seen and row.state != seen:
        raise MarkedMeanwhile(row)
    if state in SEATED and row.state not in SEATED and not is_due(session) and seats_left(session) == 0:
        raise SessionFull
    _write(row, state, by)
    _record(session, by, row)
    return row


@transaction.atomic
def mark_rest_present(*, session: CourseSession, by: User) -> int:
    """Everybody who signed up and has no mark yet is present; how many. Marks that stand are left alone."""
    session = locked_session(session)
    _refuse_mark(session, AttendanceState.PRESENT)
    rest = Attendance.objects.select_for_update(no_key=True).filter(session=session, state=AttendanceState.SIGNED_UP)
    rows = list(rest.order_by("pk"))
    for row in rows:
        _write(row, AttendanceState.PRESENT, by)
    if rows:
        _record(session, by, None, detail=f"{len(rows)} rows")
    return len(rows)


@transaction.atomic
def add_person(*, session: CourseSession, person: Person, by: User, is_somebody_else: bool = False) -> Attendance:
    """Somebody without an account, written down by a helper: from the day on as present (more people than seats may
    come), before it as signed up.

    Raises SameNameThere, Refused (cancelled), before the day SessionFull, SignedUpAlready.
    """
    session = locked_session(session)
    _refuse_mark(session, "")
    attendee = find_or_make_attendee(municipality=session.course.program.municipality, person=person)
    if not is_somebody_else and _namesake_there(session, attendee):
        raise SameNameThere
    return _added(session, attendee, by)


@transaction.atomic
def add_participant(*, session: CourseSession, enrollment: Enrollment, by: User) -> Attendance:
    """A participant who is not on the list: as `add_person`."""
    session = locked_session(session)
    _refuse_mark(session, "")
    town = session.course.program.municipality
    return _added(session, find_or_make_attendee(municipality=town, worker=enrollment.worker), by)


@transaction.atomic
def take_off(*, attendance: Attendance, by: User) -> Attendance:
    """Somebody was written down by mistake: off the list, not counted. The row stays for the record."""
    session = locked_session(attendance.session)
    row = _locked_row(attendance)
    if row.state != AttendanceState.CANCELLED:
        _write(row, AttendanceState.CANCELLED, by)
        _record(session, by, row)
    return row


def is_due(session: CourseSession) -> bool:
    """Its day has come."""
    return timezone.localdate(session.starts_at) <= timezone.localdate()


def _added(session: CourseSession, attendee: Attendee, by: User) -> Attendance:
    if not is_due(session):
        row = take_seat(session, attendee)
        _record(session, by, row)
        return row
    row = Attendance.objects.select_for_update(no_key=True).filter(session=session, attendee=attendee).first()
    if row is None or row.state == AttendanceState.CANCELLED:
        row = row or Attendance(session=session, attendee=attendee)
        row.is_walk_in = True
    _write(row, AttendanceState.PRESENT, by)
    _record(session, by, row)
    return row


def _write(row: Attendance, state: str, by: User) -> None:
    row.state, row.marked_at, row.marked_by = state, timezone.now(), by
    if state == AttendanceState.SIGNED_UP:
        row.marked_at = row.marked_by = None
    row.save()


def _locked_row(attendance: Attendance) -> Attendance:
    """Raises Refused when two rows of one person were made one meanwhile, and this was the other."""
    row = Attendance.objects.select_for_update(no_key=True).filter(pk=attendance.pk).first()
    if row is None:
        raise Refused(_("These two have already been merged."))
    return row


def _refuse_mark(session: CourseSession, state: str) -> None:
    if session.cancelled_at:
        raise Refused(_("This session has been cancelled."))
    if state in (AttendanceState.PRESENT, AttendanceState.ABSENT) and not is_due(session):
        raise Refused(_("The day of this session has not come yet. Until then you can note who cannot come."))


def _namesake_there(session: CourseSession, attendee: Attendee) -> bool:
    """Another row on this list with the same name and reading."""
    name, kana = search_key(attendee.full_name), search_key(attendee.full_kana)
    listed = Attendee.objects.filter(attendances__session=session, search=attendee.search).exclude(pk=attendee.pk)
    listed = listed.exclude(attendances__session=session, attendances__state=AttendanceState.CANCELLED)
    return any((search_key(one.full_name), search_key(one.full_kana)) == (name, kana) for one in listed)


def _record(session: CourseSession, by: User, row: Attendance | None, detail: str = "") -> None:
    record_access(
        Action.CHANGED,
        row or session,
        user=by,
        municipality=session.course.program.municipality,
        subject_worker=row.attendee.worker_id if row else None,
        detail=detail,
    )
