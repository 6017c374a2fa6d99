from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.partners import change_partner, end_partner, name_partner
from programs.forms.partner import PartnerEndForm, PartnerForm
from programs.models import Partner, Program
from programs.views.form_once import saved_once
from programs.views.shell import shell

COLUMNS = ("role", "name", "does", "pays_for", "joined_on")


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def partner_add(request: HttpRequest, program: Program) -> HttpResponse:
    """Name who takes on a role; `?role=` chooses it beforehand."""
    initial = {"role": request.GET.get("role", ""), "joined_on": timezone.localdate()}
    form = PartnerForm(request.POST or None, initial=initial)
    if saved_once(request, form, lambda data: name_partner(program=program, **data)):
        return _back(request, program, _("«%(name)s» is written down.") % {"name": form.cleaned_data["name"]})
    return render(request, "programs/partner_form.html", shell(request, program) | {"form": form, "partner": None})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def partner_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    partner = _partner(request, program, pk)
    form = PartnerForm(request.POST or None, initial={name: getattr(partner, name) for name in COLUMNS})
    if saved_once(request, form, lambda data: change_partner(partner=partner, **data)):
        return _back(request, program, _("«%(name)s» is written down.") % {"name": form.cleaned_data["name"]})
    return render(request, "programs/partner_form.html", shell(request, program) | {"form": form, "partner": partner})


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def partner_end(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    partner = _partner(request, program, pk)
    form = PartnerEndForm(request.POST or None, initial={"left_on": timezone.localdate()})
    if saved_once(request, form, lambda data: end_partner(partner=partner, **data)):
        return _back(request, program, _("The partnership with «%(name)s» is ended.") % {"name": partner.name})
    return render(request, "programs/partner_end.html", shell(request, program) | {"form": form, "partner": partner})


def _partner(request: HttpRequest, program: Program, pk: int) -> Partner:
    return get_object_or_404(Partner.objects.visible_to(request.user), program=program, pk=pk)


def _back(request: HttpRequest, program: Program, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("programs:phase_list", program.slug)
