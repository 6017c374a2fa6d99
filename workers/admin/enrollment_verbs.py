"""Leaving, resting and coming back: what is asked, and what will happen."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.admin.verbs import Verb
from programs.fields import JapaneseDateField, LineField
from workers.domain.enrollments import leave
from workers.domain.joining import correct_joined_on
from workers.domain.pauses import end_pause
from workers.domain.targets import pause
from workers.models import Enrollment
from workers.models.enrollment import LeavingReason
from workers.models.pause import PauseReason


class LeaveForm(forms.Form):
    left_on = JapaneseDateField(
        label=_("left on"), help_text=_("The first day on which the person no longer takes part.")
    )
    reason = forms.ChoiceField(label=_("reason for leaving"), choices=[("", "—"), *LeavingReason.choices])
    employer = LineField(
        label=_("employer or business"),
        max_length=100,
        required=False,
        help_text=_("Only when the person was hired or started a business, and agrees."),
    )


class PauseForm(forms.Form):
    starts_on = JapaneseDateField(label=_("first day"))
    ends_on = JapaneseDateField(
        label=_("last day"), required=False, help_text=_("Leave it empty while nobody knows yet.")
    )
    reason = forms.ChoiceField(label=_("reason"), choices=PauseReason.choices, initial=PauseReason.NOT_SAID)

    def clean(self) -> dict:
        cleaned = super().clean()
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day must not come before the first."))
        return cleaned


class ReturnForm(forms.Form):
    back_on = JapaneseDateField(label=_("takes part again from"))


class JoinedForm(forms.Form):
    joined_on = JapaneseDateField(label=_("joined on"))


def _page(enrollment: Enrollment) -> str:
    return reverse("admin:workers_enrollment_change", args=[enrollment.pk])


def _facts(enrollment: Enrollment) -> list:
    return [
        (_("participant"), enrollment.worker),
        (_("cohort"), enrollment.cohort),
        (_("joined on"), f"{enrollment.joined_on:%Y/%m/%d}"),
    ]


def leave_verb(request: HttpRequest, enrollment: Enrollment) -> Verb:
    return Verb(
        title=_("End participation"),
        press=_("End participation"),
        then=_(
            "From that day on no income can be entered and no answer is asked. "
            "Everything entered until then stays as it is, and the person can still look at it."
        ),
        form=LeaveForm,
        initial={"left_on": timezone.localdate()},
        work=lambda cleaned: leave(enrollment=enrollment, by=request.user, **cleaned),
        said=_("The participation has been ended."),
        back=_page(enrollment),
        facts=_facts(enrollment),
        danger=True,
    )


def pause_verb(request: HttpRequest, enrollment: Enrollment) -> Verb:
    return Verb(
        title=_("Begin a break"),
        press=_("Begin the break"),
        then=_(
            "Months wholly inside the break have no target and ask for no answer, "
            "even if income was entered in them. Closed months stay as they are."
        ),
        form=PauseForm,
        initial={"starts_on": timezone.localdate()},
        work=lambda cleaned: pause(enrollment=enrollment, **cleaned),
        said=_("The break has been entered."),
        back=_page(enrollment),
        facts=_facts(enrollment),
    )


def return_verb(request: HttpRequest, enrollment: Enrollment) -> Verb:
    return Verb(
        title=_("End the break"),
        press=_("End the break"),
        then=_("From that day on the person's targets apply again."),
        form=ReturnForm,
        initial={"back_on": timezone.localdate()},
        work=lambda cleaned: end_pause(enrollment=enrollment, **cleaned),
        said=_("The break has ended."),
        back=_page(enrollment),
        facts=_facts(enrollment),
    )


def joined_verb(request: HttpRequest, enrollment: Enrollment) -> Verb:
    return Verb(
        title=_("Correct the first day"),
        press=_("Correct the day"),
        then=_(
            "The person takes part from that day on: months before it are no longer asked about, "
            "and months from it on are opened. The old day stays in the record of changes."
        ),
        form=JoinedForm,
        initial={"joined_on": enrollment.joined_on},
        work=lambda cleaned: correct_joined_on(enrollment=enrollment, **cleaned),
        said=_("The first day has been corrected."),
        back=_page(enrollment),
        facts=_facts(enrollment),
    )
