"""The form in which a person writes down one pay. What was typed is shown again exactly as it was typed."""

import datetime as dt
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.domain.once import new_token
from programs.domain.refusals import Refused
from programs.fields import JapaneseDateField, LineField, OnceField
from programs.shared.month import Month
from programs.templatetags.dates import day, day_short
from workers.domain.earnings import Entry, refuse_impossible_day, still_estimated
from workers.domain.fees import FeeRules, proposed_fee
from workers.domain.refusals import MonthClosed
from workers.domain.seen import version_of
from workers.domain.sources import sources_of
from workers.forms.amounts import AmountField, MinutesField
from workers.forms.day import ANOTHER_DAY, DayChoiceField, DayInput, chosen_day, day_of
from workers.forms.fees import FeePart, SourceChips
from workers.forms.newer import newer_values
from workers.forms.sums import Sums
from workers.models import Earning, Enrollment, IncomeMonth
from workers.models.earning import GROSS_LIMIT, MINUTES_LIMIT, JobForm, Source

DETAILS = ("client", "minutes", "transfer_fee", "withholding", "paid_on")
A_YEAR = dt.timedelta(days=366)


def written_in(earning: Earning, rules: FeeRules | None = None) -> dict[str, Any]:
    """An earning as the form would have it typed; a fee that is only the proposal is left to the proposal."""
    said = {name: getattr(earning, name) for name in ("source", "gross", "earned_on", "job_form")}
    proposal = proposed_fee(**said, rules=rules)
    return {
        "seen": version_of(earning),
        "source": earning.source,
        "job_form": earning.job_form,
        "title": earning.title,
        "gross": earning.gross,
        "platform_fee": None if earning.platform_fee == proposal else earning.platform_fee,
        "earned_on": earning.earned_on.isoformat(),
        "client": earning.client,
        "minutes": earning.minutes or None,
        "transfer_fee": earning.transfer_fee or None,
        "withholding": earning.withholding or None,
        "paid_on": earning.paid_on,
    }


class EarningForm(FeePart, forms.Form):
    once = OnceField()
    # What the changed entry said when this form was shown (workers/domain/seen.py).
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label=_("Where the job came from"),
        choices=Source,
        widget=SourceChips,
        error_messages={
            "required": _("Please choose where the job came from."),
            "invalid_choice": _("Please choose where the job came from."),
        },
    )
    job_form = forms.ChoiceField(
        label=_("Form of the job"),
        choices=JobForm,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("It changes the platform fee of this source."),
        error_messages={"invalid_choice": _("Please choose one of them.")},
    )
    title = LineField(
        label=_("Name of the job"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
        error_messages={"required": _("Please name the job. A short name you will recognize is enough.")},
    )
    gross = AmountField(
        label=_("Pay (with tax)"),
        help_text=_("Full-width digits and commas are fine"),
        min_value=1,
        max_value=GROSS_LIMIT,
    )
    platform_fee = AmountField(
        label=_("Platform fee (with tax)"),
        help_text=_("Left empty, it is worked out from the source."),
        required=False,
        min_value=0,
        max_value=GROSS_LIMIT,
    )
    earned_on = DayChoiceField(
        label=_("Day the pay was confirmed"), error_messages={"required": _("Please choose the day.")}
    )
    other_day = JapaneseDateField(label=_("The day"), required=False, widget=DayInput)
    typed_day = JapaneseDateField(
        label=_("The day in writing"),
        help_text=_("For example R8.11.3 or 2026/11/3"),
        required=False,
        widget=forms.TextInput,
    )
    client = LineField(label=pgettext_lazy("worker", "Client"), max_length=100, required=False)
    minutes = MinutesField(label=_("Time it took (minutes)"), required=False, min_value=0, max_value=MINUTES_LIMIT)
    transfer_fee = AmountField(label=_("Bank transfer fee"), required=False, min_value=0, max_value=GROSS_LIMIT)
    withholding = AmountField(label=_("Tax withheld"), required=False, min_value=0, max_value=GROSS_LIMIT)
    paid_on = JapaneseDateField(label=_("Day it reached the bank"), required=False, widget=DayInput)

    def __init__(self, *args: Any, enrollment: Enrollment, earning: Earning | None = None, **kwargs: Any) -> None:
        self.enrollment, self.earning = enrollment, earning
        self.fee_rules = FeeRules()
        self._months: dict[Month, IncomeMonth | None] = {}
        if earning:
            kwargs.setdefault("initial", written_in(earning, self.fee_rules))
        super().__init__(*args, **kwargs)
        # In the order of use, read only when the chips are drawn: a form that is right is never drawn.
        self.fields["source"].widget.choices = CallableChoiceIterator(self._sources_in_use)
        self.fields["job_form"].initial = earning.job_form if earning else JobForm.PROJECT
        if not self.is_bound:
            self.initial.setdefault("source", self._recent_sources[0])
        self._offer_days(timezone.localdate())

    @cached_property
    def _recent_sources(self) -> list[str]:
        return sources_of(self.enrollment)

    def _sources_in_use(self) -> list[tuple[str, Any]]:
        self.fields["source"].widget.with_forms = self.fee_rules.sources_with_forms
        return [(source, Source(source).label) for source in self._recent_sources]

    def _offer_days(self, today: dt.date) -> None:
        yesterday = today - dt.timedelta(days=1)
        self.initial.setdefault("earned_on", today.isoformat())
        chosen = self["earned_on"].value() or ""
        other = chosen_day(self.data if self.is_bound else self.initial) if chosen == ANOTHER_DAY else None
        choices = [
            (today.isoformat(), _("Today %(day)s") % {"day": day_short(today)}),
            (yesterday.isoformat(), _("Yesterday %(day)s") % {"day": day_short(yesterday)}),
            (ANOTHER_DAY, day(other) if other else _("Another day")),
        ]
        if day_of(chosen) and chosen not in dict(choices):
            choices.insert(0, (chosen, day(day_of(chosen))))
        self.fields["earned_on"].choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self._clean_day(cleaned)
        self._clean_paid_on(cleaned)
        cleaned["job_form"] = cleaned.get("job_form") or self["job_form"].initial
        self.clean_fees(cleaned)
        return cleaned

    def _clean_day(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("earned_on") == ANOTHER_DAY:
            earned_on = cleaned.get("typed_day") or cleaned.get("other_day")
            if earned_on is None and not self.has_error("other_day") and not self.has_error("typed_day"):
                self.add_error("other_day", _("Please write the day."))
        else:
            earned_on = day_of(cleaned.get("earned_on", ""))
        cleaned["earned_on"] = earned_on
        if earned_on is None:
            return
        try:
            refuse_impossible_day(self.enrollment, earned_on)
            row = self.month_row(Month.of(earned_on))
            if row and row.is_closed:
                raise MonthClosed(row.period, closed_at=row.closed_at, closed_by=row.closed_by)
        except Refused as refusal:
            self.add_error("earned_on", refusal.sentence)

    def _clean_paid_on(self, cleaned: dict[str, Any]) -> None:
        """Prepaid by a year at most, announced for a year ahead at most: beyond that the year is a slip."""
        paid_on, earned_on = cleaned.get("paid_on"), cleaned.get("earned_on")
        too_late = paid_on and paid_on > timezone.localdate() + A_YEAR
        if too_late or (paid_on and earned_on and paid_on < earned_on - A_YEAR):
            self.add_error("paid_on", _("Please check the year: this day is more than a year away."))

    def month_row(self, month: Month) -> IncomeMonth | None:
        if month not in self._months:
            rows = IncomeMonth.objects.filter(enrollment=self.enrollment).in_month(month)
            self._months[month] = rows.select_related("closed_by").first()
        return self._months[month]

    def sums(self) -> Sums:
        """What it comes to, as far as it can be said; call after `is_valid()` when the form is bound."""
        values = self.cleaned_data if self.is_bound else self.initial
        earned_on = values.get("earned_on") if self.is_bound else chosen_day(self.initial)
        month = Month.of(earned_on or timezone.localdate())
        counts_net = self.enrollment.cohort.program.counts_net
        row = self.month_row(month)
        sums = Sums(month=month, before=0 if row is None else row.net if counts_net else row.gross)
        gross, fee = values.get("gross"), self.fee(values)
        wrong = any(self.has_error(name) and self[name].value() for name in ("gross", "platform_fee", "earned_on"))
        sums = replace(sums, gross=gross, fee=fee, is_wrong=wrong or earned_on is None)
        if sums.net is None or sums.is_wrong:
            return sums
        added = sums.net if counts_net else gross
        if self.earning and Earning.month_of(self.earning.earned_on) == month:
            added -= self.earning.net if counts_net else self.earning.gross
        return replace(sums, after=sums.before + added)

    def entry(self) -> Entry:
        """What a valid form says."""
        values, fee = self.cleaned_data, self.fee(self.cleaned_data) or 0
        names = ("earned_on", "source", "job_form", "title", "gross", "client", "paid_on")
        return Entry(
            platform_fee=fee,
            **{name: values[name] for name in names},
            **{name: values[name] or 0 for name in ("minutes", "transfer_fee", "withholding")},
            worked_on=self.earning.worked_on if self.earning else None,
            is_estimated=still_estimated(self.earning, gross=values["gross"], platform_fee=fee),
        )

    def show_newer(self, current: Earning) -> None:
        """Say what stands there now, and take it as seen: whoever sends once more has read it."""
        said = newer_values(current, self.entry(), labels={name: field.label for name, field in self.fields.items()})
        self.add_error(None, _("It says now: %(values)s") % {"values": "、".join(said)})
        self._send_with(seen=version_of(current))

    def renew_once(self) -> None:
        """Give the next sending a token of its own."""
        self._send_with(once=new_token())

    def _send_with(self, **values: str) -> None:
        self.data = self.data.copy()
        for name, value in values.items():
            self.data[name] = value

    @property
    def fee_is_open(self) -> bool:
        return bool(self["platform_fee"].value() is not None and self["platform_fee"].value() != "")

    @property
    def details_are_open(self) -> bool:
        return any(self[name].value() or self[name].errors for name in DETAILS)

    @property
    def details(self) -> list[forms.BoundField]:
        return [self[name] for name in DETAILS]
