"""A survey's questions as the form a person answers on a phone."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.domain.once import new_token
from programs.fields import OnceField, TextField
from programs.models import SurveyQuestion
from programs.models.survey import QuestionKind
from workers.domain.survey_answers import Answer, field_of
from workers.domain.survey_questions import version_of

SCALE = [(str(level), str(level)) for level in range(1, 6)]
MISSING = {
    QuestionKind.CHOICE: _("Please choose one answer."),
    QuestionKind.CHOICES: _("Please choose at least one answer."),
    QuestionKind.SCALE: _("Please choose a number from 1 to 5."),
    QuestionKind.TEXT: _("Please write an answer."),
}
ANOTHER = _("I am another person than the one who has answered on this phone")


class AnswerForm(forms.Form):
    """One field per question. `asks_another` where this browser has sent a sheet already."""

    once = OnceField()
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Sequence[SurveyQuestion], asks_another: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.initial["seen"] = version_of(questions)
        if asks_another:
            said = _("This phone has answered already. If you are another person, say so here.")
            self.fields["another"] = forms.BooleanField(label=ANOTHER, error_messages={"required": said})
        for question in questions:
            self.fields[field_of(question)] = _field(question)

    def answers(self) -> dict[int, Answer]:
        """What a valid form says, by the question's pk."""
        return {question.pk: _answer(question, self.cleaned_data[field_of(question)]) for question in self.questions}

    def show_current(self) -> None:
        """The questions were changed, or the sheet was for somebody else: what is sent next is a sheet of its own."""
        self.data = self.data.copy()
        self.data["seen"], self.data["once"] = version_of(self.questions), new_token()

    @property
    def question_fields(self) -> list[tuple[SurveyQuestion, forms.BoundField]]:
        return [(question, self[field_of(question)]) for question in self.questions]


def _field(question: SurveyQuestion) -> forms.Field:
    missing = MISSING[question.kind]
    common = {
        "label": question.text,
        "required": question.is_required,
        "error_messages": {"required": missing, "invalid_choice": missing, "invalid_list": missing},
    }
    options = [(str(place), option) for place, option in enumerate(question.options)]
    if question.kind == QuestionKind.CHOICES:
        return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
    if question.kind == QuestionKind.TEXT:
        return TextField(max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    choices = SCALE if question.kind == QuestionKind.SCALE else options
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)


def _answer(question: SurveyQuestion, given: Any) -> Answer:
    if question.kind == QuestionKind.TEXT:
        return given
    if question.kind == QuestionKind.CHOICES:
        return [int(place) for place in given]
    return int(given) if given else None
