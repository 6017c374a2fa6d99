from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.fundings import change_funding, remove_funding, write_funding
from programs.forms.funding import FundingForm, RemoveForm
from programs.models import Funding, Program
from programs.shared.month import Month
from programs.templatetags.phases import fiscal_year_both
from programs.views.form_once import saved_once
from programs.views.shell import shell

COLUMNS = ("fiscal_year", "kind", "name", "amount")
MONEY = "#money"  # where the page of phases shows it


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def funding_add(request: HttpRequest, program: Program) -> HttpResponse:
    """Write one source of one fiscal year down; `?fiscal_year=` and `?kind=` choose beforehand."""
    initial = {"fiscal_year": Month.of(timezone.localdate()).fiscal_year - 1}
    initial |= {name: request.GET[name] for name in ("fiscal_year", "kind") if name in request.GET}
    form = FundingForm(request.POST or None, initial=initial, years=_years(program))
    if saved_once(request, form, lambda data: write_funding(program=program, **data)):
        return _back(request, program, _("The money is written down."))
    return render(request, "programs/funding_form.html", shell(request, program) | {"form": form, "funding": None})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def funding_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    funding = _funding(request, program, pk)
    initial = {name: getattr(funding, name) for name in COLUMNS}
    form = FundingForm(request.POST or None, initial=initial, years=_years(program, funding))
    if saved_once(request, form, lambda data: change_funding(funding=funding, **data)):
        return _back(request, program, _("The money is written down."))
    return render(request, "programs/funding_form.html", shell(request, program) | {"form": form, "funding": funding})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def funding_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    form = RemoveForm(request.POST or None)
    if saved_once(request, form, lambda _data: remove_funding(funding=_funding(request, program, pk))):
        return _back(request, program, _("The source of money is taken away."))
    context = {"form": form, "funding": _funding(request, program, pk), "once": form["once"].value()}
    return render(request, "programs/funding_remove.html", shell(request, program) | context)


def _funding(request: HttpRequest, program: Program, pk: int) -> Funding:
    return get_object_or_404(Funding.objects.visible_to(request.user), program=program, pk=pk)


def _years(program: Program, funding: Funding | None = None) -> list[tuple[int, str]]:
    """From two years before the program to next year's budget, the newest first."""
    last = Month.of(timezone.localdate()).fiscal_year + 1
    first = min(Month.of(program.started_on).fiscal_year - 2, last - 6)
    years = set(range(first, last + 1)) | ({funding.fiscal_year} if funding else set())
    return [(year, fiscal_year_both(year)) for year in sorted(years, reverse=True)]


def _back(request: HttpRequest, program: Program, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(reverse("programs:phase_list", args=[program.slug]) + MONEY)
