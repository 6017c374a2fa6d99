"""Participants who may be one person: side by side, and made one by whoever knows them."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import official_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.domain.duplicates import People, participants_of
from workers.domain.merging import merge_workers, preview_merging
from workers.forms.merging import MergeForm
from workers.models import Enrollment, Worker

ROWS = 50


@require_safe
@official_page
def duplicate_list(request: HttpRequest, program: Program) -> HttpResponse:
    pairs = list(People(participants_of(program.municipality)).pairs())
    page = Paginator(pairs, ROWS).get_page(request.GET.get("page"))
    record_access(
        Action.LOOKED, Worker, user=request.user, municipality=program.municipality, detail=f"{len(pairs)} pairs"
    )
    return render(request, "workers/duplicate_list.html", {**shell(request, program), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def worker_merge(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """`pk` goes into the participant whose number is in `into`."""
    if "into" not in request.GET:
        return redirect("workers:duplicate_list", program.slug)
    if sentence := _merged_before(program, str(pk), request.GET["into"]):
        messages.info(request, sentence)
        return redirect("workers:duplicate_list", program.slug)
    drop = _participant(request, program, str(pk))
    keep = _participant(request, program, request.GET["into"])
    if keep.pk == drop.pk:
        raise Http404
    form = MergeForm(request.POST or None, keep=keep, drop=drop)
    if request.method == "POST" and form.is_valid() and _merged(request, form, keep, drop):
        return redirect("workers:duplicate_list", program.slug)
    for person in (keep, drop):
        record_access(
            Action.LOOKED, person, user=request.user, municipality=program.municipality, subject_worker=person.pk
        )
    context = {
        "keep": keep,
        "drop": drop,
        "form": form,
        "merging": preview_merging(keep=keep, drop=drop),
        "sides": [(keep, _stays(keep)), (drop, _stays(drop))],
    }
    return render(request, "workers/worker_merge.html", {**shell(request, program), **context})


def _merged(request: HttpRequest, form: MergeForm, keep: Worker, drop: Worker) -> bool:
    account = form.cleaned_data.get("account_of")
    try:
        stays = merge_workers(
            keep=keep,
            drop=drop,
            taken=form.taken(),
            account_of={"keep": keep, "drop": drop}.get(account),
            by=request.user,
        )
    except Refused as refused:
        field = refused.field if refused.field in form.fields else None
        form.add_error(field, forms.ValidationError(str(refused.for_staff or refused)))
        return False
    messages.success(request, _("%(name)s is one person now. Nothing was lost.") % {"name": stays})
    return True


def _merged_before(program: Program, drop: str, keep: str) -> str:
    """What to say when a colleague was quicker; "" while both are there, and for people of other towns."""
    numbers = {int(pk) for pk in (drop, keep) if pk.isdecimal() and len(pk) <= 18}
    people = list(Worker.objects.filter(municipality=program.municipality, pk__in=numbers))
    if len(people) < 2 or not any(one.merged_into_id for one in people):
        return ""
    if len({one.merged_into_id or one.pk for one in people}) == 1:
        return _("These two have been made one already.")
    return _("One of these two has been made one with somebody else already. Look at the list once more.")


def _participant(request: HttpRequest, program: Program, pk: str) -> Worker:
    people = Worker.objects.visible_to(request.user).filter(municipality=program.municipality)
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(people.select_related("user", "municipality"), pk=int(pk))


def _stays(worker: Worker) -> list[Enrollment]:
    return list(worker.enrollments.select_related("cohort__program").order_by("joined_on"))
