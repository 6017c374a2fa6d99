"""What is to be done, and by which day: chips for the likely days, or a day of one's own."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.fields import JapaneseDateField, LineField
from programs.models import Program, User
from programs.templatetags.dates import day_short
from workers.domain.supporters import supporting_staff
from workers.forms.day import ANOTHER_DAY, DayChoiceField, DayInput, day_of
from workers.forms.once_form import OnceForm
from workers.models import FollowUp

AHEAD = ((1, _("Tomorrow %(day)s")), (7, _("In a week %(day)s")), (14, _("In two weeks %(day)s")))
DAY_MISSING = _("Choose a day.")


def days_ahead(today: dt.date) -> list[tuple[str, object]]:
    days = [(today + dt.timedelta(days=count), words) for count, words in AHEAD]
    chips = [(day.isoformat(), words % {"day": day_short(day)}) for day, words in days]
    return [*chips, (ANOTHER_DAY, _("Another day"))]


def chosen(cleaned: dict[str, Any], chips: str, other: str) -> dt.date | None:
    """The day the chips say, or the one beside them."""
    said = cleaned.get(chips) or ""
    return cleaned.get(other) if said == ANOTHER_DAY else day_of(said)


class StaffChoiceField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, user: User) -> str:
        return user.display_name or str(user)


class FollowUpForm(OnceForm):
    """One promise, to write down or to write anew."""

    what = LineField(label=_("What is to be done"), max_length=200)
    due_on = DayChoiceField(label=_("By when"), error_messages={"required": DAY_MISSING})
    other_day = JapaneseDateField(label=_("The day"), required=False, widget=DayInput)
    assigned_to = StaffChoiceField(label=_("Who does it"), required=False, empty_label=_("not assigned"))

    def __init__(self, *args: Any, program: Program, follow_up: FollowUp | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["due_on"].choices = days_ahead(today)
        self.fields["assigned_to"].queryset = supporting_staff(program)
        if follow_up:
            self.initial |= {"what": follow_up.what, "due_on": ANOTHER_DAY, "other_day": follow_up.due_on}
            self.initial["assigned_to"] = follow_up.assigned_to_id
        else:
            self.initial.setdefault("due_on", (today + dt.timedelta(days=7)).isoformat())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "due_on" in cleaned:
            cleaned["due_on"] = chosen(cleaned, "due_on", "other_day")
            if cleaned["due_on"] is None and not self.has_error("other_day"):
                self.add_error("other_day", DAY_MISSING)
        return cleaned

    def promise(self) -> dict[str, Any]:
        """What a valid form says."""
        return {name: self.cleaned_data[name] for name in ("what", "due_on", "assigned_to")}
