"""The citizen's form, written down by staff for somebody at the counter or on the phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.models import Call, ConsentText
from workers.forms.application import ApplicationForm
from workers.models.application import Channel


class CounterForm(ApplicationForm):
    """As the citizen's own, and how it came; the text is read aloud, or read on paper."""

    channel = forms.ChoiceField(
        label=_("How the application comes"),
        choices=[(value, Channel(value).label) for value in (Channel.COUNTER, Channel.PHONE)],
        initial=Channel.COUNTER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )

    def __init__(self, data: Any = None, *, call: Call, text: ConsentText) -> None:
        super().__init__(data, call=call, text=text)
        self.fields["agreed"].label = _("I read the text aloud, or it was read on paper, and the person agreed")
        # At the counter nobody's browser may offer the clerk's own name and address.
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
