"""Signing a cohort's month off and opening it again. Who may not is told who can."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from programs.access import program_page
from programs.domain.once import new_token, only_once
from programs.models import Cohort, Membership, Program
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from programs.views.shell import shell
from reports.access import cohort_of, may_close, month_of
from reports.domain.dashboard import open_before
from reports.views.months import closings_of
from workers.domain.closing import preview_closing
from workers.domain.recorded_closing import close_and_record, reopen_and_record
from workers.domain.refusals import NotClosable
from workers.forms.closing import ClosingForm, ReopeningForm


@program_page
def month_close(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """Sign a month off, after reading what will be frozen."""
    cohort = cohort_of(request, program, number)
    shown_month, allowed = month_of(month, cohort), may_close(request, program)
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"once": new_token()})
    refusal = ""
    if request.method == "POST" and allowed and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            only_once(
                form.cleaned_data["once"],
                user=request.user,
                content={"cohort": cohort.pk, "month": str(shown_month)},
                work=lambda: close_and_record(cohort=cohort, month=shown_month, by=request.user, seen=seen).pk,
                purpose="close_month",
            )
        except NotClosable as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("%(month)s is closed now.") % {"month": month_year(shown_month)})
            return redirect("reports:cohort_month", program.slug, cohort.number, shown_month)
    context = _closing_context(request, cohort, shown_month, allowed=allowed) | {"form": form}
    context["refusal"] = refusal or context["refusal"]
    status = 403 if request.method == "POST" and not allowed else 200
    return render(request, "reports/month_close.html", context, status=status)


@program_page
def month_reopen(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """Open a signed-off month again, with the reason on record."""
    cohort = cohort_of(request, program, number)
    shown_month = month_of(month, cohort)
    if may_close(request, program):
        return _reopen(request, cohort, shown_month)
    context = _reopening_context(request, cohort, shown_month) | {"allowed": False, "officials": officials_of(program)}
    return render(request, "reports/month_reopen.html", context, status=403 if request.method == "POST" else 200)


@reauthentication_required
def _reopen(request: HttpRequest, cohort: Cohort, month: Month) -> HttpResponse:
    form = ReopeningForm(request.POST if request.method == "POST" else None, initial={"once": new_token()})
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            only_once(
                form.cleaned_data["once"],
                user=request.user,
                content={"cohort": cohort.pk, "month": str(month), "reason": reason},
                work=lambda: reopen_and_record(cohort=cohort, month=month, by=request.user, reason=reason).pk,
                purpose="reopen_month",
            )
        except NotClosable as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("%(month)s is open again.") % {"month": month_year(month)})
            return redirect("reports:cohort_month", cohort.program.slug, cohort.number, month)
    context = _reopening_context(request, cohort, month) | {"allowed": True, "form": form}
    return render(request, "reports/month_reopen.html", context)


def officials_of(program: Program) -> list[str]:
    """Whom to ask."""
    officials = Membership.objects.active().filter(role="official", municipality=program.municipality)
    return [str(one.user) for one in officials.select_related("user")]


def _reopening_context(request: HttpRequest, cohort: Cohort, month: Month) -> dict[str, object]:
    closing = closings_of(cohort, month).filter(reopened_at=None).first()
    return shell(request, cohort.program, cohort) | {"cohort": cohort, "month": month, "closing": closing}


def _closing_context(request: HttpRequest, cohort: Cohort, month: Month, *, allowed: bool) -> dict[str, object]:
    """What the page shows now: the figures, and the digest of them that comes back with the press of the button."""
    try:
        preview, refusal = preview_closing(cohort=cohort, month=month), ""
    except NotClosable as refused:
        preview, refusal = None, str(refused)
    return {
        **shell(request, cohort.program, cohort),
        "cohort": cohort,
        "month": month,
        "preview": preview,
        "seen": preview.digest if preview else "",
        "earlier": [row.period for row in open_before(cohort, month)] if preview else [],
        "refusal": refusal,
        "allowed": allowed,
        "officials": [] if allowed else officials_of(cohort.program),
        "total": (preview.figures.net if cohort.program.counts_net else preview.figures.gross) if preview else 0,
    }
