"""People who asked to be made nameless: the town looks at what would happen, and does it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import official_page
from programs.domain.access_records import Action, record_access
from programs.models import Program
from programs.views.shell import shell
from workers.domain.about_person import person_of
from workers.domain.erasure import erase_person, requests_in
from workers.domain.erasure_plan import plan_erasure
from workers.forms.erasure import WORDS, ErasureForm
from workers.models import ErasureRequest
from workers.views.once_forms import done_once, status_of
from workers.views.staff_tasks import sent

ROWS = 50


@require_safe
@official_page
def erasure_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Who asked and was not answered yet, the oldest first."""
    waiting = requests_in(program, request.user).open().select_related("worker__merged_into")
    page = Paginator(waiting.prefetch_related("worker__enrollments__cohort"), ROWS).get_page(request.GET.get("page"))
    record_access(
        Action.LOOKED,
        ErasureRequest,
        user=request.user,
        municipality=program.municipality,
        detail=f"{page.paginator.count} rows",
    )
    return render(request, "workers/erasure_list.html", {**shell(request, program), "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
@reauthentication_required(allow_get=True)
def erasure_detail(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The dry run; sent with the words typed, it is done."""
    wish = get_object_or_404(requests_in(program, request.user).select_related("worker__merged_into"), pk=pk)
    form = ErasureForm(sent(request))

    def work() -> int:
        erase_person(wish=wish, by=request.user)
        return wish.pk

    if done_once(request, form, purpose="erasure", content={"request": pk}, work=work):
        messages.success(request, _("Done. Nothing leads to the person any more, and every sum is as it was."))
        return redirect("workers:erasure_list", program.slug)
    if wish.done_at or wish.withdrawn_at:
        messages.info(request, _("This request is not open any more."))
        return redirect("workers:erasure_list", program.slug)
    worker = wish.worker.merged_into or wish.worker
    context = {
        "wish": wish,
        "worker": worker,
        "form": form,
        "words": WORDS,
        "plan": plan_erasure(person_of(worker, with_strays=True)),
    }
    record_access(
        Action.LOOKED,
        worker,
        user=request.user,
        municipality=program.municipality,
        subject_worker=worker.pk,
        detail="erasure",
    )
    return render(
        request, "workers/erasure_detail.html", {**shell(request, program), **context}, status=status_of(form)
    )
