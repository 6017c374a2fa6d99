"""The questions of a survey at the desk: a page that needs no script."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page
from programs.domain.refusals import Refused
from programs.models import Program, Survey, SurveyQuestion
from programs.views.shell import shell
from workers.domain.survey_questions import (
    DOWN,
    UP,
    add_question,
    change_question,
    move_question,
    remove_question,
)
from workers.forms.survey import QuestionForm
from workers.forms.survey_answer import AnswerForm
from workers.views.once_forms import done_once, status_of
from workers.views.surveys import answer_address, state_of, survey_of


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def survey_questions(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """All questions, and a form for the next one."""
    survey = survey_of(request, program, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None)

    def work() -> str:
        add_question(survey=survey, wording=form.wording())
        return ""

    content = {"survey": survey, "wording": str(form.wording()) if form.is_valid() else ""}
    if done_once(request, form, purpose="question_add", content=content, work=work) is not None:
        messages.success(request, _("The question has been added."))
        return redirect("workers:survey_questions", program.slug, survey.pk)
    context = {
        **shell(request, program),
        "survey": survey,
        "state": state_of(survey, timezone.localdate()),
        "questions": list(survey.questions.order_by("position")),
        "form": form,
        "address": answer_address(request, survey),
    }
    return render(request, "workers/survey_questions.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def question_change(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    question = _question_of(request, program, pk)
    form = QuestionForm(request.POST if request.method == "POST" else None, question=question)

    def work() -> str:
        change_question(question=question, wording=form.wording())
        return ""

    content = {"question": question, "wording": str(form.wording()) if form.is_valid() else ""}
    if done_once(request, form, purpose="question_change", content=content, work=work) is not None:
        messages.success(request, _("Saved."))
        return redirect("workers:survey_questions", program.slug, question.survey_id)
    context = {**shell(request, program), "survey": question.survey, "question": question, "form": form}
    return render(request, "workers/survey_question.html", context, status=status_of(form))


@require_POST
@director_page
def question_move(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Up or down by one."""
    question = _question_of(request, program, pk)
    to = request.POST.get("to", "")
    try:
        if to in (UP, DOWN):
            move_question(question=question, to=to)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workers:survey_questions", program.slug, question.survey_id)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def question_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    question = _question_of(request, program, pk)
    if request.method != "POST":
        context = {**shell(request, program), "survey": question.survey, "question": question}
        return render(request, "workers/survey_question_remove.html", context)
    try:
        remove_question(question=question)
        messages.success(request, _("The question has been removed."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workers:survey_questions", program.slug, question.survey_id)


@require_safe
@director_page
def survey_preview(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """As it will look on the phone; nothing can be sent from here."""
    survey = survey_of(request, program, pk)
    form = AnswerForm(questions=list(survey.questions.order_by("position")))
    return render(request, "workers/survey_preview.html", {**shell(request, program), "survey": survey, "form": form})


def _question_of(request: HttpRequest, program: Program, pk: int) -> SurveyQuestion:
    surveys = Survey.objects.visible_to(request.user).filter(program=program)
    return get_object_or_404(SurveyQuestion.objects.select_related("survey"), survey__in=surveys, pk=pk)
