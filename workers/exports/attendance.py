"""The attendances of a course as an Excel file: one person at one session a row. No phone numbers, no addresses."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.exports.workbook import Sheet, explanations, workbook_of
from programs.models import Course
from workers.models import Attendance

_WIDTHS = (8, 14, 10, 20, 22, 14, 14, 18, 18)


def attendance_workbook(course: Course, rows: QuerySet[Attendance]) -> bytes:
    """`rows` bring their session and attendee along."""
    head = [
        _("No."),
        _("Day"),
        _("starts at"),
        _("Name"),
        _("Reading (kana)"),
        _("attendance"),
        _("came without signing up"),
        _("signed up at"),
        _("marked at"),
        _("Attendee no."),
    ]
    return workbook_of(
        Sheet("データ", head, (_cells(row) for row in rows.iterator(chunk_size=2000)), _WIDTHS),
        explanations("説明", (_("Column"), _("What it means")), _explained(course)),
    )


def _cells(row: Attendance) -> list[object]:
    starts = timezone.localtime(row.session.starts_at)
    return [
        row.session.number,
        starts.date(),
        f"{starts:%H:%M}",
        row.attendee.full_name,
        row.attendee.full_kana,
        row.get_state_display(),
        "○" if row.is_walk_in else "",
        row.signed_up_at,
        row.marked_at,
        row.attendee_id,
    ]


def _explained(course: Course) -> list[tuple[str, str]]:
    return [
        (_("course"), str(course)),
        (_("attendance"), _("«present» counts: the number of such rows is 延べ.")),
        (_("Attendee no."), _("The same number is the same person: different numbers among «present» are 実.")),
    ]
