"""Putting somebody in charge of one participant, or of several at once."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.fields import JapaneseDateField, RowsField
from programs.models import Program
from workers.domain.supporters import supporting_staff
from workers.forms.day import DayInput
from workers.forms.follow_up import StaffChoiceField
from workers.forms.once_form import OnceForm
from workers.models import Enrollment
from workers.models.supporter import SupporterRole


class _StaffForm(OnceForm):
    role = forms.ChoiceField(
        label=_("As what"), choices=SupporterRole, initial=SupporterRole.MAIN, widget=forms.RadioSelect
    )
    user = StaffChoiceField(
        label=_("Who"), empty_label=_("Please choose"), error_messages={"required": _("Please choose a person.")}
    )

    def __init__(self, *args: Any, program: Program, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = supporting_staff(program)


class SupporterForm(_StaffForm):
    joined_on = JapaneseDateField(label=_("From which day"), widget=DayInput)
    field_order = ("role", "user", "joined_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("joined_on", timezone.localdate())


class SupportersForm(_StaffForm):
    """`seen` is a mark of the changes that were shown: whoever presses decides about those and no others."""

    people = RowsField(
        label=_("participants"),
        queryset=Enrollment.objects.none(),
        error_messages={"required": _("Choose at least one person.")},
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[Enrollment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
