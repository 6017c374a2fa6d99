"""A course: what kind, for whom, and what completing it takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField, OnceField, TextField
from programs.models import Course, Program
from programs.models.course import CourseKind
from workers.domain.courses import CoursePlan
from workers.forms.counts import CountField


class CourseForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("kind"),
        choices=CourseKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose the kind of course.")},
    )
    title = LineField(label=_("Name of the course"), max_length=100)
    cohort = forms.ModelChoiceField(
        label=_("For whom"),
        queryset=None,
        required=False,
        empty_label=_("Everybody (citizens can sign up)"),
        help_text=_("With a cohort chosen, only its participants can sign up."),
    )
    about = TextField(label=_("what it is about"), max_length=2000, required=False)
    sessions_to_complete = CountField(
        label=_("sessions needed for completion"),
        required=False,
        max_value=200,
        help_text=_("Left empty, all sessions are needed."),
    )
    takes_sign_up = forms.BooleanField(label=_("People can sign up by link and QR code"), required=False, initial=True)
    once = OnceField()

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cohort"].queryset = program.cohorts.order_by("-number")

    def plan(self) -> CoursePlan:
        """What a valid form says."""
        return CoursePlan(**{name: self.cleaned_data[name] for name in CoursePlan.__dataclass_fields__})


def written_in(course: Course) -> dict[str, Any]:
    return {name: getattr(course, name) for name in CoursePlan.__dataclass_fields__}
