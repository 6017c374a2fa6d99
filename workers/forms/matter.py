from django import forms
from django.utils.translation import gettext_lazy as _

from programs.domain.once import new_token
from programs.fields import LineField, OnceField, TextField

BODY_LENGTH = 2000


class ReplyForm(forms.Form):
    """One message. What was typed is shown again exactly as it was typed. `answer`: what its sending came to."""

    answer = ""

    once = OnceField()
    body = TextField(
        label=_("Message"),
        max_length=BODY_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write your message.")},
    )

    def renew_once(self) -> None:
        """A new token beside what was typed: sending again means another message."""
        self.data = self.data.copy()
        self.data["once"] = new_token()


class MatterForm(ReplyForm):
    """A new matter: what it is about, and the first message."""

    subject = LineField(
        label=_("What it is about"),
        max_length=100,
        help_text=_("A few words, for example: about the payment"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
        error_messages={"required": _("Please write in a few words what it is about.")},
    )
    field_order = ("once", "subject", "body")
