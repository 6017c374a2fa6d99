import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.domain.announcements import Words, refuse_wrong_words
from programs.domain.once import new_token
from programs.domain.refusals import Refused
from programs.fields import JapaneseDateField, LineField, OnceField, TextField
from programs.models import Announcement, Cohort, Program
from programs.models.announcement import Audience

TWO_WEEKS = dt.timedelta(days=14)
DAY_HINT = _("For example 2026/11/3 or R8.11.3.")


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y/%m/%d", attrs={"autocomplete": "off"})


class AnnouncementForm(forms.Form):
    """What is announced, to whom, and on which days."""

    once = OnceField()
    audience = forms.ChoiceField(
        label=_("for whom"), choices=Audience, widget=forms.RadioSelect, initial=Audience.WORKERS
    )
    cohort = forms.ModelChoiceField(
        Cohort.objects.none(),
        label=_("cohort"),
        required=False,
        empty_label=_("All cohorts"),
        help_text=_("Left empty, all cohorts."),
    )
    title = LineField(label=_("title"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    body = TextField(
        label=_("text"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("An address that begins with https:// can be pressed by the readers."),
    )
    shows_from = JapaneseDateField(label=_("shown from"), help_text=DAY_HINT, widget=_day_input())
    shows_until = JapaneseDateField(
        label=_("shown until"), help_text=_("It is still shown on this day."), widget=_day_input()
    )

    def __init__(self, *args, program: Program, announcement: Announcement | None = None, **kwargs) -> None:
        self.program = program
        super().__init__(*args, initial=_initial(announcement), **kwargs)
        self.fields["cohort"].queryset = Cohort.objects.filter(program=program).order_by("number")

    def clean(self) -> dict:
        cleaned = super().clean()
        if not self.errors:
            try:
                refuse_wrong_words(self.program, self.words())
            except Refused as refusal:
                self.add_error(refusal.field, str(refusal))
        return cleaned

    def words(self) -> Words:
        return Words(**{name: value for name, value in self.cleaned_data.items() if name != "once"})

    def renew_once(self) -> None:
        """A new token beside what was typed."""
        self.data = self.data.copy()
        self.data["once"] = new_token()


def _initial(announcement: Announcement | None) -> dict:
    if announcement is None:
        today = timezone.localdate()
        return {"shows_from": today, "shows_until": today + TWO_WEEKS}
    names = ("audience", "cohort", "title", "body", "shows_from", "shows_until")
    return {name: getattr(announcement, name) for name in names}
