"""One person's notes about one applicant: four ticks, four scores, a few lines."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext_lazy as _

from programs.fields import TextField
from workers.domain.assessments import version_of
from workers.models import Assessment
from workers.models.assessment import CHECKS, SCORES

SCORE_CHOICES = [("", _("not scored")), *((str(n), str(n)) for n in range(1, 6))]


def _score(name: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=Assessment._meta.get_field(name).verbose_name,
        choices=SCORE_CHOICES,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )


class AssessmentForm(forms.Form):
    """`seen` names the version this form was filled from: a newer one is never overwritten unseen."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    lives_here = forms.BooleanField(label=_("lives in the town"), required=False)
    knows_contract_work = forms.BooleanField(label=_("understands that it is contract work"), required=False)
    has_equipment = forms.BooleanField(label=_("has a PC and the internet"), required=False)
    family_agrees = forms.BooleanField(label=_("the family knows of it"), required=False)
    pc_score = _score("pc_score")
    hours_score = _score("hours_score")
    motivation_score = _score("motivation_score")
    communication_score = _score("communication_score")
    note = TextField(label=_("note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args, own: Assessment | None = None, **kwargs) -> None:
        initial = {name: getattr(own, name) for name in (*CHECKS, *SCORES, "note")} if own else {}
        super().__init__(*args, initial=initial | {"seen": version_of(own)}, **kwargs)

    @property
    def checks(self) -> Iterator:
        return (self[name] for name in CHECKS)

    @property
    def scores(self) -> Iterator:
        return (self[name] for name in SCORES)

    def values(self) -> dict:
        return {name: self.cleaned_data[name] for name in (*CHECKS, *SCORES, "note")}

    def with_newer(self, own: Assessment | None) -> "AssessmentForm":
        """The same answers once more, as an answer to `own`: whoever sends it now has seen what is newer."""
        data = self.data.copy()
        data["seen"] = version_of(own)
        return AssessmentForm(data)
