from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.refusals import Refused
from programs.models import Cohort, Program
from programs.views.invitations import printed_once
from programs.views.shell import shell
from workers.domain.registration import invite_workers
from workers.forms.slip import SlipPrintForm


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def slip_print(request: HttpRequest, program: Program) -> HttpResponse:
    """Slips for participants without an account: `?cohort=` says whose, else the newest cohort that has any."""
    waiting = Count("enrollments", filter=Q(enrollments__left_on=None, enrollments__worker__user=None), distinct=True)
    cohorts = list(program.cohorts.annotate(waiting=waiting).order_by("-number"))
    cohort = _chosen(request, cohorts)
    form = SlipPrintForm(request.POST or None, cohort=cohort) if cohort else None
    if request.method == "POST" and form and form.is_valid():
        try:
            return _print(request, program, cohort, form)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())
    context = {
        **shell(request, program),
        "cohorts": cohorts,
        "cohort": cohort,
        "form": form,
    }
    return render(request, "workers/slip_print.html", context)


def _print(request: HttpRequest, program: Program, cohort: Cohort, form: SlipPrintForm) -> HttpResponse:
    workers = list(form.cleaned_data["workers"])
    return printed_once(
        request,
        program,
        token=form.cleaned_data["once"],
        content={"cohort": cohort, "workers": sorted(worker.pk for worker in workers)},
        make=lambda: invite_workers(workers=workers, cohort=cohort, by=request.user),
    )


def _chosen(request: HttpRequest, cohorts: list[Cohort]) -> Cohort | None:
    asked = request.GET.get("cohort", "")
    named = [cohort for cohort in cohorts if str(cohort.pk) == asked]
    return next(iter(named or [cohort for cohort in cohorts if cohort.waiting] or cohorts), None)
