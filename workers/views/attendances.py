"""The tap list of a session: who is here, who is not, and who came without signing up."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import CourseSession, Program
from programs.views.shell import shell
from workers.domain.attendance import marks_by_session
from workers.domain.marking import (
    MARKS,
    MarkedMeanwhile,
    add_participant,
    add_person,
    is_due,
    mark,
    mark_rest_present,
    take_off,
)
from workers.forms.walk_in import WalkInForm
from workers.models import Attendance, Enrollment
from workers.models.attendance import AttendanceState
from workers.views.once_forms import done_once, number_in, status_of
from workers.views.pages import page_or_parts
from workers.views.sessions import session_or_404

PAGE = "workers/attendance_list.html"
PARTS = ("workers/_attendance_row.html", "workers/_attendance_counts.html")


@require_safe
@director_page
def attendance_list(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    session = session_or_404(request, program, pk)
    response = render(request, PAGE, _context(request, program, session, WalkInForm()))
    record_access(Action.LOOKED, session, user=request.user, municipality=program.municipality)
    return response


@require_POST
@director_page
def attendance_mark(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One tap: `state`, and in `seen` what the page said before. `off` takes somebody off the list."""
    mine = Attendance.objects.visible_to(request.user).filter(session__course__program=program)
    row = get_object_or_404(mine.select_related("session", "attendee"), pk=pk)
    status, sentence = 200, ""
    try:
        row = _mark(request, row)
    except MarkedMeanwhile as refusal:
        row, status, sentence = refusal.current, 409, refusal.sentence
    except Refused as refusal:
        status, sentence = 409, refusal.sentence
    if not request.htmx:
        if sentence:
            messages.error(request, f"{row.attendee}: {sentence}")
        return redirect(_at(program, row.session_id, f"#attendance-{row.pk}"))
    session = session_or_404(request, program, row.session_id)
    context = _counts(session) | {"program": program, "row": row, "refusal": sentence}
    parts = PARTS[1:] if row.state == AttendanceState.CANCELLED else PARTS
    return page_or_parts(request, PAGE, parts, context, status=status)


@require_POST
@director_page
def attendance_rest(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Everybody without a mark is present."""
    session = session_or_404(request, program, pk)
    try:
        count = mark_rest_present(session=session, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = ngettext(
            "%(count)s person has been marked as present.", "%(count)s people have been marked as present.", count
        )
        messages.success(request, said % {"count": count})
    return redirect("workers:attendance_list", program.slug, session.pk)


@require_POST
@director_page
def walk_in_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Somebody who stands at the door, or before the day on the phone."""
    session = session_or_404(request, program, pk)
    form = WalkInForm(request.POST)

    def work() -> object:
        other = form.cleaned_data["is_somebody_else"]
        return add_person(session=session, person=form.person(), by=request.user, is_somebody_else=other).pk

    content = {"session": session, **(form.cleaned_data if form.is_valid() else {})}
    content.pop("once", None)
    if done_once(request, form, purpose="walk_in_add", content=content, work=work) is None:
        return render(request, PAGE, _context(request, program, session, form), status=status_of(form))
    messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
    return redirect("workers:attendance_list", program.slug, session.pk)


@require_POST
@director_page
def participant_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """A participant of the program who is not on the list yet."""
    session = session_or_404(request, program, pk)
    mine = Enrollment.objects.visible_to(request.user).filter(cohort__program=program).select_related("worker")
    enrollment = get_object_or_404(mine, pk=number_in(request.POST.get("enrollment", "")))
    try:
        add_participant(session=session, enrollment=enrollment, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.for_staff or refusal.sentence)
    else:
        messages.success(request, _("%(name)s is on the list.") % {"name": enrollment.worker})
    return redirect("workers:attendance_list", program.slug, session.pk)


def _at(program: Program, session: int, anchor: str) -> str:
    return reverse("workers:attendance_list", args=[program.slug, session]) + anchor


def _mark(request: HttpRequest, row: Attendance) -> Attendance:
    state = request.POST.get("state", "")
    if state == "off":
        return take_off(attendance=row, by=request.user)
    if state not in (*MARKS, AttendanceState.SIGNED_UP):
        raise Refused(_("Please press one of the buttons."))
    return mark(attendance=row, state=state, by=request.user, seen=request.POST.get("seen", ""))


def _context(request: HttpRequest, program: Program, session: CourseSession, form: WalkInForm) -> dict[str, Any]:
    rows = session.attendances.exclude(state=AttendanceState.CANCELLED).select_related("attendee", "marked_by")
    return {
        **shell(request, program),
        **_counts(session),
        "rows": rows,
        "refusal": "",
        "form": form,
        "missing": _missing(session),
    }


def _counts(session: CourseSession) -> dict[str, Any]:
    counts = marks_by_session([session])[session.pk]
    over = max(0, counts["seated"] - session.capacity) if session.capacity else 0
    return {"session": session, "counts": counts, "over": over, "is_due": is_due(session)}


def _missing(session: CourseSession) -> list[Enrollment]:
    """Participants of the cohort the course is for, who are not on the list."""
    if not session.course.cohort_id or session.cancelled_at:
        return []
    listed = session.attendances.exclude(state=AttendanceState.CANCELLED).exclude(attendee__worker=None)
    day = timezone.localdate(session.starts_at)
    here = Enrollment.objects.filter(cohort=session.course.cohort_id, joined_on__lte=day)
    here = here.filter(Q(left_on=None) | Q(left_on__gt=day)).exclude(worker__in=listed.values("attendee__worker"))
    return list(here.select_related("worker"))
