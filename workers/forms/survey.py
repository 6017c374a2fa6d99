"""Making a survey, and its questions."""

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.fields import JapaneseDateField, LineField, OnceField, TextField
from programs.models import Cohort, Course, Program, Survey, SurveyQuestion
from programs.models.survey import QuestionKind, SurveyMoment
from workers.domain.survey_questions import WITH_OPTIONS, Wording
from workers.domain.surveys import SurveyPlan
from workers.forms.day import DayInput

NO_CHOICE = _("Please choose one.")


class SurveyForm(forms.Form):
    """What a survey says of itself: for changing and copying."""

    once = OnceField()
    title = LineField(label=_("title"), max_length=100)
    intro = TextField(
        label=pgettext_lazy("survey", "introduction"),
        help_text=_("What it is for. It stands above the questions."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    moment = forms.ChoiceField(
        label=_("before or after"),
        choices=SurveyMoment.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )
    opens_on = JapaneseDateField(label=_("answers from"), widget=DayInput)
    closes_on = JapaneseDateField(label=_("answers until"), widget=DayInput)

    def __init__(self, *args: Any, survey: Survey | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if survey:
            self.initial = {name: getattr(survey, name) for name in _COLUMNS} | self.initial
        else:
            self.initial.setdefault("opens_on", timezone.localdate())
            self.initial.setdefault("moment", SurveyMoment.AFTER)

    def plan(self) -> SurveyPlan:
        return SurveyPlan(**{name: self.cleaned_data[name] for name in _COLUMNS})


_COLUMNS = ("title", "intro", "moment", "opens_on", "closes_on")


class NewSurveyForm(SurveyForm):
    """And whom it asks."""

    asks = forms.ChoiceField(
        label=_("Who is asked"), error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE}
    )
    field_order = ("once", "asks", "title", "intro", "moment", "opens_on", "closes_on")

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places: dict[str, Course | Cohort] = {f"course-{one.pk}": one for one in program.courses.all()}
        courses = [(key, str(one)) for key, one in self._places.items()]
        cohorts = {f"cohort-{one.pk}": one for one in program.cohorts.order_by("-number")}
        self._places |= cohorts
        self.fields["asks"].choices = [
            ("", _("Please choose")),
            (_("Those who attended a course"), courses),
            (_("Those enrolled in a cohort"), [(key, str(one)) for key, one in cohorts.items()]),
        ]

    def asked(self) -> Course | Cohort:
        return self._places[self.cleaned_data["asks"]]


class QuestionForm(forms.Form):
    """One question. Choices are written one per line."""

    once = OnceField()
    text = LineField(label=_("question"), max_length=200)
    kind = forms.ChoiceField(
        label=_("kind of answer"),
        choices=QuestionKind.choices,
        widget=forms.RadioSelect,
        initial=QuestionKind.CHOICE,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )
    options = TextField(
        label=_("choices"),
        help_text=_("For one or several answers only: 2 to 12 choices, one per line."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    is_required = forms.BooleanField(label=_("must be answered"), required=False)

    def __init__(self, *args: Any, question: SurveyQuestion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if question:
            self.initial |= {name: getattr(question, name) for name in ("text", "kind", "is_required")}
            self.initial["options"] = "\n".join(question.options)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") in WITH_OPTIONS and not cleaned.get("options") and not self.has_error("options"):
            self.add_error("options", _("Write the choices, one per line."))
        return cleaned

    def wording(self) -> Wording:
        lines = re.split(r"\n+", self.cleaned_data["options"])
        return Wording(
            kind=self.cleaned_data["kind"],
            text=self.cleaned_data["text"],
            options=tuple(line.strip() for line in lines if line.strip()),
            is_required=self.cleaned_data["is_required"],
        )
