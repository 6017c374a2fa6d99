"""A session: day, hours, place or online address; and a rhythm, whose days are shown before they are written."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.fields import JapaneseDateField, LineField, OnceField
from programs.models import CourseSession
from programs.shared.digits import plain_digits
from workers.domain.courses import FAR, MOST_SESSIONS, Rhythm, SessionPlan, holiday_name, recurring_days
from workers.forms.counts import CountField
from workers.forms.day import DayInput, day_of

FAR_SENTENCE = _("Please check the year: this day is more than two years away.")


class ClockField(forms.Field):
    """A time of day: 10:00, １０：００, 10時30分, 930."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Please write the time."),
        "format": _("Please write the time as 10:00 or 13:30."),
    }
    _shape = re.compile(r"(\d{1,2})(?::(\d{2})|時(?:(\d{1,2})分)?)(?::\d{2})?|(\d{1,2})(\d{2})", re.ASCII)

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, dt.time) or value in self.empty_values:
            return value or None
        text = re.sub(r"\s+", "", plain_digits(str(value)).replace("：", ":"))
        found = self._shape.fullmatch(text)
        try:
            hour, minute, spoken, hours, minutes = found.groups() if found else (None,) * 5
            return dt.time(int(hour or hours), int(minute or spoken or minutes or 0))
        except (TypeError, ValueError) as error:
            raise ValidationError(self.error_messages["format"], code="format") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class SessionForm(forms.Form):
    """One session as it is to be."""

    day = JapaneseDateField(label=_("Day"), widget=DayInput)
    starts = ClockField(label=_("starts at"))
    ends = ClockField(label=_("ends at"))
    place = LineField(label=pgettext_lazy("where", "place"), max_length=200, required=False)
    online_url = forms.URLField(
        label=_("address of the online meeting"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("It is shown only to those who have signed up."),
        error_messages={"invalid": _("Please write the whole address, beginning with https://.")},
    )
    trainer = LineField(label=_("trainer"), max_length=100, required=False)
    capacity = CountField(label=_("capacity"), max_value=2000, required=False, help_text=_("Left empty, no limit."))
    once = OnceField()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("starts") and cleaned.get("ends") and cleaned["ends"] <= cleaned["starts"]:
            self.add_error("ends", _("The end must come after the start."))
        if not cleaned.get("place") and not cleaned.get("online_url") and "online_url" not in self.errors:
            self.add_error("place", _("Write the place, or the address of the online meeting."))
        if cleaned.get("day") and abs(cleaned["day"] - timezone.localdate()) > FAR:
            self.add_error("day", FAR_SENTENCE)
        return cleaned

    def plan(self) -> SessionPlan:
        """What a valid form says, without the day."""
        return SessionPlan(**{name: self.cleaned_data[name] for name in SessionPlan.__dataclass_fields__})


@dataclass(frozen=True)
class OfferedDay:
    """A day of the rhythm: chosen or left out, a national holiday or not."""

    day: dt.date
    holiday: str
    chosen: bool


class SessionsForm(SessionForm):
    """One session, or several in a rhythm: the second sending says which of the days."""

    rhythm = forms.ChoiceField(label=_("How often"), choices=Rhythm, initial=Rhythm.ONCE, widget=forms.RadioSelect)
    times = CountField(label=_("How many sessions"), max_value=MOST_SESSIONS, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        rhythm = cleaned.get("rhythm")
        if rhythm and rhythm != Rhythm.ONCE and "times" not in self.errors and (cleaned.get("times") or 0) < 2:
            self.add_error("times", _("Write how many sessions there will be, at least 2."))
        if rhythm and cleaned.get("day") and not {"times", "day"} & set(self.errors):
            days = recurring_days(cleaned["day"], rhythm, cleaned.get("times") or 1)
            if days[-1] - timezone.localdate() > FAR:
                self.add_error("times", _("The last of these days is more than two years away. Write fewer."))
            cleaned["days"] = days
        return cleaned

    def offered_days(self) -> list[OfferedDay]:
        """Those of the rhythm; holidays are left out unless they were chosen."""
        confirmed, chosen = self.is_confirmed, self._chosen()
        return [
            OfferedDay(day, holiday, day in chosen if confirmed else not holiday)
            for day in self.cleaned_data["days"]
            for holiday in [holiday_name(day)]
        ]

    def chosen_days(self) -> list[dt.date]:
        """What is to be written: the only day, or those ticked among the days of the rhythm."""
        if not self.is_recurring:
            return self.cleaned_data["days"]
        return [one.day for one in self.offered_days() if one.chosen]

    @property
    def is_recurring(self) -> bool:
        return self.cleaned_data["rhythm"] != Rhythm.ONCE

    @property
    def is_confirmed(self) -> bool:
        """The days were shown, and somebody has looked at them."""
        return "confirmed" in self.data

    def _chosen(self) -> set[dt.date]:
        return {day for text in self.data.getlist("chosen") if (day := day_of(text))}


def written_in(session: CourseSession) -> dict[str, Any]:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    same = {name: getattr(session, name) for name in ("place", "online_url", "trainer", "capacity")}
    return same | {"day": starts.date(), "starts": starts.time(), "ends": ends.time()}
