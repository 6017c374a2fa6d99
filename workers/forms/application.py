"""The form in which a citizen applies. Each field says why it is asked; what was typed comes back as it was typed."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.domain.refusals import Refused
from programs.fields import KanaField, LineField, OnceField, PhoneField, TextField
from programs.models import Call, ConsentText
from programs.shared.wareki import NotADay, parse_year
from workers.domain.applications import CONSENT_CHANGED, ApplicationDetails
from workers.models.application import Gender, PcSkill, ShortHoursReason

YOUNGEST, OLDEST = 15, 110  # years; beyond them the year is a slip


class BirthYearField(forms.Field):
    """A year in any calendar, 1985 or S60, as a number."""

    widget = forms.TextInput(attrs={"autocomplete": "bday-year", "spellcheck": "false"})
    default_error_messages = {
        "format": _("Please write only the year, for example 1985 or S60."),
        "era": _("There is no such year in that era. Please check it."),
        "year": _("Please check the year of birth."),
    }

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            year = parse_year(str(value))
        except NotADay as error:
            raise ValidationError(self.error_messages[error.reason], code=error.reason) from error
        if not YOUNGEST <= timezone.localdate().year - year <= OLDEST:
            raise ValidationError(self.error_messages["year"], code="year")
        return year


class HoursField(forms.IntegerField):
    """Whole hours a week: 20, ２０, 20時間."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    sentence = _("Write the hours a week, from 1 to 80.")
    default_error_messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), sentence)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=80, **kwargs)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(re.sub(r"(時間|[hｈＨ])\s*$", "", str(value)).strip() if value else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class AddressField(forms.EmailField):
    """An e-mail address, also as a Japanese keyboard types it: ａｏｉ＠ｅｘａｍｐｌｅ．ｊｐ."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"})
    default_error_messages = {"invalid": _("Please write the e-mail address as name@example.jp.")}

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value)).strip()


class ApplicantForm(forms.Form):
    """What an applicant says, whoever writes it down: `details()` of a valid form."""

    family_name = LineField(
        label=_("Family name"),
        max_length=50,
        help_text=_("So that we know whom to call. As you usually write it."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_name = LineField(
        label=_("Given name"),
        max_length=50,
        required=False,
        help_text=_("Leave it empty if you have one name only."),
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    family_name_kana = KanaField(
        label=_("Family name (kana)"),
        max_length=80,
        help_text=_("So that nobody misreads your name. Hiragana is fine, too."),
    )
    given_name_kana = KanaField(label=_("Given name (kana)"), max_length=80, required=False)
    phone = PhoneField(
        label=_("Phone number"),
        max_length=20,
        required=False,
        help_text=_("To tell you the result. A phone number or an e-mail address: one of them is enough."),
    )
    email = AddressField(
        label=_("E-mail address"), max_length=254, required=False, help_text=_("To tell you the result in writing.")
    )
    address = LineField(
        label=_("Where you live"),
        max_length=200,
        required=False,
        help_text=_("To see that you live in the area of the call. If you leave it empty, we ask later."),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    weekly_hours = HoursField(label=_("Hours a week you can work"))
    pc_skill = forms.ChoiceField(
        label=_("How far you have used a PC"),
        choices=PcSkill,
        widget=forms.RadioSelect,
        help_text=_("To plan the courses. You need not be good at it."),
        error_messages={"required": _("Please choose what comes closest.")},
    )
    has_pc = forms.BooleanField(
        label=_("I have a PC I can use"), required=False, help_text=_("So that we know how many have to be lent.")
    )
    has_internet = forms.BooleanField(
        label=_("I have the internet at home"),
        required=False,
        help_text=_("So that we know who needs a seat to work at."),
    )
    motivation = TextField(
        label=_("Why you would like to take part"),
        max_length=1000,
        required=False,
        help_text=_("To get to know you before we meet. A line is enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    birth_year = BirthYearField(
        label=_("Year of birth"),
        required=False,
        help_text=_("For the statistics by age only. 1985 or S60, as you like."),
    )
    gender = forms.ChoiceField(
        label=_("Gender"),
        choices=Gender,
        required=False,
        initial=Gender.NOT_SAID,
        help_text=_("For statistics only: it plays no part in the selection."),
    )
    short_hours_reason = forms.ChoiceField(
        label=_("If you can work short hours only: why"),
        choices=ShortHoursReason,
        required=False,
        initial=ShortHoursReason.NOT_SAID,
        help_text=_("So that we can think of hours that suit you. It is not passed on and stands in no list."),
    )
    helper_name = LineField(
        label=_("Name of who helped you"),
        max_length=100,
        required=False,
        help_text=_("So that we know whom to ask when something is unclear."),
    )
    helper_relation = LineField(
        label=_("Who that is to you"), max_length=60, required=False, help_text=_("For example daughter, or staff.")
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Roughly. It helps to find work of the right size.")
        if call.weekly_hours:
            hint = _("Roughly. About %(hours)s hours a week are asked for.") % {"hours": call.weekly_hours}
        self.fields["weekly_hours"].help_text = hint

    def clean_gender(self) -> str:
        return self.cleaned_data["gender"] or Gender.NOT_SAID

    def clean_short_hours_reason(self) -> str:
        return self.cleaned_data["short_hours_reason"] or ShortHoursReason.NOT_SAID

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not ({"phone", "email"} & set(self.errors)) and not data.get("phone") and not data.get("email"):
            self.add_error(
                "phone", _("Please write a phone number or an e-mail address: we need one of them to reach you.")
            )
        if data.get("given_name") and "given_name_kana" not in self.errors and not data.get("given_name_kana"):
            self.add_error("given_name_kana", _("Please fill this in."))
        if data.get("helper_relation") and not data.get("helper_name") and "helper_name" not in self.errors:
            self.add_error("helper_name", _("Please write the name, too."))
        return data

    def details(self) -> ApplicationDetails:
        names = ApplicationDetails.__dataclass_fields__
        return ApplicationDetails(**{name: self.cleaned_data[name] for name in names})

    def refuse(self, refusal: Refused) -> None:
        """A rule said no: its sentence stands at its field, everything typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal))


class ApplicationForm(ApplicantForm):
    """The citizen's own form, with the text to agree to. A text that changed meanwhile is agreed to anew."""

    once = OnceField()
    consent = forms.CharField(max_length=12, widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I have read this and agree"),
        error_messages={"required": _("Without your agreement we must not keep your application.")},
    )

    def __init__(self, data: Any = None, *, call: Call, text: ConsentText) -> None:
        self.text = text
        shown = str(text.version)
        changed = data is not None and data.get("consent") != shown
        if changed:
            data = data.copy()
            data["consent"] = shown
            data.pop("agreed", None)
        super().__init__(data, call=call, initial={"consent": shown})
        if changed:
            self.fields["agreed"].error_messages["required"] = CONSENT_CHANGED
