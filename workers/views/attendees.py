"""One person of the course lists: corrected, joined with a second row of the same person, linked to a participant."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program
from programs.shared.search_key import search_key
from programs.views.shell import shell
from workers.domain.attendees import change_attendee, doubled_sessions, link_attendee, merge_attendees
from workers.forms.walk_in import AttendeeForm, written_in
from workers.models import Attendee, Worker
from workers.views.once_forms import done_once, number_in, status_of


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def attendee_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    attendee = attendee_or_404(request, program, pk)
    form = AttendeeForm(request.POST if request.method == "POST" else None, initial=written_in(attendee))

    def work() -> int:
        return change_attendee(attendee=attendee, person=form.person(), by=request.user).pk

    said = {name: request.POST.get(name, "") for name in ("name", "kana", "phone", "email")}
    if done_once(request, form, purpose="attendee_edit", content={"attendee": attendee} | said, work=work):
        messages.success(request, _("Saved."))
        return redirect("workers:attendee_edit", program.slug, attendee.pk)
    rows = attendee.attendances.filter(session__course__program=program).exclude(state="cancelled")
    context = {
        **shell(request, program),
        "attendee": attendee,
        "form": form,
        "rows": rows.select_related("session__course").order_by("-session__starts_at"),
        "candidates": _candidates(request, program, attendee),
    }
    response = render(request, "workers/attendee_edit.html", context, status=status_of(form))
    _looked(request, program, attendee)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def attendee_merge(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Both rows side by side; on POST all that is known of the one in `with` goes to this one."""
    keep = attendee_or_404(request, program, pk)
    other = (request.POST if request.method == "POST" else request.GET).get("with")
    if other is None:
        return redirect("workers:attendee_edit", program.slug, keep.pk)
    drop = attendee_or_404(request, program, number_in(other))
    if request.method == "POST":
        try:
            merge_attendees(keep=keep, drop=drop, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return redirect("workers:attendee_edit", program.slug, keep.pk)
        messages.success(request, _("The two rows are one person now."))
        return redirect("workers:attendee_edit", program.slug, keep.pk)
    context = {**shell(request, program), "keep": keep, "drop": drop, "doubled": doubled_sessions(keep, drop)}
    context["pair"] = [(one, one.attendances.present().count()) for one in (keep, drop)]
    response = render(request, "workers/attendee_merge.html", context)
    _looked(request, program, keep)
    return response


@require_POST
@director_page
def attendee_link(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    attendee = attendee_or_404(request, program, pk)
    worker = get_object_or_404(_workers(request, program), pk=number_in(request.POST.get("worker", "")))
    try:
        linked = link_attendee(attendee=attendee, worker=worker, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect("workers:attendee_edit", program.slug, attendee.pk)
    messages.success(request, _("Linked to the participant %(name)s.") % {"name": worker})
    return redirect("workers:attendee_edit", program.slug, linked.pk)


def attendee_or_404(request: HttpRequest, program: Program, pk: int) -> Attendee:
    here = Attendee.objects.visible_to(request.user).filter(attendances__session__course__program=program)
    return get_object_or_404(here.select_related("worker", "municipality").distinct(), pk=pk)


def _workers(request: HttpRequest, program: Program) -> QuerySet[Worker]:
    return Worker.objects.visible_to(request.user).filter(enrollments__cohort__program=program).distinct()


def _candidates(request: HttpRequest, program: Program, attendee: Attendee) -> list[Worker]:
    """Participants of the program who may be this person: the same reading, or the same name."""
    if attendee.worker_id:
        return []
    name, kana = search_key(attendee.full_name), search_key(attendee.full_kana)
    near = _workers(request, program).filter(search__contains=kana or name)
    return [one for one in near if name == search_key(one.full_name) or (kana and kana == search_key(one.full_kana))]


def _looked(request: HttpRequest, program: Program, attendee: Attendee) -> None:
    if request.method == "GET":
        record_access(
            Action.LOOKED,
            attendee,
            user=request.user,
            municipality=program.municipality,
            subject_worker=attendee.worker_id,
        )
