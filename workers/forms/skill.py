"""Naming a skill, and judging one's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField, OnceField
from programs.models import Skill
from workers.domain.skills import LEVELS
from workers.models.skill_check import Milestone

CHOOSE = _("Please choose a number from 1 to 5.")
NO_CHOICE = _("Please choose one.")


class SkillForm(forms.Form):
    once = OnceField()
    name = LineField(label=_("name of the skill"), max_length=60)
    hint = LineField(
        label=_("what the levels mean"),
        help_text=_("For example: 1 I have never tried it, 3 I can do it with help, 5 I can show others."),
        max_length=200,
        required=False,
    )


class SkillCheckForm(forms.Form):
    """One row from 1 to 5 for each skill; a row may be left out."""

    once = OnceField()
    milestone = forms.ChoiceField(
        label=_("When"),
        choices=Milestone.choices,
        widget=forms.RadioSelect,
        error_messages={"required": NO_CHOICE, "invalid_choice": NO_CHOICE},
    )

    def __init__(self, *args: Any, skills: Sequence[Skill], levels: Mapping[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.skills = skills
        for skill in skills:
            self.fields[_name(skill)] = forms.ChoiceField(
                label=skill.name,
                help_text=skill.hint,
                choices=[(str(level), str(level)) for level in LEVELS],
                initial=str(levels.get(skill.pk, "")),
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": CHOOSE},
            )

    def levels(self) -> dict[int, int]:
        """What a valid form says, by the skill's pk; skills left out are not in it."""
        said = {skill.pk: self.cleaned_data[_name(skill)] for skill in self.skills}
        return {skill: int(level) for skill, level in said.items() if level}

    @property
    def skill_fields(self) -> list[forms.BoundField]:
        return [self[_name(skill)] for skill in self.skills]


def _name(skill: Skill) -> str:
    return f"skill{skill.pk}"
