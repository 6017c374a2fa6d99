from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from programs.domain.invitations import WORKER
from programs.fields import LineField, OnceField, RowsField
from programs.models import Cohort, Invitation, User
from programs.passwords import LengthValidator
from workers.models import Worker


class SlipCodeForm(forms.Form):
    code = LineField(
        label=_("Invitation code"),
        max_length=40,
        help_text=_("The eight letters and digits on your slip. Small letters and no hyphen are fine, too."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class AccountForm(forms.Form):
    """An e-mail address and a password for whoever holds the slip. No mail is sent."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("You sign in with it. No mail is sent to it now."),
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("New password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password_again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    once = OnceField()

    def __init__(self, *args, invitation: Invitation, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = User(display_name=invitation.invitee)
        self.user.invited_as_staff = invitation.role != WORKER
        self.fields["password"].help_text = LengthValidator().get_help_text(self.user)

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()

    def clean(self) -> dict:
        data = super().clean()
        self.user.email = data.get("email", "")
        password = data.get("password")
        if password and data.get("password_again") and password != data["password_again"]:
            self.add_error("password_again", _("The two passwords are not the same. Please write it once more."))
        elif password:
            self._check(password)
        return data

    def _check(self, password: str) -> None:
        try:
            validate_password(password, self.user)
        except forms.ValidationError as error:
            self.add_error("password", error)


class SlipPrintForm(forms.Form):
    """Whose slips to print: participants of the cohort who have no account yet."""

    workers = RowsField(
        label=_("participants"),
        queryset=Worker.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )
    once = OnceField()

    def __init__(self, *args, cohort: Cohort, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        waiting = Worker.objects.filter(enrollments__cohort=cohort, enrollments__left_on=None, user=None)
        self.fields["workers"].queryset = waiting.select_related("invitation").distinct()
