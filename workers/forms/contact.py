"""Writing down one contact in fifteen seconds: chips for what is usual, one line, and what is to be done next."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from programs.domain.refusals import Refused
from programs.fields import JapaneseDateField, LineField
from programs.templatetags.dates import day_short
from workers.domain.contacts import Touch, refuse_contact_day
from workers.forms.amounts import MinutesField
from workers.forms.day import ANOTHER_DAY, DayChoiceField, DayInput
from workers.forms.follow_up import DAY_MISSING, chosen, days_ahead
from workers.forms.once_form import OnceForm
from workers.models import Contact, Enrollment
from workers.models.contact import Medium

OWN_MINUTES = "own"
USUAL_MINUTES = (5, 10, 15, 30, 60)
REACHED = (("yes", pgettext_lazy("contact", "Reached")), ("no", pgettext_lazy("contact", "Not reached")))


def usual_minutes() -> list[tuple[str, str]]:
    """Asked for each form: the words follow the language of the person."""
    chips = [(str(one), pgettext("chip", "%(minutes)s min") % {"minutes": one}) for one in USUAL_MINUTES]
    return [*chips, (OWN_MINUTES, pgettext("minutes", "Other"))]


class ContactForm(OnceForm):
    """Every field but the way of contact has an answer already: a chip, perhaps a line, and it is written."""

    medium = forms.ChoiceField(
        label=_("How"),
        choices=Medium,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how you were in touch.")},
    )
    reached = forms.ChoiceField(label=_("Reached?"), choices=REACHED, initial="yes", widget=forms.RadioSelect)
    minutes = forms.ChoiceField(
        label=_("How long"),
        choices=usual_minutes,
        required=False,
        widget=forms.RadioSelect,
    )
    own_minutes = MinutesField(
        label=_("Minutes"),
        required=False,
        min_value=0,
        max_value=600,
        error_messages={"max_value": _("Write at most 600 minutes.")},
    )
    line = LineField(
        label=_("One line"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "done"}),
    )
    happened_on = DayChoiceField(label=_("Day"), error_messages={"required": DAY_MISSING})
    other_day = JapaneseDateField(label=_("The day"), required=False, widget=DayInput)

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        self.enrollment = enrollment
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        yesterday = today - dt.timedelta(days=1)
        self.fields["happened_on"].choices = [
            (today.isoformat(), _("Today %(day)s") % {"day": day_short(today)}),
            (yesterday.isoformat(), _("Yesterday %(day)s") % {"day": day_short(yesterday)}),
            (ANOTHER_DAY, _("Another day")),
        ]
        self.initial.setdefault("happened_on", today.isoformat())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("minutes") == OWN_MINUTES:
            cleaned["minutes"] = cleaned.get("own_minutes")
        else:
            cleaned["minutes"] = int(cleaned["minutes"]) if cleaned.get("minutes") else None
        if "happened_on" in cleaned:
            self._clean_day(cleaned)
        return cleaned

    def _clean_day(self, cleaned: dict[str, Any]) -> None:
        written_beside = cleaned["happened_on"] == ANOTHER_DAY
        day = chosen(cleaned, "happened_on", "other_day")
        cleaned["happened_on"] = day
        field = "other_day" if written_beside else "happened_on"
        if day is None:
            if not self.has_error("other_day"):
                self.add_error(field, DAY_MISSING)
            return
        try:
            refuse_contact_day(self.enrollment, day)
        except Refused as refusal:
            self.add_error(field, refusal.sentence)

    def touch(self) -> Touch:
        """What a valid form says."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("happened_on", "medium", "minutes", "line")}
        return Touch(was_reached=said["reached"] == "yes", **plain)


class QuickContactForm(ContactForm):
    """As it stands above somebody's log: with what is to be done next, if anything."""

    next_what = LineField(
        label=_("What is to be done"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    next_on = DayChoiceField(label=_("By when"), required=False)
    next_day = JapaneseDateField(label=_("The day"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["next_on"].choices = days_ahead(today)
        self.initial.setdefault("next_on", (today + dt.timedelta(days=7)).isoformat())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        wanted = bool(cleaned.get("next_what"))
        day = chosen(cleaned, "next_on", "next_day") if wanted else None
        if wanted and day is None and not self.has_error("next_day"):
            self.add_error("next_day", DAY_MISSING)
        elif day and day < timezone.localdate():
            self.add_error("next_day", _("This day has passed. Choose today or a later day."))
        cleaned["next_on"] = day
        return cleaned

    @property
    def next_is_open(self) -> bool:
        return any(self[name].errors or self[name].value() for name in ("next_what", "next_day"))


def written_in(contact: Contact) -> dict[str, Any]:
    """A contact as the form would have it."""
    minutes = contact.minutes
    usual = minutes in USUAL_MINUTES
    today = timezone.localdate()
    near = contact.happened_on in (today, today - dt.timedelta(days=1))
    return {
        "medium": contact.medium,
        "reached": "yes" if contact.was_reached else "no",
        "minutes": "" if minutes is None else str(minutes) if usual else OWN_MINUTES,
        "own_minutes": None if usual else minutes,
        "line": contact.line,
        "happened_on": contact.happened_on.isoformat() if near else ANOTHER_DAY,
        "other_day": None if near else contact.happened_on,
    }
