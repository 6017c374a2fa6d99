"""The questions of a survey: adding, changing, moving and removing them, until somebody has answered."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Survey, SurveyQuestion
from programs.models.survey import QuestionKind
from workers.domain.surveys import locked_survey

MOST_QUESTIONS = 30
FEWEST_OPTIONS, MOST_OPTIONS = 2, 12
OPTION_LENGTH = 60
WITH_OPTIONS = (QuestionKind.CHOICE, QuestionKind.CHOICES)
UP, DOWN = "up", "down"
FREE = 0  # no question stands at this position: two that change places meet here


class QuestionsFixed(Refused):
    """What somebody has answered does not change under them."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody has answered, so the questions stay. To ask something else, make a copy and change that.")
        )


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a question says. `options` only where it offers choices."""

    kind: str
    text: str
    options: tuple[str, ...] = ()
    is_required: bool = False


@transaction.atomic
def add_question(*, survey: Survey, wording: Wording) -> SurveyQuestion:
    """At the end. Raises QuestionsFixed; Refused for wrong options or too many questions."""
    _refuse_wrong(wording)
    _editable(survey)
    positions = list(survey.questions.order_by("position").values_list("position", flat=True))
    if len(positions) >= MOST_QUESTIONS:
        raise Refused(_("A survey has at most %(count)s questions.") % {"count": MOST_QUESTIONS})
    return SurveyQuestion.objects.create(survey=survey, position=(positions or [0])[-1] + 1, **_columns(wording))


@transaction.atomic
def change_question(*, question: SurveyQuestion, wording: Wording) -> SurveyQuestion:
    """Raises QuestionsFixed; Refused for wrong options, or when somebody removed it meanwhile."""
    _refuse_wrong(wording)
    current = _editable_question(question)
    for name, value in _columns(wording).items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def move_question(*, question: SurveyQuestion, to: str) -> None:
    """One place UP or DOWN; nothing at the end. Raises QuestionsFixed."""
    current = _editable_question(question)
    others = SurveyQuestion.objects.filter(survey=current.survey_id)
    if to == UP:
        other = others.filter(position__lt=current.position).order_by("-position").first()
    else:
        other = others.filter(position__gt=current.position).order_by("position").first()
    if other is None:
        return
    for pk, position in ((current.pk, FREE), (other.pk, current.position), (current.pk, other.position)):
        others.filter(pk=pk).update(position=position)


@transaction.atomic
def remove_question(*, question: SurveyQuestion) -> None:
    """Raises QuestionsFixed; Refused when somebody removed it meanwhile."""
    _editable_question(question).delete()


def version_of(questions: Iterable[SurveyQuestion]) -> str:
    """A short digest of everything a person who answers has before them."""
    words = [[one.pk, one.kind, one.text, one.options, one.is_required] for one in questions]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]


def _editable(survey: Survey) -> Survey:
    """Locked as whoever answers locks it: a first answer and an edit never cross."""
    survey = locked_survey(survey)
    if survey.begun_at:
        raise QuestionsFixed
    return survey


def _editable_question(question: SurveyQuestion) -> SurveyQuestion:
    _editable(question.survey)
    current = SurveyQuestion.objects.filter(pk=question.pk).first()
    if current is None:
        raise Refused(_("This question has been removed in the meantime."))
    return current


def _refuse_wrong(wording: Wording) -> None:
    if wording.kind not in WITH_OPTIONS:
        return
    if not FEWEST_OPTIONS <= len(wording.options) <= MOST_OPTIONS:
        said = _("Write %(fewest)s to %(most)s choices, one per line.")
        raise Refused(said % {"fewest": FEWEST_OPTIONS, "most": MOST_OPTIONS}, field="options")
    if len(set(wording.options)) < len(wording.options):
        raise Refused(_("Two choices are the same."), field="options")
    if long := next((one for one in wording.options if len(one) > OPTION_LENGTH), None):
        said = _("This choice is longer than %(limit)s characters: %(words)s…")
        raise Refused(said % {"limit": OPTION_LENGTH, "words": long[:20]}, field="options")


def _columns(wording: Wording) -> dict:
    options = list(wording.options) if wording.kind in WITH_OPTIONS else []
    return asdict(wording) | {"options": options}
