"""What is to be done: added, given to somebody, put off, done with one tap and taken back with another."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page
from programs.domain.access_records import Action
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.follow_ups import (
    change_follow_up,
    finish_follow_up,
    mine_first,
    plan_follow_up,
    reopen_follow_up,
)
from workers.forms.follow_up import FollowUpForm
from workers.models import FollowUp
from workers.views.contacts import contacts_url
from workers.views.once_forms import done_once
from workers.views.persons import note_person

ROWS = 50
WHICH = ("open", "mine", "overdue", "done")


@require_safe
@director_page
def follow_up_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Everything to be done in the program; `?which=` mine, overdue or done."""
    which = request.GET.get("which", "open")
    which = which if which in WHICH else "open"
    rows = FollowUp.objects.visible_to(request.user).filter(enrollment__cohort__program=program)
    if which == "done":
        rows = rows.exclude(done_at=None).order_by("-done_at", "-pk")
    else:
        rows = mine_first(rows.overdue() if which == "overdue" else rows.open(), request.user)
        rows = rows.filter(assigned_to=request.user) if which == "mine" else rows
    rows = rows.select_related("enrollment__worker", "enrollment__cohort", "assigned_to", "done_by")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"page": page, "which": which, "today": timezone.localdate(), "page_query": f"which={which}&"}
    return render(request, "workers/follow_up_list.html", shell(request, program) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def follow_up_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = FollowUpForm(
        request.POST if request.method == "POST" else None, program=program, initial={"assigned_to": request.user.pk}
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():

            def work() -> int:
                made = plan_follow_up(enrollment=enrollment, by=request.user, **form.promise())
                note_person(request, program, enrollment, Action.CHANGED, f"follow-up {made.pk} added")
                return made.pk

            content = form.promise() | {"enrollment": enrollment.pk}
            if done_once(request, form, content=content, work=work, purpose="follow_up_add"):
                messages.success(request, _("Written down."))
                return redirect(contacts_url(program, enrollment))
            status = 409
        form.renew_once()
    context = shell(request, program, enrollment.cohort) | {"form": form, "enrollment": enrollment, "follow_up": None}
    return render(request, "workers/follow_up_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def follow_up_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    follow_up = _follow_up_of(request, program, pk)
    enrollment = follow_up.enrollment
    form = FollowUpForm(request.POST if request.method == "POST" else None, program=program, follow_up=follow_up)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                with transaction.atomic():
                    change_follow_up(follow_up=follow_up, **form.promise())
                    note_person(request, program, enrollment, Action.CHANGED, f"follow-up {follow_up.pk} changed")
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
                status = 409
            else:
                messages.success(request, _("Saved."))
                return redirect(contacts_url(program, enrollment))
    context = shell(request, program, enrollment.cohort)
    context |= {"form": form, "enrollment": enrollment, "follow_up": follow_up}
    return render(request, "workers/follow_up_form.html", context, status=status)


@require_POST
@director_page
def follow_up_done(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Done, or with `undo` not done after all; back to where it was pressed."""
    follow_up = _follow_up_of(request, program, pk)
    undo = "undo" in request.POST
    with transaction.atomic():
        if undo:
            reopen_follow_up(follow_up=follow_up)
        else:
            finish_follow_up(follow_up=follow_up, by=request.user)
        done = "not done" if undo else "done"
        note_person(request, program, follow_up.enrollment, Action.CHANGED, f"follow-up {follow_up.pk} {done}")
    support = reverse("workers:support", args=[program.slug])
    places = {
        "support": support if undo else f"{support}?done={follow_up.pk}",
        "list": reverse("workers:follow_up_list", args=[program.slug]),
    }
    back = request.POST.get("back", "")
    if back != "support" or undo:
        messages.success(
            request, _("It is to be done again.") if undo else _("Done: %(what)s") % {"what": follow_up.what}
        )
    return redirect(places.get(back) or contacts_url(program, follow_up.enrollment))


def _follow_up_of(request: HttpRequest, program: Program, pk: int) -> FollowUp:
    rows = FollowUp.objects.visible_to(request.user)
    rows = rows.select_related("enrollment__worker", "enrollment__cohort", "assigned_to")
    return get_object_or_404(rows, enrollment__cohort__program=program, pk=pk)
