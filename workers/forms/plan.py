"""Targets month by month: what somebody in charge writes down with a participant, and what a participant asks for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models.program import YEN_LIMIT
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from workers.domain.own_plans import PlanLine
from workers.forms.amounts import AmountField
from workers.forms.cohort_life import PLEASE_CHOOSE, TaskForm

_NAME = re.compile(r"target-([0-9]{4}-[0-9]{2})")


def months_in(data: Mapping[str, Any]) -> list[Month]:
    """The months a sent table is about, also those signed off since it was shown."""
    found = []
    for name in data:
        if (match := _NAME.fullmatch(name)) and 1 <= int(match[1][5:]) <= 12 and match[1] >= "0001":
            found.append(Month.parse(match[1]))
    return found


class PlanForm(TaskForm):
    """One field for each month; only what was changed on the page is written."""

    def __init__(self, *args: Any, lines: Iterable[PlanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[f"target-{line.month}"] = AmountField(
                label=_("Own target in %(month)s") % {"month": month_year(line.month)},
                required=False,
                min_value=1,
                max_value=YEN_LIMIT,
                initial=line.own,
                show_hidden_initial=True,
            )

    def targets(self) -> dict[Month, int | None]:
        """What was changed since the page was shown; None takes the own target back."""
        names = [name for name in self.changed_data if _NAME.fullmatch(name)]
        return {Month.parse(name.removeprefix("target-")): self.cleaned_data[name] for name in names}

    @property
    def rows(self) -> list[tuple[PlanLine, forms.BoundField]]:
        return [(line, self[f"target-{line.month}"]) for line in self.lines]


class WishForm(TaskForm):
    month = forms.ChoiceField(label=_("Month"), error_messages=PLEASE_CHOOSE)
    target = AmountField(
        label=_("Target you would like"),
        help_text=_("Full-width digits and commas are fine"),
        min_value=1,
        max_value=YEN_LIMIT,
    )

    def __init__(self, *args: Any, months: Sequence[Month], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), month_year(month)) for month in months]

    def clean_month(self) -> Month:
        return Month.parse(self.cleaned_data["month"])
