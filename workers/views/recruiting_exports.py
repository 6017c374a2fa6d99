from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page, official_page
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX
from programs.models import Call, Program
from programs.views.shell import shell
from workers.domain.applicants import applicants
from workers.exports.applications import SENSITIVE, applications_workbook
from workers.forms.recruiting import ReasonedExportForm
from workers.models import Application
from workers.views.recruiting import call_of


@require_safe
@director_page
@reauthentication_required
def call_export(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The applications of a call as an Excel file, without what plays no part in the selection."""
    return _file(request, call_of(request, program, pk), f"call {pk} applications")


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
@reauthentication_required(allow_get=True)
def call_export_reasons(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The same with year of birth, gender and reasons, for whoever writes down what they are needed for."""
    call = call_of(request, program, pk)
    form = ReasonedExportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["reason"]
        return _file(request, call, f"call {pk} applications, {SENSITIVE}: {why}", with_reasons=True)
    context = {**shell(request, program, call.cohort), "call": call, "form": form}
    return render(request, "workers/recruiting_export.html", context)


def _file(request: HttpRequest, call: Call, detail: str, *, with_reasons: bool = False) -> HttpResponse:
    """Nothing goes out whose record could not be written."""
    rows = applicants(call).select_related("consent")
    content = applications_workbook(call, rows, with_reasons=with_reasons)
    town = call.cohort.program.municipality
    record_access(Action.EXPORTED, Application, user=request.user, municipality=town, detail=detail)
    response = HttpResponse(content, content_type=XLSX)
    name = f"hidane-{call.cohort.program.slug}-{call.cohort.number}-applications.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
