from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import JapaneseDateField, OnceField, TextField

DAY_HINT = _("For example 2026/11/3 or R8.11.3.")


class DayWritten(forms.DateInput):
    """A day as offices write it; what was typed wrongly is shown as typed."""

    def __init__(self) -> None:
        super().__init__(format="%Y/%m/%d", attrs={"autocomplete": "off"})


class _PhaseForm(forms.Form):
    """`seen` is the number of the phase that was on the page; empty for none."""

    once = OnceField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MoveForm(_PhaseForm):
    """Moving on; a reason is asked only where a condition is not met."""

    began_on = JapaneseDateField(label=_("first day of the new phase"), help_text=DAY_HINT, widget=DayWritten())
    reason = TextField(
        label=_("Why do you move on all the same?"),
        max_length=300,
        help_text=_("It stays in the log with your name, beside the conditions that were not met."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("A condition is not met. Write why you move on all the same.")},
    )

    def __init__(self, *args, unmet: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not unmet:
            del self.fields["reason"]


class BackForm(_PhaseForm):
    reason = TextField(
        label=_("Why does the program go back?"),
        max_length=300,
        help_text=_("It stays in the log with your name. The move that was taken back stays there too."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why the program goes back.")},
    )
