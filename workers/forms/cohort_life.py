"""What somebody in charge writes down about a participant's way: stages, steps, successes, breaks, leaving."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.domain.once import new_token
from programs.fields import JapaneseDateField, LineField, OnceField
from workers.domain.stages import BY_HAND
from workers.forms.day import DayInput
from workers.models.enrollment import SUCCESSES, LeavingReason
from workers.models.enrollment_stage import Stage
from workers.models.outcome import OutcomeKind
from workers.models.pause import PauseReason

PLEASE_CHOOSE = {"required": _("Please choose one of them."), "invalid_choice": _("Please choose one of them.")}


class TaskForm(forms.Form):
    """One small task on a page of its own; sent twice it is done once."""

    once = OnceField()

    def renew_once(self) -> None:
        """Give the next sending a token of its own; everything typed stays."""
        self.data = self.data.copy()
        self.data["once"] = new_token()

    def content(self) -> dict[str, Any]:
        """What a valid form says, for the domain function."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}


class DayField(JapaneseDateField):
    """A day, with the phone's own calendar; today unless said otherwise."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": DayInput, "initial": timezone.localdate} | kwargs)


def choose(label: Any, choices: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=PLEASE_CHOOSE, **kwargs
    )


class StageForm(TaskForm):
    stage = choose(_("stage"), Stage.choices)
    began_on = DayField(label=_("began on"))


class StepForm(TaskForm):
    step = choose(_("step"), [(one.value, one.label) for one in BY_HAND])
    reached_on = DayField(label=_("reached on"))


class OutcomeForm(TaskForm):
    kind = choose(_("outcome"), OutcomeKind.choices)
    happened_on = DayField(label=_("on"))
    employer = LineField(
        label=_("employer or business"),
        max_length=100,
        required=False,
        help_text=_("Only if the person agrees. It tells the town where its people go."),
    )
    note = LineField(
        label=_("note"), max_length=200, required=False, help_text=_("Nothing about health or family, please.")
    )


class PauseForm(TaskForm):
    starts_on = DayField(label=_("first day"))
    ends_on = DayField(
        label=_("last day"),
        required=False,
        initial=None,
        help_text=_("Leave it empty while nobody knows yet."),
    )
    reason = choose(
        _("reason"),
        PauseReason.choices,
        initial=PauseReason.NOT_SAID,
        help_text=_(
            "Only to plan support and the seasons. The person need not say it; "
            "viewers do not see it, and no export holds it."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not come before the first."))
        return cleaned


class ReturnForm(TaskForm):
    back_on = DayField(label=_("takes part again from"))


class LeaveForm(TaskForm):
    left_on = DayField(label=_("left on"), help_text=_("The first day on which the person no longer takes part."))
    reason = choose(
        _("reason for leaving"),
        LeavingReason.choices,
        help_text=_(
            "«Hired» and «started a business» count as success, not as a loss. "
            "Viewers do not see the reason, and no export holds it."
        ),
    )
    employer = LineField(
        label=_("employer or business"),
        max_length=100,
        required=False,
        help_text=_("Only when the person was hired or started a business, and agrees."),
    )

    def clean(self) -> dict[str, Any]:
        """An employer belongs to a success; with another reason it would say more than the person wanted."""
        cleaned = super().clean()
        if cleaned.get("employer") and cleaned.get("reason") and cleaned["reason"] not in SUCCESSES:
            self.add_error("employer", _("Leave this empty unless the person was hired or started a business."))
        return cleaned
