from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import official_page, program_page
from programs.domain import phases
from programs.domain.fundings import years_of_money
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.forms.phase import BackForm, MoveForm
from programs.models import Partner, Program, ProgramPhase
from programs.models.funding import FundingKind
from programs.models.partner import PartnerRole
from programs.models.program_phase import Phase
from programs.shared.month import Month
from programs.views.shell import shell

LONGEST_NUMBER = 19  # digits: above it no database has a row of that number


@require_safe
@program_page
def phase_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Where the program stands, what the next phase asks, the log, the partners and the money."""
    today = timezone.localdate()
    log = phases.log_of(program)
    now = log[0].row if log else None
    coming = phases.next_phase(now)
    # In the last phase: whether what brought the program there still holds.
    findings = phases.conditions_for(program, coming or now.phase, today)
    partners = sorted(Partner.objects.visible_to(request.user).filter(program=program), key=_by_role)
    years = years_of_money(program)
    # A kind of money the program never had would be an empty column.
    kinds = [kind for kind in FundingKind if any(year.of(kind) for year in years)]
    context = {
        **shell(request, program),
        "now": now,
        "steps": _steps(now),
        "coming": coming,
        "earlier": phases.earlier_phase(now),
        "findings": findings,
        "unmet": sum(not finding.met for finding in findings),
        "log": log,
        "partners": [one for one in partners if one.left_on is None or one.left_on > today],
        "former": [one for one in partners if one.left_on and one.left_on <= today],
        "kinds": [kind.label for kind in kinds],
        "years": [(year, [year.of(kind) for kind in kinds]) for year in years],
        "this_year": Month.of(today).fiscal_year,
    }
    return render(request, "programs/phase_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def phase_next(request: HttpRequest, program: Program) -> HttpResponse:
    """Move on to the next phase, after reading what is true today."""
    now = _phase_on_the_page(request, program)
    coming = phases.next_phase(now)
    if coming is None:
        return _nothing_to_do(request, program, _("This is the last phase."))
    findings = phases.conditions_for(program, coming, timezone.localdate())
    unmet = sum(not finding.met for finding in findings)
    initial = {"seen": now.pk if now else None, "began_on": timezone.localdate()}
    form = MoveForm(request.POST or None, initial=initial, unmet=bool(unmet))
    if request.method == "POST" and form.is_valid():
        said = _("The program is now in the phase «%(phase)s».") % {"phase": coming.label}
        if answer := _move(request, program, form, phases.move_on, said):
            return answer
    context = {"form": form, "now": now, "coming": coming, "findings": findings, "unmet": unmet}
    return render(request, "programs/phase_next.html", shell(request, program) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def phase_back(request: HttpRequest, program: Program) -> HttpResponse:
    """Take a mistaken move back; both stay in the log."""
    now = _phase_on_the_page(request, program)
    earlier = phases.earlier_phase(now)
    if now is None or earlier is None:
        return _nothing_to_do(request, program, _("There is no earlier phase to go back to."))
    form = BackForm(request.POST or None, initial={"seen": now.pk})
    if request.method == "POST" and form.is_valid():
        said = _("The program is back in the phase «%(phase)s».") % {"phase": earlier.label}
        if answer := _move(request, program, form, phases.take_back, said):
            return answer
    context = {"form": form, "now": now, "earlier": earlier}
    return render(request, "programs/phase_back.html", shell(request, program) | context)


def _phase_on_the_page(request: HttpRequest, program: Program) -> ProgramPhase | None:
    """The phase the sent form was about, which a second tap finds already moved; the present one otherwise."""
    seen = request.POST.get("seen", "")
    if request.method == "POST" and seen.isdecimal() and len(seen) < LONGEST_NUMBER:
        return ProgramPhase.objects.filter(program=program, pk=seen).first()
    return None if request.method == "POST" else phases.phase_of(program)


def _move(
    request: HttpRequest, program: Program, form: forms.Form, move: Callable[..., ProgramPhase], said: str
) -> HttpResponse | None:
    """The way back to the list once it happened, or somebody was faster; None while the form has to be mended."""
    content = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    try:
        only_once(
            form.cleaned_data["once"],
            user=request.user,
            content=content,
            work=lambda: move(program=program, by=request.user, **content).pk,
            purpose=request.resolver_match.view_name,
        )
    except Refused as refused:
        if refused.field in form.fields:
            form.add_error(refused.field, refused.sentence)
            return None
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("programs:phase_list", program.slug)


def _nothing_to_do(request: HttpRequest, program: Program, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("programs:phase_list", program.slug)


def _by_role(partner: Partner) -> tuple:
    return PartnerRole.values.index(partner.role), partner.joined_on, partner.pk


def _steps(now: ProgramPhase | None) -> list[tuple[Phase, str]]:
    """Each phase with its state on the line: done, now or coming."""
    place = list(Phase).index(Phase(now.phase)) if now else -1
    return [(phase, "done" if n < place else "now" if n == place else "coming") for n, phase in enumerate(Phase)]
