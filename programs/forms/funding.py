from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField, OnceField, YenField
from programs.models.funding import FUNDING_LIMIT, FundingKind


class AmountField(YenField):
    """Yen; an amount we fill in ourselves is written with its commas."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class FundingForm(forms.Form):
    """One source of money of one fiscal year. Names of grants change from year to year: they are data."""

    once = OnceField()
    fiscal_year = forms.TypedChoiceField(
        label=_("fiscal year"),
        coerce=int,
        help_text=_("From April to March."),
        error_messages={"required": _("Please choose the year."), "invalid_choice": _("Please choose the year.")},
    )
    kind = forms.ChoiceField(
        label=_("kind of money"),
        choices=FundingKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose the kind of money."),
            "invalid_choice": _("Please choose the kind of money."),
        },
    )
    name = LineField(
        label=_("name of the grant or source"),
        max_length=100,
        required=False,
        help_text=_("As it was called in that year."),
    )
    amount = AmountField(
        label=_("amount"),
        min_value=0,
        max_value=FUNDING_LIMIT,
        help_text=_("Yen of the whole year. Full-width digits and commas are fine."),
    )

    def __init__(self, *args, years: Iterable[tuple[int, str]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"].choices = list(years)


class RemoveForm(forms.Form):
    """Taking one away asks nothing."""

    once = OnceField()
