"""Four questions to somebody who left some months ago, by a link or by phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField
from workers.domain.later_states import Said
from workers.forms.cohort_life import TaskForm, choose
from workers.models import LaterState
from workers.models.later_state import Life

YES_NO = (("yes", _("yes")), ("no", _("no")), ("", _("prefer not to say")))
_WORD = {True: "yes", False: "no", None: ""}


class LaterStateForm(forms.Form):
    asks_where = _("Do you live in %(town)s now?")
    life = choose(_("How do you make your living now?"), Life.choices)
    uses_what_was_learned = choose(_("Do you use what you learned in the program?"), YES_NO, required=False, initial="")
    lives_here = choose("", YES_NO, required=False, initial="")
    note = LineField(
        label=_("Anything you would like to tell the town"),
        max_length=300,
        required=False,
        help_text=_("You need not write anything. Please do not write names or addresses."),
    )

    def __init__(self, *args: Any, town: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lives_here"].label = self.asks_where % {"town": town}

    @classmethod
    def written(cls, state: LaterState) -> dict[str, Any]:
        """What was said before, to be corrected."""
        if state.answered_at is None:
            return {}
        return {
            "life": state.life,
            "uses_what_was_learned": _WORD[state.uses_what_was_learned],
            "lives_here": _WORD[state.lives_here],
            "note": state.note,
        }

    def said(self) -> Said:
        """What a valid form says."""
        data = self.cleaned_data
        words = {"yes": True, "no": False, "": None}
        return Said(
            life=data["life"],
            uses_what_was_learned=words[data["uses_what_was_learned"]],
            lives_here=words[data["lives_here"]],
            note=data["note"],
        )


class LaterNoteForm(LaterStateForm, TaskForm):
    """The same, heard by phone."""

    asks_where = _("Does the person live in %(town)s now?")
    life = choose(_("How does the person make a living now?"), Life.choices)
    uses_what_was_learned = choose(_("Does the person use what was learned?"), YES_NO, required=False, initial="")
    note = LineField(
        label=_("note"), max_length=300, required=False, help_text=_("Nothing about health or family, please.")
    )
