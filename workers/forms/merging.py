from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workers.domain.merging import CHOSEN
from workers.models import Worker

KEEP, DROP = "keep", "drop"


class MergeForm(forms.Form):
    """Which of two spellings stays. Only what differs is asked."""

    def __init__(self, *args: Any, keep: Worker, drop: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {"names": _("Name"), "phone": _("phone number"), "email": _("e-mail address")}
        for part, label in labels.items():
            one, other = _text(keep, part), _text(drop, part)
            if one and other and one != other:
                self._ask(part, label, one, other)
        if keep.user and drop.user:
            self._ask("account_of", _("Account that stays"), keep.user.email, drop.user.email, initial=None)

    def _ask(self, name: str, label: Any, one: str, other: str, *, initial: str | None = KEEP) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=[(KEEP, one), (DROP, other)], initial=initial, widget=forms.RadioSelect,
            error_messages={"required": _("Please choose one.")},
        )  # fmt: skip

    def taken(self) -> frozenset[str]:
        """The parts whose spelling comes from the row that goes."""
        return frozenset(part for part in CHOSEN if self.cleaned_data.get(part) == DROP)


def _text(worker: Worker, part: str) -> str:
    if part == "names":
        return f"{worker.full_name} {worker.full_kana}".strip()
    return getattr(worker, part)
