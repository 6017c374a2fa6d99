"""Signing up for a session: by the address of the QR code without an account, or with one tap as a participant."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import public_page
from programs.domain.refusals import Refused
from programs.domain.tries import give_back, take_try
from programs.models import CourseSession
from programs.shared.request_id import client_address
from programs.views.errors import too_many
from workers.access import own_enrollment, worker_page
from workers.domain.course_mails import confirm_by_mail
from workers.domain.sign_ups import (
    NotOpen,
    give_up_seat,
    offered_sessions,
    past_sessions,
    refuse_closed,
    seat_of,
    seats_left,
    sessions_for,
    token_of,
)
from workers.domain.sign_ups import sign_up as take_part
from workers.forms.sign_up import SignUpForm
from workers.models import Attendance, Enrollment
from workers.models.attendance import SEATED, AttendanceState
from workers.views.once_forms import done_once, status_of
from workers.views.pages import page_context

ATTENDED = 50


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, key: str) -> HttpResponse:
    """The address of the QR code. What is wrong with the session is said in one sentence instead of the form."""
    sessions = CourseSession.objects.select_related("course__program__municipality", "course__cohort")
    session = get_object_or_404(sessions, sign_up_key=key)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and take_try("sign_up", client_address.get(), limit=30, seconds=600) is None:
        return too_many(request)
    token = token_of(form.cleaned_data["once"]) if form.is_bound and form.is_valid() else ""

    def work() -> int:
        taken = take_part(session=session, person=form.person(), token=token)
        if taken.attendee.email and form.cleaned_data["email"]:
            confirm_by_mail(taken, seat_url=request.build_absolute_uri(reverse("workers:seat", args=[token])))
        return taken.pk

    content = {"session": session, **{name: request.POST.get(name, "") for name in form.fields if name != "once"}}
    if done_once(request, form, purpose="sign_up", content=content, work=work):
        return redirect("workers:seat", token)
    return render(request, "workers/sign_up.html", _context(request, session, form), status=status_of(form))


@public_page
@require_safe
def seat(request: HttpRequest, token: str) -> HttpResponse:
    """What somebody signed up for, with the online address, and the way to give the seat back."""
    held = _held(request, token)
    if isinstance(held, HttpResponse):
        return held
    context = {"attendance": held, "session": held.session, "token": token}
    context["is_seated"] = held.state in SEATED and held.session.cancelled_at is None
    context["may_cancel"] = held.state == AttendanceState.SIGNED_UP and held.session.starts_at > timezone.now()
    return render(request, "workers/seat.html", context)


@public_page
@require_POST
def seat_cancel(request: HttpRequest, token: str) -> HttpResponse:
    held = _held(request, token)
    if isinstance(held, HttpResponse):
        return held
    try:
        give_up_seat(held)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect("workers:seat", token)


@require_safe
@worker_page
def my_course_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Sessions open to the participant, those signed up for, and where they have been."""
    offered = offered_sessions(enrollment, now=timezone.now())
    context = page_context(enrollment) | {
        "mine": [one for one in offered if one.is_mine],
        "open": [one for one in offered if not one.is_mine],
        "past": past_sessions(enrollment)[:ATTENDED],
    }
    return render(request, "workers/my_course_list.html", context)


@require_POST
@worker_page
def my_sign_up(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    session = get_object_or_404(sessions_for(enrollment), pk=pk)
    try:
        take_part(session=session, worker=enrollment.worker)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("You have signed up for %(title)s.") % {"title": session.course})
    return redirect("workers:my_course_list")


@require_POST
@worker_page
def my_cancel(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    mine = Attendance.objects.filter(attendee__worker=enrollment.worker_id).select_related("session__course")
    row = get_object_or_404(mine, session=pk)
    try:
        give_up_seat(row)
    except Refused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, _("Your sign-up for %(title)s is cancelled.") % {"title": row.session.course})
    return redirect("workers:my_course_list")


def _context(request: HttpRequest, session: CourseSession, form: SignUpForm) -> dict[str, Any]:
    closed = ""
    try:
        refuse_closed(session)
    except NotOpen as refusal:
        closed = refusal.sentence
    left = seats_left(session)
    return {
        "session": session,
        "course": session.course,
        "town": session.course.program.municipality,
        "closed": closed,
        "left": left,
        "form": form,
        "enrollment": _fitting(request, session),
    }


def _fitting(request: HttpRequest, session: CourseSession) -> Enrollment | None:
    """The signed-in participant who needs no form."""
    enrollment = own_enrollment(request) if request.user.is_authenticated else None
    return enrollment if enrollment and sessions_for(enrollment).filter(pk=session.pk).exists() else None


def _held(request: HttpRequest, token: str) -> Attendance | HttpResponse:
    """Whose seat the address names. Every miss counts against the sender's address."""
    receipt = take_try("seat", client_address.get(), limit=60, seconds=600)
    if receipt is None:
        return too_many(request)
    held = seat_of(token)
    if held is None:
        raise Http404
    give_back(receipt)
    return held
