"""What staff write about a call and about the way of an application."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.fields import JapaneseDateField, LineField, OnceField, TextField
from programs.models import Call, Cohort
from programs.shared.digits import plain_digits
from workers.forms.day import DayInput
from workers.models import Worker
from workers.models.application import DECLINE_REASONS, WITHDRAWAL_REASONS, DecisionReason

NEW = "new"  # in place of a participant's number
CALL_FIELDS = (
    "title", "opens_on", "closes_on", "conditions", "about", "place", "weekly_hours", "contact", "takes_waiting",
)  # fmt: skip


class HoursField(forms.IntegerField):
    """Whole hours, in any width."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(plain_digits(value) if isinstance(value, str) else value)


class ClockField(forms.TimeField):
    """14:00, １４：００, 14時30分."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "autocomplete": "off"})
    default_error_messages = {
        "required": _("Please write the time."),
        "invalid": _("Please write the time as 14:00."),
    }

    def to_python(self, value: Any) -> dt.time | None:
        if isinstance(value, str):
            value = plain_digits(value).replace("：", ":").replace("時", ":").replace("分", "").strip()
            value = f"{value}00" if value.endswith(":") else value
        return super().to_python(value)


class CallForm(forms.ModelForm):
    """What citizens read. A new call also says for which cohort."""

    once = OnceField()
    title = LineField(label=_("title"), max_length=100)
    opens_on = JapaneseDateField(label=_("applications from"), widget=DayInput)
    closes_on = JapaneseDateField(
        label=_("applications until"), widget=DayInput, help_text=_("The last day on which one can apply.")
    )
    conditions = TextField(label=_("who can apply"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    about = TextField(
        label=_("what it is about"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    place = LineField(label=pgettext_lazy("where", "place"), max_length=200, required=False)
    weekly_hours = HoursField(
        label=pgettext_lazy("call", "hours a week"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("What the program asks of a participant, roughly."),
        error_messages={
            "invalid": _("Write the hours a week in digits, for example 20."),
            "min_value": _("Write the hours a week, from 1 to 60."),
            "max_value": _("Write the hours a week, from 1 to 60."),
        },
    )
    contact = LineField(
        label=_("whom to ask"), max_length=200, help_text=_("Department, phone, e-mail: citizens see it.")
    )

    class Meta:
        model = Call
        fields = CALL_FIELDS

    def __init__(self, *args, cohorts: QuerySet[Cohort] | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if cohorts is not None:
            self.fields["cohort"] = forms.ModelChoiceField(
                label=_("cohort"),
                queryset=cohorts,
                empty_label=None,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose the cohort."), "invalid_choice": _("Choose the cohort.")},
            )
            self.fields["cohort"].label_from_instance = _with_seats
            self.order_fields(["once", "cohort"])

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("opens_on"), cleaned.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("The last day must not come before the first."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CALL_FIELDS}


def _with_seats(cohort: Cohort) -> str:
    return str(_("%(cohort)s (%(seats)s seats)") % {"cohort": cohort, "seats": cohort.capacity})


class PlainVerbForm(forms.Form):
    """A verb that asks nothing but to be pressed."""

    once = OnceField()


class NoteForm(PlainVerbForm):
    note = LineField(
        label=_("note"), max_length=300, required=False, help_text=_("Staff only: the applicant does not see it.")
    )


class DeclineForm(NoteForm):
    reason = forms.ChoiceField(
        label=_("reason"),
        choices=[(value, DecisionReason(value).label) for value in DECLINE_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason.")},
    )
    field_order = ("once", "reason", "note")


class WithdrawnForm(DeclineForm):
    """The applicant told the town, by phone or at the counter, that they do not want to go on."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(value, DecisionReason(value).label) for value in WITHDRAWAL_REASONS]


class InterviewForm(PlainVerbForm):
    """`anyway` is shown once another interview stands in the same hour at the same place."""

    day = JapaneseDateField(label=_("day of the interview"), widget=DayInput)
    time = ClockField(label=_("time of the interview"))
    place = LineField(label=_("place of the interview"), max_length=200)
    anyway = forms.BooleanField(label=_("Keep this time although another interview is there"), required=False)

    def __init__(self, *args, warned: bool = False, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not warned:
            del self.fields["anyway"]

    def clean_day(self) -> dt.date:
        day = self.cleaned_data["day"]
        if day > timezone.localdate() + dt.timedelta(days=366):
            raise ValidationError(_("That is more than a year ahead. Please check the year."))
        return day

    @property
    def moment(self) -> dt.datetime:
        at = dt.datetime.combine(self.cleaned_data["day"], self.cleaned_data["time"])
        return timezone.make_aware(at)


class ReasonedExportForm(PlainVerbForm):
    """Why the reasons for short hours must leave the system: kept in the access record."""

    reason = LineField(
        label=_("What the file is needed for"),
        max_length=100,
        help_text=_("It stays on record with your name and the time."),
        error_messages={"required": _("Write what the file is needed for.")},
    )


class ConsentForm(PlainVerbForm):
    body = TextField(label=_("text"), max_length=4000, widget=forms.Textarea(attrs={"rows": 14}))


class SelectForm(PlainVerbForm):
    """From when on, and — where the register knows somebody like that — who it is."""

    joined_on = JapaneseDateField(label=_("takes part from"), widget=DayInput)

    def __init__(self, *args, known: list[Worker], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._known = {str(worker.pk): worker for worker in known}
        if known:
            self.fields["person"] = forms.ChoiceField(
                label=_("Is this person in the register already?"),
                choices=[*((pk, _same(worker)) for pk, worker in self._known.items()), (NEW, _("No, somebody new"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Say whether this is the same person.")},
            )

    @property
    def person(self) -> dict[str, Any]:
        """For `select_applicant`: the participant this is, or that it is nobody there."""
        chosen = self.cleaned_data.get("person", "")
        return {"worker": self._known.get(chosen), "as_new": chosen == NEW}


def _same(worker: Worker) -> str:
    cohorts = "、".join(str(one.cohort) for one in worker.enrollments.all())
    return str(_("Yes: %(name)s (%(cohorts)s)") % {"name": worker, "cohorts": cohorts or _("in no cohort yet")})


class CarryForm(PlainVerbForm):
    call = forms.ModelChoiceField(
        label=_("into which call"),
        queryset=Call.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the call."), "invalid_choice": _("Choose the call.")},
    )

    def __init__(self, *args, calls: list[Call], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].queryset = Call.objects.filter(pk__in=[call.pk for call in calls]).select_related("cohort")
        self.fields["call"].label_from_instance = lambda call: f"{call}（{call.cohort}）"
