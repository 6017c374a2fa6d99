"""The sessions of a course: added one by one or in a rhythm, changed, cancelled, and their papers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import CourseSession, Program
from programs.shared.qr import qr_code
from programs.shared.town_office import office_of
from programs.views.shell import shell
from workers.domain.course_mails import address_of, phone_of, tell_moved, to_be_told
from workers.domain.courses import add_sessions, cancel_session, change_session
from workers.forms.session import SessionForm, SessionsForm, written_in
from workers.models.attendance import AttendanceState
from workers.views.courses import course_or_404
from workers.views.once_forms import done_once, status_of

EMPTY_LINES = 10  # on the paper, for people who come without signing up
FACTS = ("day", "starts", "ends", "place", "online_url")  # what people who signed up must know


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def session_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One session is written at once; of several the days are shown first, to be confirmed."""
    course = course_or_404(request, program, pk)
    last = course.sessions.order_by("-starts_at").first()
    initial = written_in(last) | {"day": None} if last else {}
    form = SessionsForm(request.POST if request.method == "POST" else None, initial=initial)
    days = form.offered_days() if form.is_bound and form.is_valid() and form.is_recurring else []
    if not days or form.is_confirmed:

        def work() -> int:
            return len(add_sessions(course=course, plan=form.plan(), days=form.chosen_days()))

        content = {"course": course, "plan": form.is_bound and _said(form)}
        made = done_once(request, form, purpose="session_add", content=content, work=work)
        if made:
            said = ngettext("%(count)s session has been added.", "%(count)s sessions have been added.", int(made))
            messages.success(request, said % {"count": made})
            return redirect("workers:course_detail", program.slug, course.pk)
    context = {**shell(request, program), "course": course, "form": form, "days": days}
    return render(request, "workers/session_add.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def session_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Those who signed up and gave an address are told by mail when the day, the hours or the place change."""
    session = session_or_404(request, program, pk)
    before = written_in(session)
    form = SessionForm(request.POST if request.method == "POST" else None, initial=before)

    def work() -> int:
        changed = change_session(session=session, plan=form.plan(), day=form.cleaned_data["day"])
        moved = any((before[name] or "") != (form.cleaned_data[name] or "") for name in FACTS)
        return tell_moved(changed, to_be_told(changed)) if moved and changed.starts_at > timezone.now() else 0

    content = {"session": session, "plan": form.is_bound and _said(form)}
    told = done_once(request, form, purpose="session_edit", content=content, work=work)
    if told is not None:
        messages.success(request, _("Saved.") if told == "0" else _("Saved, and mailed to those who signed up."))
        return redirect("workers:attendance_list", program.slug, session.pk)
    people = _people(session)
    context = {**shell(request, program), "session": session, "form": form, "people": people}
    return render(request, "workers/session_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def session_cancel(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Asked once; the page names those who must be told, before and after."""
    session = session_or_404(request, program, pk)
    if request.method == "POST":
        try:
            cancel_session(session=session, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("The session has been cancelled."))
        return redirect("workers:session_cancel", program.slug, session.pk)
    context = {**shell(request, program), "session": session, "people": _people(session)}
    response = render(request, "workers/session_cancel.html", context)
    if context["people"]:
        record_access(Action.LOOKED, session, user=request.user, municipality=program.municipality)
    return response


@require_safe
@director_page
def session_poster(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """A sheet of A4 for the notice board: what, when, where, and the way to sign up."""
    session = session_or_404(request, program, pk)
    address = request.build_absolute_uri(reverse("workers:sign_up", args=[session.sign_up_key]))
    town = program.municipality
    context = {"session": session, "address": address, "qr": qr_code(address), "town": town}
    context |= {**shell(request, program), "office": office_of(town.name)}
    return render(request, "workers/session_poster.html", context)


@require_safe
@director_page
def session_sheet(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The list for the door, with boxes to tick and empty lines; printing it is written down."""
    session = session_or_404(request, program, pk)
    rows = session.attendances.exclude(state=AttendanceState.CANCELLED).select_related("attendee")
    context = {
        **shell(request, program),
        "session": session,
        "rows": rows,
        "empty_lines": range(len(rows) + 1, len(rows) + 1 + EMPTY_LINES),
        "today": timezone.localdate(),
    }
    response = render(request, "workers/session_sheet.html", context)
    count = f"{len(rows)} rows"
    record_access(Action.PRINTED, session, user=request.user, municipality=program.municipality, detail=count)
    return response


def session_or_404(request: HttpRequest, program: Program, pk: int) -> CourseSession:
    mine = CourseSession.objects.visible_to(request.user).filter(course__program=program)
    return get_object_or_404(mine.select_related("course__program__municipality", "course__cohort"), pk=pk)


def _people(session: CourseSession) -> list[dict[str, Any]]:
    """Who must be told, and how they can be reached."""
    return [{"attendee": one.attendee, "phone": phone_of(one), "email": address_of(one)} for one in to_be_told(session)]


def _said(form: SessionForm) -> list[tuple[str, list[str]]]:
    return sorted((name, values) for name, values in form.data.lists() if name not in ("once", "csrfmiddlewaretoken"))
