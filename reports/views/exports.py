from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse

from programs.access import director_page, program_page
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX
from programs.models import Cohort, Program
from reports.access import cohort_of
from reports.exports import months_workbook, people_workbook
from reports.models import CohortMonth
from workers.models import IncomeMonth


@director_page
@reauthentication_required
def people_export(request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """Every month of a cohort's people as an Excel file.

    It names them, so viewers take only the cohort's figures away. Nothing goes out whose record could not be written.
    """
    cohort = cohort_of(request, program, number)
    months = (
        IncomeMonth.objects.visible_to(request.user)
        .filter(enrollment__cohort=cohort)
        .select_related("enrollment__worker")
        .order_by("enrollment", "month")
    )
    return _file(request, cohort, people_workbook(cohort, months), IncomeMonth, "people")


@program_page
@reauthentication_required
def months_export(request: HttpRequest, program: Program, number: int) -> HttpResponse:
    """A cohort's months as an Excel file."""
    cohort = cohort_of(request, program, number)
    months = CohortMonth.objects.visible_to(request.user).filter(cohort=cohort).order_by("month")
    return _file(request, cohort, months_workbook(cohort, months), CohortMonth, "months")


def _file(request: HttpRequest, cohort: Cohort, content: bytes, noun: type, kind: str) -> HttpResponse:
    town = cohort.program.municipality
    record_access(Action.EXPORTED, noun, user=request.user, municipality=town, detail=f"cohort {cohort.pk} {kind}")
    response = HttpResponse(content, content_type=XLSX)
    name = f"hidane-{cohort.program.slug}-{cohort.number}-{kind}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
