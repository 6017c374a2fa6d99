"""Entries that wait for a director: looked over beside their evidence, verified alone or together, or given back."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import new_token
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.domain.seen import version_of
from workers.domain.verifying import return_earning, verify_earning, verify_earnings, waiting_entries
from workers.forms.verification import REASONS, ReturnEntryForm
from workers.models import Earning, Enrollment
from workers.views.staff_tasks import note_change, sent, sent_status

ROWS = 50
NUMBERS_A_NOTE = 9  # of up to 19 digits, in the 200 characters of a note


@dataclass(frozen=True)
class Line:
    """An entry as it is shown, with the mark of what it says; `own`: of the person who looks, who may not decide."""

    entry: Earning
    seen: str
    own: bool
    once: str

    @property
    def ticked(self) -> str:
        return f"{self.entry.pk}:{self.seen}"


@require_safe
@director_page
def verification_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Everything of the program that waits, the oldest first, or one person's part of it."""
    waiting = waiting_entries(program).filter(enrollment__in=Enrollment.objects.visible_to(request.user))
    people = Enrollment.objects.filter(pk__in=waiting.order_by().values("enrollment")).select_related("worker")
    asked = request.GET.get("person", "")
    if asked.isdecimal() and len(asked) < 19:
        waiting = waiting.filter(enrollment=int(asked))
    page = Paginator(waiting.prefetch_related("evidences").select_related("corrects"), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        **shell(request, program),
        "page": page,
        "lines": [_line(request, entry) for entry in page],
        "people": people.order_by("worker__family_name_kana", "worker__given_name_kana", "pk"),
        "asked": asked,
        "page_query": f"person={asked}&" if asked else "",
        "reasons": REASONS,
    }
    return render(request, "workers/verification_list.html", context)


@require_POST
@director_page
def verification_many(request: HttpRequest, program: Program) -> HttpResponse:
    """Verify what was ticked: all of it or nothing."""
    ticked = [one.partition(":") for one in request.POST.getlist("entry")[:ROWS]]
    seen = {int(pk): version for pk, _colon, version in ticked if version and pk.isdecimal() and len(pk) < 19}
    if not seen:
        messages.error(request, _("Tick the entries you have looked over first."))
        return redirect(_list_url(request, program))
    try:
        with transaction.atomic():
            count = verify_earnings(seen=seen, program=program, by=request.user)
            _note_verified(request, program, seen)
    except Refused as refused:
        messages.error(request, refused.for_staff or str(refused))
    else:
        said = ngettext("%(count)s entry is checked.", "%(count)s entries are checked.", count) % {"count": count}
        messages.success(request, said)
    return redirect(_list_url(request, program))


@require_POST
@director_page
def entry_verify(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One tap: it is verified as it was seen."""
    entry = _entry(request, program, pk)
    try:
        with transaction.atomic():
            verify_earning(earning=entry, by=request.user, seen=request.POST.get("seen", "")[:64])
            note_change(request, program, entry.enrollment, f"earning {entry.pk} verified")
    except Refused as refused:
        messages.error(request, refused.for_staff or str(refused))
    else:
        messages.success(request, _("«%(title)s» is marked as checked.") % {"title": entry.title})
    return redirect(_back_url(request, program, entry))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def entry_return(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Give it back with a reason; what is missing is asked for on a page of its own."""
    entry = _entry(request, program, pk)
    form = ReturnEntryForm(sent(request), initial={"seen": version_of(entry)})
    status = 200
    if form.is_bound:

        def work() -> None:
            return_earning(earning=entry, reason=form.why(), by=request.user, seen=form.cleaned_data["seen"])

        status = sent_status(
            request,
            program,
            entry.enrollment,
            form,
            work=work,
            detail=f"earning {entry.pk} returned",
            said=_("«%(title)s» went back to the person with your reason.") % {"title": entry.title},
        )
        if status == 302:
            return redirect(_back_url(request, program, entry))
        form.data = form.data.copy()
        form.data["seen"] = version_of(entry)  # the page shows how it stands now
    context = {**shell(request, program, entry.enrollment.cohort), "entry": entry, "form": form}
    context |= {"evidences": entry.evidences.all(), "back": request.POST.get("back") or request.GET.get("back", "")}
    context["back_url"] = _back_url(request, program, entry)
    return render(request, "workers/entry_return.html", context, status=status)


def _note_verified(request: HttpRequest, program: Program, numbers: Iterable[int]) -> None:
    """Into the access record of each person, with no number cut off at the end of a note."""
    about = Earning.objects.filter(pk__in=numbers).order_by("enrollment__worker", "pk")
    for worker, rows in groupby(about.values_list("enrollment__worker", "pk"), key=itemgetter(0)):
        for some in _parts([str(pk) for _worker, pk in rows]):
            record_access(
                Action.CHANGED,
                Earning,
                user=request.user,
                municipality=program.municipality,
                subject_worker=worker,
                detail=f"verified {' '.join(some)}",
            )


def _parts(numbers: list[str]) -> Iterable[list[str]]:
    return (numbers[at : at + NUMBERS_A_NOTE] for at in range(0, len(numbers), NUMBERS_A_NOTE))


def _line(request: HttpRequest, entry: Earning) -> Line:
    own = entry.enrollment.worker.user_id == request.user.pk
    return Line(entry, version_of(entry), own, new_token())


def _entry(request: HttpRequest, program: Program, pk: int) -> Earning:
    mine = Earning.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort")
    return get_object_or_404(mine, enrollment__cohort__program=program, pk=pk)


def _list_url(request: HttpRequest, program: Program) -> str:
    person = request.POST.get("person") or request.GET.get("person", "")
    url = reverse("workers:verification_list", args=[program.slug])
    return f"{url}?person={person}" if person.isdecimal() else url


def _back_url(request: HttpRequest, program: Program, entry: Earning) -> str:
    """To the list, or to the person's page where one came from."""
    if (request.POST.get("back") or request.GET.get("back")) == "person":
        url = reverse("reports:person", args=[program.slug, entry.enrollment_id])
        return f"{url}?month={Earning.month_of(entry.earned_on)}#entries"
    return _list_url(request, program)
