"""The courses of a program: all with their 延べ and 実, and one with its sessions."""

import datetime as dt
from itertools import islice
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX
from programs.models import Course, CourseSession, Program
from programs.models.course import CourseKind
from programs.shared.month import Month
from programs.views.shell import shell
from workers.domain.attendance import Turnout, completion, marks_by_session, turnout, turnout_by_course
from workers.domain.attendees import Lookalikes, lookalikes
from workers.domain.courses import change_course, make_course
from workers.exports.attendance import attendance_workbook
from workers.forms.course import CourseForm, written_in
from workers.models import Attendance, Attendee
from workers.views.once_forms import done_once, status_of

ROWS = 50
SHOWN_LOOKALIKES = 5


@require_safe
@director_page
def course_list(request: HttpRequest, program: Program) -> HttpResponse:
    """`?kind=` and `?year=` (2026: April 2026 to March 2027) narrow it; the figures are of what is then left."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in CourseKind.values else ""
    sessions = CourseSession.objects.filter(course__program=program)
    years = _years(sessions)
    year = next((one for one in years if str(one) == request.GET.get("year")), None)
    sessions = _in_year(sessions, year)
    courses = Course.objects.visible_to(request.user).filter(program=program).select_related("cohort")
    courses = courses.filter(kind=kind) if kind else courses
    courses = courses.filter(pk__in=sessions.values("course")) if year else courses
    page = Paginator(courses, ROWS).get_page(request.GET.get("page"))
    context = {
        **shell(request, program),
        "page": page,
        "lines": _lines(page, sessions),
        "turnout": turnout(sessions.filter(course__in=courses.order_by())),
        "kind": kind,
        "kinds": CourseKind.choices,
        "year": year,
        "years": years,
        "query": f"kind={kind}&year={year or ''}&",
    }
    return render(request, "workers/course_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def course_add(request: HttpRequest, program: Program) -> HttpResponse:
    form = CourseForm(request.POST if request.method == "POST" else None, program=program)

    def work() -> int:
        return make_course(program=program, plan=form.plan()).pk

    content = {"program": program, "data": _content(request)}
    made = done_once(request, form, purpose="course_add", content=content, work=work)
    if made:
        messages.success(request, _("The course has been made. Now add its sessions."))
        return redirect("workers:course_detail", program.slug, made)
    context = {**shell(request, program), "form": form, "course": None}
    return render(request, "workers/course_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def course_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    course = course_or_404(request, program, pk)
    data = request.POST if request.method == "POST" else None
    form = CourseForm(data, program=program, initial=written_in(course))

    def work() -> int:
        return change_course(course=course, plan=form.plan()).pk

    content = {"course": course, "data": _content(request)}
    if done_once(request, form, purpose="course_edit", content=content, work=work):
        messages.success(request, _("Saved."))
        return redirect("workers:course_detail", program.slug, course.pk)
    context = {**shell(request, program), "form": form, "course": course}
    return render(request, "workers/course_edit.html", context, status=status_of(form))


@require_safe
@director_page
def course_detail(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    course = course_or_404(request, program, pk)
    sessions = list(course.sessions.all())
    marks = marks_by_session(sessions)
    context = {
        **shell(request, program),
        "course": course,
        "rows": [(one, marks[one.pk]) for one in sessions],
        "now": timezone.now(),
        "turnout": turnout(sessions),
        "completed": completion(course).count(),
        "needed": course.sessions_to_complete or sum(one.cancelled_at is None for one in sessions),
        "pairs": _pairs(course),
    }
    return render(request, "workers/course_detail.html", context)


@require_safe
@director_page
def course_people(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Everybody who came or signed up, with how often they were present."""
    course = course_or_404(request, program, pk)
    present = Count("attendances", filter=Q(attendances__state="present", attendances__session__course=course))
    people = people_of(course).annotate(there=present).select_related("worker")
    people = people.order_by("family_name_kana", "given_name_kana", "pk")
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    completed = set(completion(course).filter(pk__in=[one.pk for one in page]).values_list("pk", flat=True))
    context = {**shell(request, program), "course": course, "page": page, "completed": completed}
    response = render(request, "workers/course_people.html", context)
    record_access(Action.LOOKED, course, user=request.user, municipality=program.municipality)
    return response


@director_page
@reauthentication_required
def course_export(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Every attendance of a course as an Excel file; nothing goes out whose record could not be written."""
    course = course_or_404(request, program, pk)
    rows = Attendance.objects.filter(session__course=course).select_related("session", "attendee", "marked_by")
    rows = rows.order_by("session__starts_at", "session", "attendee__family_name_kana", "attendee__given_name_kana")
    content = attendance_workbook(course, rows)
    record_access(Action.EXPORTED, course, user=request.user, municipality=program.municipality)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="hidane-{program.slug}-course-{course.pk}.xlsx"'
    return response


def course_or_404(request: HttpRequest, program: Program, pk: int) -> Course:
    mine = Course.objects.visible_to(request.user).filter(program=program).select_related("cohort")
    return get_object_or_404(mine, pk=pk)


def people_of(course: Course) -> QuerySet[Attendee]:
    """Everybody on a list of its sessions, apart from those who gave their seat back everywhere."""
    rows = Attendance.objects.filter(session__course=course).exclude(state="cancelled")
    return Attendee.objects.filter(pk__in=rows.order_by().values("attendee"))


def _pairs(course: Course) -> list[Lookalikes]:
    """Who of its people may stand twice in the program's lists."""
    rows = Attendance.objects.filter(session__course__program=course.program_id).exclude(state="cancelled")
    here = set(people_of(course).order_by().values_list("pk", flat=True))
    people = Attendee.objects.filter(pk__in=rows.order_by().values("attendee"))
    mine = (pair for pair in lookalikes(people) if {pair.keep.pk, pair.drop.pk} & here)
    return list(islice(mine, SHOWN_LOOKALIKES))


def _content(request: HttpRequest) -> dict[str, Any]:
    return {name: values for name, values in request.POST.lists() if name not in ("once", "csrfmiddlewaretoken")}


def _lines(page, sessions: QuerySet[CourseSession]) -> list[dict[str, Any]]:
    """Course, how many sessions, the next one, 延べ and 実."""
    here = sessions.filter(course__in=list(page), cancelled_at=None)
    counted = turnout_by_course(here)
    counts = dict(here.order_by().values_list("course").annotate(count=Count("pk")))
    coming: dict[int, CourseSession] = {}
    for one in here.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk"):
        coming.setdefault(one.course_id, one)
    return [
        {
            "course": course,
            "sessions": counts.get(course.pk, 0),
            "next": coming.get(course.pk),
            "turnout": counted.get(course.pk, Turnout()),
        }
        for course in page
    ]


def _years(sessions: QuerySet[CourseSession]) -> list[int]:
    """Fiscal years in which there is a session, the latest first."""
    ends = sessions.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    if not ends["first"]:
        return []
    first, last = (Month.of(timezone.localdate(ends[end])).fiscal_year for end in ("first", "last"))
    return list(range(last, first - 1, -1))


def _in_year(sessions: QuerySet[CourseSession], year: int | None) -> QuerySet[CourseSession]:
    if year is None:
        return sessions
    first, after = (Month(one, 4).first for one in (year, year + 1))
    return sessions.filter(starts_at__gte=_midnight(first), starts_at__lt=_midnight(after))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
