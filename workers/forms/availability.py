"""The hours of a usual week as a table of boxes, and days off."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workers.domain.availability import LEAST_MINUTES, MOST_MINUTES, Slot
from workers.forms.cohort_life import DayField, TaskForm
from workers.models.availability import DayPart

USUAL_MINUTES = {DayPart.MORNING: 180, DayPart.AFTERNOON: 180, DayPart.EVENING: 120, DayPart.NIGHT: 120}
STEP = 30


def hours(minutes: int) -> str:
    """2.5 for 150 minutes."""
    return f"{minutes / 60:,.1f}".removesuffix(".0")


class AvailabilityForm(TaskForm):
    """Boxes named by weekday and part of the day; one length for each part."""

    slots = forms.MultipleChoiceField(
        label=_("available hours"),
        required=False,
        choices=[(f"{weekday}-{part}", "") for weekday in range(7) for part in DayPart.values],
        error_messages={"invalid_choice": _("Please choose hours from the table.")},
    )

    def __init__(self, *args: Any, written: dict[Slot, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("slots", [f"{weekday}-{part}" for weekday, part in written])
        for part in DayPart:
            lengths = [minutes for (_day, one), minutes in written.items() if one == part]
            self.fields[f"minutes_{part.value}"] = forms.TypedChoiceField(
                label=part.label,
                coerce=int,
                choices=[
                    (minutes, _("%(hours)s hours") % {"hours": hours(minutes)})
                    for minutes in range(LEAST_MINUTES, MOST_MINUTES + 1, STEP)
                ],
                initial=max(lengths, default=USUAL_MINUTES[part]),
            )

    def chosen(self) -> dict[Slot, int]:
        """Weekday and part with their minutes, as a valid form has them."""
        slots = (name.split("-") for name in self.cleaned_data["slots"])
        return {(int(weekday), part): self.cleaned_data[f"minutes_{part}"] for weekday, part in slots}

    @property
    def lengths(self) -> list[forms.BoundField]:
        return [self[f"minutes_{part}"] for part in DayPart.values]

    @property
    def checked(self) -> set[str]:
        return set(self["slots"].value() or [])


class DaysOffForm(TaskForm):
    starts_on = DayField(label=_("first day"))
    ends_on = DayField(
        label=_("last day"), required=False, initial=None, help_text=_("Leave it empty for a single day.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("ends_on") and not self.has_error("ends_on"):
            cleaned["ends_on"] = cleaned.get("starts_on")
        return cleaned
