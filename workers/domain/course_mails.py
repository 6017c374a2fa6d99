"""What people who signed up for a session are told by mail, if they gave an address: confirmed, moved, cancelled."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.outbox import queue_mail
from programs.models import CourseSession
from workers.models import Attendance
from workers.models.attendance import AttendanceState

PURPOSE = "course session"


def address_of(attendance: Attendance) -> str:
    """Where this person can be written to: the address they gave, else the participant's own."""
    worker = attendance.attendee.worker
    return attendance.attendee.email or (worker.email or (worker.user.email if worker.user else "") if worker else "")


def phone_of(attendance: Attendance) -> str:
    worker = attendance.attendee.worker
    return attendance.attendee.phone or (worker.phone if worker else "")


def to_be_told(session: CourseSession) -> list[Attendance]:
    """Those who hold a seat and are not marked yet, in the order of their reading."""
    rows = session.attendances.filter(state=AttendanceState.SIGNED_UP)
    return list(rows.select_related("attendee__worker__user"))


def confirm_by_mail(attendance: Attendance, *, seat_url: str) -> None:
    """The day, the place or the online address, and the address of one's seat where it can be given back."""
    session = attendance.session
    lines = [
        _("Dear %(name)s,") % {"name": attendance.attendee},
        "",
        _("You have signed up for:"),
        *facts_of(session),
        "",
        _("To cancel, or to look at this again:"),
        seat_url,
    ]
    _queue(session, [attendance], _("Signed up: %(title)s") % {"title": session.course}, lines)


def tell_moved(session: CourseSession, people: Iterable[Attendance]) -> int:
    """The new day, hours and place; how many mails."""
    lines = [_("The following session has been changed. It is now:"), *facts_of(session)]
    return _queue(session, people, _("Changed: %(title)s") % {"title": session.course}, lines)


def tell_cancelled(session: CourseSession, people: Iterable[Attendance]) -> int:
    """That nobody needs to come; how many mails."""
    lines = [_("The following session does not take place. We are sorry."), *facts_of(session, where=False)]
    return _queue(session, people, _("Cancelled: %(title)s") % {"title": session.course}, lines)


def when(session: CourseSession) -> str:
    """2026年11月29日（日）10:00〜12:00"""
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return _("%(day)s (%(weekday)s) %(starts)s-%(ends)s") % {
        "day": date_format(starts, "DATE_FORMAT"),
        "weekday": date_format(starts, "D"),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
    }


def facts_of(session: CourseSession, *, where: bool = True) -> list[str]:
    lines = [str(session.course), when(session)]
    if where:
        lines += [line for line in (session.place, session.online_url) if line]
    return lines


def _queue(session: CourseSession, people: Iterable[Attendance], subject: str, lines: list[str]) -> int:
    town = session.course.program.municipality
    body = "\n".join([*lines, "", "--", f"{town} {session.course.program}"])
    addresses = sorted({address for one in people if (address := address_of(one))})
    for address in addresses:
        queue_mail(recipient=address, subject=subject, body=body, purpose=PURPOSE, municipality=town)
    return len(addresses)
