"""Closing and reopening a month: who has not answered, what is frozen, and why it is opened again."""

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.verbs import PlainForm, Verb
from programs.domain.access_records import Action, record_access
from programs.fields import TextField
from programs.models import Cohort
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from programs.templatetags.money import yen
from workers.domain.closing import close_month, preview_closing, reopen_month
from workers.domain.refusals import NotClosable
from workers.models import MonthClosing


class ReasonForm(forms.Form):
    reason = TextField(
        label=_("reason for reopening"), max_length=300, help_text=_("It stays on record with your name and the time.")
    )


def close_verb(request: HttpRequest, cohort: Cohort, month: Month) -> Verb:
    facts, people, off = [(_("cohort"), cohort), (_("month"), month_year(month))], [], ""
    try:
        preview = preview_closing(cohort=cohort, month=month)
    except NotClosable as refused:
        off = refused.sentence
    else:
        people = [str(enrollment.worker) for enrollment in preview.unanswered]
        facts += _figures(preview.figures)
    return Verb(
        title=_("Close %(month)s of %(cohort)s") % {"month": month_year(month), "cohort": cohort},
        press=_("Close the month"),
        then=_(
            "The figures above are frozen for everybody in the cohort. After that nobody can add, change or remove "
            "income of this month; it can only be reopened by the town, with a reason."
        ),
        form=PlainForm,
        work=lambda cleaned: _noted(Action.CLOSED, request, close_month(cohort=cohort, month=month, by=request.user)),
        said=_("The month has been closed."),
        back=reverse("admin:index"),
        facts=facts,
        people=people,
        people_title=_("Not answered yet"),
        off=off,
    )


def reopen_verb(request: HttpRequest, cohort: Cohort, month: Month) -> Verb:
    closing = (
        MonthClosing.objects.in_force().filter(cohort=cohort, month=month.first).select_related("closed_by").first()
    )
    facts = [(_("cohort"), cohort), (_("month"), month_year(month))]
    if closing:
        facts += [(_("closed by"), closing.closed_by), (_("version"), closing.version)]
    return Verb(
        title=_("Reopen %(month)s of %(cohort)s") % {"month": month_year(month), "cohort": cohort},
        press=_("Reopen the month"),
        then=_(
            "Income of this month can be entered, changed and removed again, and its figures follow. "
            "What was signed off stays on record as an earlier version."
        ),
        form=ReasonForm,
        work=lambda cleaned: _noted(
            Action.REOPENED,
            request,
            reopen_month(cohort=cohort, month=month, by=request.user, reason=cleaned["reason"]),
        ),
        said=_("The month has been reopened."),
        back=reverse("admin:index"),
        facts=facts,
        danger=True,
        step_up=True,
        off="" if closing else _("This month is not closed."),
    )


def _figures(figures) -> list:
    return [
        (_("enrolled"), figures.enrolled),
        (_("answered"), figures.answered),
        (_("active"), figures.active),
        (_("total after platform fee"), yen(figures.net)),
        (_("mean of the active"), yen(figures.mean)),
        (_("at target"), figures.reached),
    ]


def _noted(action: Action, request: HttpRequest, closing: MonthClosing) -> MonthClosing:
    record_access(action, closing, user=request.user, municipality=closing.cohort.program.municipality)
    return closing
