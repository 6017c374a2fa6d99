"""The paper an invitation is handed over on. It can be shown once only: nobody knows the token afterwards."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from programs.domain.invitations import Slip
from programs.models import Program
from programs.shared.qr import qr_code
from programs.shared.town_office import office_of
from programs.views.shell import shell


def slips_page(request: HttpRequest, program: Program, slips: Iterable[Slip]) -> HttpResponse:
    """A sheet of A4 for each slip. The address begins with the host this page was asked from."""
    sheets = [_sheet(request, program, slip) for slip in slips]
    return render(request, "programs/slips.html", {**shell(request, program), "sheets": sheets})


def _sheet(request: HttpRequest, program: Program, slip: Slip) -> dict[str, object]:
    door = request.build_absolute_uri("/i/")
    return {
        "slip": slip,
        "invitation": slip.invitation,
        "town": program.municipality,
        "office": office_of(program.municipality.name),
        "door": door,
        "qr": qr_code(f"{door}{slip.token}/"),
    }
