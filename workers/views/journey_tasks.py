"""What is written on a participant's way: a stage, a step, a success. Each on a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.models import Program
from workers.access import enrollment_of
from workers.domain.outcomes import record_outcome, remove_outcome
from workers.domain.stages import begin_stage, correct_stage, note_step, remove_stage, remove_step
from workers.forms.cohort_life import OutcomeForm, StageForm, StepForm, TaskForm
from workers.models import EnrollmentStage, FunnelStep, Outcome
from workers.views.journeys import journey_url
from workers.views.staff_tasks import StaffTask, sent, staff_task

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
@director_page
def stage_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = StageForm(sent(request))
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("A new stage begins"),
        then=_("From that day on the person stands in this stage; the one before it ends."),
        press=_("Write the stage down"),
        work=lambda: begin_stage(enrollment=enrollment, by=request.user, **form.content()),
        said=_("The stage is written down."),
        detail="stage added",
        back_url=journey_url(program, enrollment),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def stage_change(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    stage = _own(EnrollmentStage, request, program, pk)
    form = StageForm(sent(request), initial={"stage": stage.stage, "began_on": stage.began_on})

    def work() -> None:
        data = form.content()
        correct_stage(stage=stage, to=data["stage"], began_on=data["began_on"], by=request.user)

    task = StaffTask(
        enrollment=stage.enrollment,
        form=form,
        title=_("Correct a stage"),
        then=_("What stood there before stays in the record of changes."),
        press=_("Correct the stage"),
        work=work,
        said=_("The stage is corrected."),
        detail=f"stage {stage.pk} corrected",
        back_url=journey_url(program, stage.enrollment),
        remove_url=reverse("workers:stage_remove", args=[program.slug, stage.pk]),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def stage_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    stage = _own(EnrollmentStage, request, program, pk)
    what = _("Remove the stage «%(name)s»") % {"name": stage.get_stage_display()}
    return _remove(request, program, stage, what, lambda: remove_stage(stage=stage, by=request.user))


@require_http_methods(ASKED)
@director_page
def step_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = StepForm(sent(request))
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("Write down a step"),
        then=_(
            "The step counts in the way from seminar to target. "
            "Steps of income need not be written down: the entries show them."
        ),
        press=_("Write the step down"),
        work=lambda: note_step(enrollment=enrollment, by=request.user, **form.content()),
        said=_("The step is written down."),
        detail="step added",
        back_url=journey_url(program, enrollment),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def step_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    step = _own(FunnelStep, request, program, pk)
    what = _("Remove the step «%(name)s»") % {"name": step.get_step_display()}
    return _remove(request, program, step, what, lambda: remove_step(step=step, by=request.user))


@require_http_methods(ASKED)
@director_page
def outcome_add(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = OutcomeForm(sent(request))
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("Write down a success"),
        then=_(
            "It counts among the program's successes from now on, whether the person goes on taking part or not. "
            "If the person leaves with it, end the participation instead: then it is written down by itself."
        ),
        press=_("Write the success down"),
        work=lambda: record_outcome(enrollment=enrollment, by=request.user, **form.content()),
        said=_("The success is written down."),
        detail="outcome added",
        back_url=journey_url(program, enrollment),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def outcome_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    outcome = _own(Outcome, request, program, pk)
    what = _("Remove the outcome «%(name)s»") % {"name": outcome.get_kind_display()}
    return _remove(request, program, outcome, what, lambda: remove_outcome(outcome=outcome, by=request.user))


def _own(model, request: HttpRequest, program: Program, pk: int):
    """A line of somebody of this program."""
    rows = model.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort")
    row = get_object_or_404(rows, enrollment__cohort__program=program, pk=pk)
    row.enrollment.cohort.program = program
    return row


def _remove(request: HttpRequest, program: Program, row, title, work) -> HttpResponse:
    task = StaffTask(
        enrollment=row.enrollment,
        form=TaskForm(sent(request)),
        title=title,
        then=_("It is no longer counted anywhere. What stood there stays in the record of changes."),
        press=_("Remove"),
        work=work,
        said=_("It is removed."),
        detail=f"{row._meta.model_name} {row.pk} removed",
        back_url=journey_url(program, row.enrollment),
        bad=True,
    )
    return staff_task(request, program, task)
