from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.access import director_page
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.domain.application_numbers import spaced_reference
from workers.domain.applications import TRANSITIONS
from workers.domain.assessments import NewerAssessment, average_score, mean_score, note_assessment
from workers.domain.calls import seats_left
from workers.domain.selection import SELECTABLE
from workers.forms.recruiting_assessment import AssessmentForm
from workers.models import Application, Assessment, Enrollment
from workers.models.application import OPEN_STATES, ApplicationState
from workers.models.assessment import CHECKS, SCORES
from workers.views.recruiting import application_of, deciders, note_change, note_look


@require_safe
@director_page
def application_detail(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One applicant. Every look is written to the access record."""
    application = application_of(request, program, pk)
    note_look(request, application)
    return _page(request, program, application)


@require_POST
@director_page
def application_assess(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Save one's own notes; those of others are not touched."""
    application = application_of(request, program, pk)
    form = AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, program, application, form)
    try:
        with transaction.atomic():
            values = form.values()
            note_assessment(application=application, by=request.user, values=values, seen=form.cleaned_data["seen"])
            note_change(request, application, "assessment")
    except NewerAssessment as refused:
        form = form.with_newer(_own(application, request))
        form.add_error(None, str(refused))
        return _page(request, program, application, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, program, application, form)
    messages.success(request, _("Your notes about %(name)s are saved.") % {"name": application})
    return redirect(f"{reverse('workers:application_detail', args=[program.slug, application.pk])}#assessments")


def _page(
    request: HttpRequest, program: Program, application: Application, form: AssessmentForm | None = None
) -> HttpResponse:
    assessments = list(application.assessments.select_related("by"))
    own = next((one for one in assessments if one.by_id == request.user.pk), None)
    carried_to = Application.objects.filter(carried_from=application).select_related("call").first()
    context = {
        **shell(request, program, application.call.cohort),
        "application": application,
        "reference": spaced_reference(application.reference),
        "call": application.call,
        "steps": list(application.steps.select_related("by").order_by("-at", "-pk")),
        "assessments": [(one, mean_score(one)) for one in assessments],
        "average": average_score(assessments),
        "checks": _lines(assessments, CHECKS),
        "scores": _lines(assessments, SCORES),
        "form": form or AssessmentForm(own=own),
        "own": own,
        "enrollment": _enrollment(application),
        "carried_to": carried_to,
        "carried_from": _earlier(application),
        "free": seats_left(application.call),
        "deciders": [] if program.is_run else deciders(program),
        **_verbs(application, went_on=carried_to is not None),
    }
    return render(request, "workers/recruiting_application.html", context)


def _verbs(application: Application, *, went_on: bool) -> dict[str, bool]:
    """What can be done with it now, by who may."""
    state = "" if went_on else application.state
    return {
        "may_screen": state == ApplicationState.APPLIED,
        "may_meet": state in OPEN_STATES,
        "may_select": state in SELECTABLE,
        "may_wait": state in OPEN_STATES,
        "may_decline": state in SELECTABLE,
        "may_note_withdrawal": ApplicationState.WITHDRAWN in TRANSITIONS.get(state, ()),
        "may_take_back": state == ApplicationState.DECLINED,
    }


def _lines(assessments: list[Assessment], names: tuple[str, ...]) -> list[tuple[str, list]]:
    """One line for each question, with everybody's answer side by side."""
    label = {name: Assessment._meta.get_field(name).verbose_name for name in names}
    return [(label[name], [getattr(one, name) for one in assessments]) for name in names]


def _own(application: Application, request: HttpRequest) -> Assessment | None:
    return application.assessments.filter(by=request.user).first()


def _enrollment(application: Application) -> Enrollment | None:
    """Where a selected applicant takes part now."""
    if application.worker_id is None:
        return None
    return Enrollment.objects.filter(worker=application.worker_id, cohort=application.call.cohort_id).first()


def _earlier(application: Application) -> Application | None:
    """The application this one was carried over from, with what was noted about it then."""
    if application.carried_from_id is None:
        return None
    return Application.objects.select_related("call").get(pk=application.carried_from_id)
