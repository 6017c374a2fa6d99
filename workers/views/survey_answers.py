"""Answering a survey by its address, on any phone, without an account.

Which browser has answered stands in a signed cookie of that browser and nowhere on the server: a mark in the session
would say of everybody who is signed in whether they answered.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.access import public_page
from programs.domain.once import only_once
from programs.domain.refusals import Refused
from programs.domain.tries import take_try
from programs.models import Survey, SurveyQuestion
from programs.shared.request_id import client_address
from programs.views.errors import too_many
from workers.domain.survey_answers import record_response
from workers.domain.surveys import find_survey, why_shut
from workers.forms.survey_answer import AnswerForm

PURPOSE = "survey_answer"
MARK_SECONDS = 400 * 24 * 3600  # longer than any survey is open
# A hall full of people shares one address.
TRIES = {"limit": 200, "seconds": 600}


class _Unknown(Exception):
    """This sheet has not been sent before."""


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def survey_answer(request: HttpRequest, key: str) -> HttpResponse:
    """The questions; after sending, thanks. `?another=1` brings the questions back for the next person."""
    survey = find_survey(key)
    if survey is None:
        if take_try("survey-key", client_address.get(), **TRIES) is None:
            return too_many(request)
        return render(request, "workers/survey_unknown.html", status=404)
    questions = list(survey.questions.order_by("position"))
    if shut := why_shut(survey, today=timezone.localdate(), questions=len(questions)):
        status = 409 if request.method == "POST" else 200
        return render(request, "workers/survey_shut.html", {"survey": survey, "sentence": shut}, status=status)
    if request.method == "POST":
        return _receive(request, survey, questions)
    answered = has_answered(request, survey)
    if answered and "another" not in request.GET:
        return render(request, "workers/survey_thanks.html", {"survey": survey})
    return _page(request, survey, AnswerForm(questions=questions, asks_another=answered, initial={"another": answered}))


def has_answered(request: HttpRequest, survey: Survey) -> bool:
    return bool(request.get_signed_cookie(_mark(survey), default="", salt=PURPOSE))


def _receive(request: HttpRequest, survey: Survey, questions: list[SurveyQuestion]) -> HttpResponse:
    answered = has_answered(request, survey)
    if answered and _was_sent(request, survey):
        return redirect("workers:survey_answer", survey.answer_key)
    form = AnswerForm(request.POST, questions=questions, asks_another=answered)
    if not form.is_valid():
        if form.has_error("another") or form.has_error("once"):
            form.show_current()
        return _page(request, survey, form, status=422)
    if take_try("survey", client_address.get(), **TRIES) is None:
        return too_many(request)
    answers, seen = form.answers(), form.cleaned_data["seen"]
    try:
        _once(form.cleaned_data["once"], survey, lambda: record_response(survey=survey, answers=answers, seen=seen))
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        form.show_current()
        return _page(request, survey, form, status=409)
    return _thank(survey)


def _once(token: str, survey: Survey, work) -> bool:
    """Whether the sheet had arrived before. Neither the person nor the answers stand beside the token."""

    def silent() -> str:
        work()
        return ""

    return only_once(token, user=None, content={"survey": survey.pk}, work=silent, purpose=PURPOSE).repeated


def _was_sent(request: HttpRequest, survey: Survey) -> bool:
    """A double tap: the first one has been counted."""

    def unknown() -> None:
        raise _Unknown

    try:
        return _once(request.POST.get("once", ""), survey, unknown)
    except (_Unknown, ValueError):
        return False


def _thank(survey: Survey) -> HttpResponse:
    response = redirect("workers:survey_answer", survey.answer_key)
    response.set_signed_cookie(
        _mark(survey),
        "1",
        salt=PURPOSE,
        max_age=MARK_SECONDS,
        path="/surveys/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _mark(survey: Survey) -> str:
    return f"answered_{survey.pk}"


def _page(request: HttpRequest, survey: Survey, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"survey": survey, "form": form}
    return render(request, "workers/survey_answer.html", context, status=status)
