"""One expense of a person's own work."""

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField
from workers.domain.expenses import Spent
from workers.forms.amounts import AmountField
from workers.forms.cohort_life import DayField, TaskForm, choose
from workers.models.expense import EXPENSE_LIMIT, ExpenseCategory


class ExpenseForm(TaskForm):
    title = LineField(label=_("what for"), max_length=100)
    amount = AmountField(
        label=_("amount (tax included)"),
        help_text=_("Full-width digits and commas are fine"),
        min_value=1,
        max_value=EXPENSE_LIMIT,
    )
    spent_on = DayField(label=_("spent on"))
    category = choose(_("kind of expense"), ExpenseCategory.choices)
    direct_cost = forms.BooleanField(
        label=_("direct cost"),
        required=False,
        help_text=_("Something without which the job could not be done at all. Each health insurer has its own list."),
    )

    def spent(self) -> Spent:
        return Spent(**self.content())
