"""Answering a survey without a name.

Nothing is kept that could join a sheet to a person: no account, no address, no moment, no order of arrival. A sheet has
a day and a number drawn by lot; its answers too, for numbers that count up would tell which sheet came when, and the
web server's log tells who came when. Neither the record of changes nor that of looks hears of it. Whether a browser has
answered is known to that browser alone (views/survey_answers.py).
"""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Survey, SurveyQuestion
from programs.models.survey import QuestionKind
from workers.domain.survey_questions import version_of
from workers.domain.surveys import locked_survey, why_shut
from workers.models import SurveyAnswer, SurveyResponse

NUMBERS = 2**53
Answer = int | Sequence[int] | str | None


class QuestionsChanged(Refused):
    """The sheet was shown before the questions were edited."""

    def __init__(self) -> None:
        super().__init__(
            _("The questions have been changed meanwhile. Please look through your answers and send again.")
        )


@transaction.atomic
def record_response(*, survey: Survey, answers: Mapping[int, Answer], seen: str) -> None:
    """Write one sheet: `answers` by the question's pk, None or empty for what was left out; `seen` is the version_of
    the questions that were shown. From the first sheet on the questions stay.

    Raises QuestionsChanged; Refused when it is not open or an answer is none of those offered.
    """
    survey = locked_survey(survey)
    questions = list(SurveyQuestion.objects.filter(survey=survey).order_by("position"))
    today = timezone.localdate()
    if shut := why_shut(survey, today=today, questions=len(questions)):
        raise Refused(shut)
    if seen != version_of(questions):
        raise QuestionsChanged
    rows = [row for question in questions for row in _rows(question, answers.get(question.pk))]
    if not rows:
        raise Refused(_("Please answer at least one question."))
    response = SurveyResponse.objects.create(pk=_by_lot(), survey=survey, answered_on=today)
    for row in rows:
        row.pk, row.response = _by_lot(), response
    SurveyAnswer.objects.bulk_create(rows)
    if survey.begun_at is None:
        # The day's beginning, not the moment of the first sheet; by `update`, which writes no record of who did it.
        Survey.objects.filter(pk=survey.pk).update(begun_at=_midnight(today))


def _rows(question: SurveyQuestion, answer: Answer) -> list[SurveyAnswer]:
    if answer is None or answer == "" or answer == []:
        if question.is_required:
            raise Refused(_("Please answer this question."), field=field_of(question))
        return []
    if question.kind == QuestionKind.TEXT:
        return [SurveyAnswer(question=question, text=answer)]
    numbers = sorted(set(answer)) if question.kind == QuestionKind.CHOICES else [answer]
    offered = range(1, 6) if question.kind == QuestionKind.SCALE else range(len(question.options))
    if not all(number in offered for number in numbers):
        raise Refused(_("Please choose one of the answers shown."), field=field_of(question))
    return [SurveyAnswer(question=question, number=number) for number in numbers]


def field_of(question: SurveyQuestion) -> str:
    """What the question's field is called in a form."""
    return f"q{question.pk}"


def _by_lot() -> int:
    return secrets.randbelow(NUMBERS) + 1


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
