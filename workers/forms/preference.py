"""A person's own settings about money. Everything may stay empty; each field says why it is asked."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField
from programs.templatetags.money import yen
from workers.domain.preferences import WATCHABLE, Choices
from workers.forms.amounts import AmountField
from workers.forms.cohort_life import TaskForm, choose
from workers.models import IncomeThreshold, WorkerPreference
from workers.models.worker_preference import YEN_LIMIT, EarningPreference


class PreferenceForm(TaskForm):
    own_goal = AmountField(
        label=_("My own goal a month"),
        help_text=_("Shown on your first page beside the city's target. The city's target stays as it is."),
        required=False,
        min_value=1,
        max_value=YEN_LIMIT,
    )
    rent = AmountField(
        label=_("My rent a month"),
        help_text=_("Only for one of your milestones: the month in which your income covered the rent."),
        required=False,
        min_value=1,
        max_value=YEN_LIMIT,
    )
    earning_preference = choose(
        _("How much I want to earn"),
        EarningPreference.choices,
        required=False,
        help_text=_("A note for yourself. No work is given or withheld because of it."),
    )
    watched_lines = forms.MultipleChoiceField(
        label=_("Income lines I watch"),
        help_text=_("For each line you choose, your year's page shows how much is used and how much is left."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Please choose lines from the list.")},
    )
    tells_director = forms.BooleanField(
        label=_("Tell my director at 80 % and 100 % of the lines I watch"),
        help_text=_("So that you can talk about it in time. The director sees the line's name and 80 % or 100 %."),
        required=False,
    )
    salary_income = AmountField(
        label=_("Income from an employer besides, a year"),
        help_text=_("The lines are about all your income together. Before taxes and deductions."),
        required=False,
        min_value=0,
        max_value=YEN_LIMIT,
    )
    uses_home_worker_rule = forms.BooleanField(
        label=_("Reckon with the home-worker rule"),
        help_text=_(
            "Some people who work for particular clients may take off a fixed least amount as expenses. "
            "Ask the tax office or a tax accountant whether it is meant for you."
        ),
        required=False,
    )
    insurer_note = LineField(
        label=_("What my health insurer said"),
        help_text=_("Each insurer has its own rules. Keep its answer here for next year. Nothing about your health."),
        required=False,
        max_length=300,
    )

    def __init__(self, *args: Any, chosen: WorkerPreference, lines: Mapping[str, IncomeThreshold], **kwargs: Any):
        initial = {name: getattr(chosen, name) for name in Choices.__dataclass_fields__}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["watched_lines"].choices = [(code.value, _named(code, lines.get(code))) for code in WATCHABLE]

    def choices(self) -> Choices:
        content = self.content()
        return Choices(**content | {"earning_preference": content["earning_preference"] or EarningPreference.UNDECIDED})


def _named(code: Any, line: IncomeThreshold | None) -> str:
    """The line with this year's amount, where it is known."""
    if line is None:
        return str(code.label)
    said = {"line": code.label, "amount": yen(line.amount), "basis": line.get_basis_display()}
    return _now("%(line)s: %(amount)s, %(basis)s") % said
