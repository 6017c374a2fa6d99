"""The last question before a person is made nameless: typed, not only pressed."""

import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import LineField
from workers.forms.once_form import OnceForm

WORDS = _("make nameless")


class ErasureForm(OnceForm):
    typed = LineField(
        label=_("Type the words to confirm"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Type the words that stand above the field.")},
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["typed"].help_text = _("«%(words)s», exactly so. It cannot be undone.") % {"words": WORDS}

    def clean_typed(self) -> str:
        typed = unicodedata.normalize("NFKC", self.cleaned_data["typed"]).strip("「」«» 　")
        if typed.casefold() != str(WORDS).casefold():
            raise forms.ValidationError(_("These are not the words that stand above the field."))
        return typed
