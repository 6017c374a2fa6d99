"""Signing one month off for every cohort of a program in one go: one preview, and each cohort answers for itself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programs.access import program_page
from programs.domain.once import new_token
from programs.models import Cohort, Program
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from programs.views.shell import shell
from reports.access import may_close, month_of
from reports.views.closings import officials_of
from workers.domain.program_closing import CohortPreview, close_cohorts, preview_cohorts
from workers.forms.closing import ProgramClosingForm


@require_http_methods(["GET", "HEAD", "POST"])
@program_page
def program_month_close(request: HttpRequest, program: Program, month: str) -> HttpResponse:
    """What would be frozen of each cohort; on POST what became of each."""
    asked, allowed = month_of(month), may_close(request, program)
    cohorts = list(Cohort.objects.visible_to(request.user).filter(program=program).order_by("number"))
    for cohort in cohorts:
        cohort.program = program
    form = ProgramClosingForm(request.POST if request.method == "POST" else None, initial={"once": new_token()})
    if request.method == "POST" and allowed and form.is_valid():
        return _close(request, program, cohorts, asked, form.cleaned_data)
    previews = preview_cohorts(cohorts, asked)
    context = {
        **shell(request, program),
        "month": asked,
        "form": form,
        "previews": previews,
        "closable": [one for one in previews if not one.refusal],
        "missing": sum(one.unanswered for one in previews if not one.refusal),
        "seen": _seen(previews),
        "allowed": allowed,
        "officials": [] if allowed else officials_of(program),
    }
    return render(
        request,
        "reports/program_month_close.html",
        context,
        status=403 if request.method == "POST" and not allowed else 200,
    )


def _close(
    request: HttpRequest, program: Program, cohorts: list[Cohort], month: Month, sent: dict[str, str]
) -> HttpResponse:
    """Each cohort in a transaction of its own: sent twice, those that closed stay closed and the rest is told again."""
    outcomes = close_cohorts(cohorts, month, seen=_read(sent["seen"]), by=request.user, once=sent["once"])
    closed = [one for one in outcomes if not one.refusal]
    if closed:
        said = ngettext(
            "%(month)s is closed for %(count)s cohort: %(names)s.",
            "%(month)s is closed for %(count)s cohorts: %(names)s.",
            len(closed),
        )
        names = "、".join(str(one.cohort) for one in closed)
        messages.success(request, said % {"month": month_year(month), "count": len(closed), "names": names})
    for one in outcomes:
        if one.refusal:
            messages.warning(request, _("%(cohort)s: %(sentence)s") % {"cohort": one.cohort, "sentence": one.refusal})
    return redirect("reports:program_month_close", program.slug, month)


def _seen(previews: list[CohortPreview]) -> str:
    """Which figures of which cohort were on the page: «3:ab12 4:cd34»."""
    return " ".join(f"{one.cohort.number}:{one.digest}" for one in previews if not one.refusal)


def _read(seen: str) -> dict[int, str]:
    pairs = (one.partition(":") for one in seen.split())
    return {
        int(number): digest
        for number, _colon, digest in pairs
        if number.isascii() and number.isdecimal() and len(number) < 10
    }
