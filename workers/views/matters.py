"""The town's side of the messages: who waits for an answer, the conversation, and writing first."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.matter_lists import (
    last_messages,
    matters_of_program,
    supporters_of,
    with_person_named,
)
from workers.domain.matters import reopen, settle, silence_sentence
from workers.forms.matter import MatterForm
from workers.models import Enrollment, Matter
from workers.views.replies import Place, begin, send, show_matter

ROWS = 50
VIEWS = ("all", "mine", "settled")
EARLIER = 10  # matters of a person offered beside a new one


@require_safe
@director_page
def matter_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Matters of the program, who waits longest for an answer first. The texts stand on the pages that are recorded."""
    view = request.GET.get("view") if request.GET.get("view") in VIEWS else "all"
    asked = request.GET.get("q", "").strip()[:100]
    matters = matters_of_program(program, request.user)
    waiting = matters.exclude(waiting_since=None).count()
    matters = matters.exclude(settled_at=None) if view == "settled" else matters.filter(settled_at=None)
    if view == "mine":
        matters = matters.filter(is_mine=True)
    if asked:
        matters = with_person_named(matters, asked)
        record_access(Action.SEARCHED, Matter, user=request.user, municipality=program.municipality)
    page = Paginator(matters, ROWS).get_page(request.GET.get("page"))
    context = {
        **shell(request, program),
        "page": page,
        "rows": _rows(list(page)),
        "view": view,
        "asked": asked,
        "waiting": waiting,
        "page_query": urlencode({"view": view, "q": asked}) + "&",
    }
    return render(request, "workers/matter_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def matter_thread(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One conversation. Every look is written to the access record."""
    matter = _matter_of(request, program, pk)
    context = {
        **shell(request, program, matter.enrollment.cohort),
        "settle_url": reverse("workers:matter_settle", args=[program.slug, matter.pk]),
        "supporter": supporters_of([matter]).get(matter.enrollment_id),
    }
    note = partial(_note, request, program, matter.enrollment, matter)
    place = Place(
        page="workers/matter_thread.html",
        context=context,
        url=reverse("workers:matter_thread", args=[program.slug, matter.pk]),
        shown=partial(note, Action.LOOKED),
        sent=partial(note, Action.CHANGED),
    )
    return show_matter(request, matter, place)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def matter_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Write to a person first; what one has written about before stands beside it."""
    enrollment = enrollment_of(request, program, pk)
    form, status = MatterForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = send(
            request,
            form,
            work=lambda: begin(request, form, enrollment),
            purpose=f"matter {enrollment.pk}",
            sent=lambda: _note(request, program, enrollment, enrollment, Action.CHANGED),
        )
        if status == 200:
            return redirect("workers:matter_thread", program.slug, form.answer)
    earlier = matters_of_program(program, request.user).filter(enrollment=enrollment)[:EARLIER]
    context = {
        **shell(request, program, enrollment.cohort),
        "enrollment": enrollment,
        "form": form,
        "silence": silence_sentence(enrollment, by=request.user),
        "earlier": earlier,
    }
    _note(request, program, enrollment, enrollment, Action.LOOKED)
    return render(request, "workers/matter_add.html", context, status=status)


@require_POST
@director_page
def matter_settle(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The matter is done, or it is not after all (`verb=reopen`)."""
    matter = _matter_of(request, program, pk)
    verb = reopen if request.POST.get("verb") == "reopen" else settle
    try:
        with transaction.atomic():
            verb(matter=matter, by=request.user)
            _note(request, program, matter.enrollment, matter, Action.CHANGED)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workers:matter_thread", program.slug, matter.pk)


def _rows(matters: list[Matter]) -> list[dict]:
    last, people, today = last_messages(matters), supporters_of(matters), timezone.localdate()
    return [
        {
            "matter": matter,
            "last": last[matter.pk],
            "supporter": people.get(matter.enrollment_id),
            "days": (today - timezone.localdate(matter.waiting_since)).days if matter.waiting_since else None,
        }
        for matter in matters
    ]


def _matter_of(request: HttpRequest, program: Program, pk: int) -> Matter:
    matters = Matter.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort")
    matter = get_object_or_404(matters, enrollment__cohort__program=program, pk=pk)
    matter.enrollment.cohort.program = program
    return matter


def _note(request: HttpRequest, program: Program, enrollment: Enrollment, about, action: Action) -> None:
    record_access(
        action,
        about,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail="messages",
    )
