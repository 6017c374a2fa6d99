"""The fees of one pay in its form: proposed by rule, the person's own figure wins; each kind of fee by itself."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from workers.domain.fees import FeeRules
from workers.domain.withholding import withheld_tax, withholding_name
from workers.forms.day import chosen_day
from workers.models.earning import JobForm

FEES_TOO_HIGH = _("The fees are higher than the pay. Please check both amounts.")


class SourceChips(forms.RadioSelect):
    """Chips of sources; `data-forms` marks those where the form of the job changes the fee."""

    with_forms: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.with_forms:
            option["attrs"]["data-forms"] = "yes"
        return option


class FeePart:
    """What a form with the fields of a pay knows of its fees."""

    fee_rules: FeeRules

    def fee(self, values: Mapping[str, Any]) -> int | None:
        """The person's own figure, else the proposal; None while the amount or the source is missing."""
        if values.get("platform_fee") is not None or self.has_error("platform_fee"):
            return values.get("platform_fee")
        if values.get("gross") is None or not values.get("source"):
            return None
        return self.fee_rules.fee(
            source=values["source"],
            gross=values["gross"],
            earned_on=self._pay_day(values) or timezone.localdate(),
            job_form=values.get("job_form") or JobForm.PROJECT,
        )

    def clean_fees(self, cleaned: dict[str, Any]) -> None:
        gross, fee = cleaned.get("gross"), self.fee(cleaned)
        if gross is None or fee is None:
            return
        rest = gross - fee
        for name in ("platform_fee", "transfer_fee", "withholding"):
            rest -= 0 if name == "platform_fee" else cleaned.get(name) or 0
            if rest < 0:
                self.add_error(name, FEES_TOO_HIGH)
                return

    def work_out_withholding(self) -> None:
        """Put the tax that would be withheld from this pay into its field; call after `is_valid()`.

        Nothing is refused yet but a pay that cannot be read.
        """
        gross = self.cleaned_data.get("gross")
        mistakes = self.errors.pop("gross", None)
        self.errors.clear()
        if mistakes:
            self.errors["gross"] = mistakes
        if gross is not None:
            self.cleaned_data["withholding"] = withheld_tax(gross)
            self._send_with(withholding=f"{withheld_tax(gross):,}")
            self.fields["withholding"].widget.attrs["autofocus"] = True

    @property
    def withholding_name(self) -> str | Promise:
        """By the day of payment; while it is not known, the day the pay was confirmed."""
        values = getattr(self, "cleaned_data", None) or self.initial
        day = values.get("paid_on") or self._pay_day(values)
        return withholding_name(day or timezone.localdate())

    @staticmethod
    def _pay_day(values: Mapping[str, Any]) -> dt.date | None:
        earned_on = values.get("earned_on")
        return earned_on if isinstance(earned_on, dt.date) else chosen_day(values)
