"""Closing and reopening a month: who has not answered, what is frozen, and why it is opened again."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programs.admin.verbs import PlainForm, Verb
from programs.models import Cohort
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from programs.templatetags.money import yen
from workers.domain.closing import preview_closing
from workers.domain.recorded_closing import close_and_record, reopen_and_record
from workers.domain.refusals import NotClosable
from workers.forms.closing import ReasonForm
from workers.models import MonthClosing


def close_verb(request: HttpRequest, cohort: Cohort, month: Month) -> Verb:
    facts, people, off, seen = _whose(cohort, month), [], "", ""
    try:
        preview = preview_closing(cohort=cohort, month=month)
    except NotClosable as refused:
        off = refused.sentence
    else:
        people = [str(enrollment.worker) for enrollment in preview.unanswered]
        facts += _figures(preview.figures)
        seen = preview.digest
    return Verb(
        title=_("Close %(month)s of %(cohort)s") % {"month": month_year(month), "cohort": cohort},
        press=_("Close the month"),
        then=_(
            "The figures above are frozen for everybody in the cohort. After that nobody can add, change or remove "
            "income of this month; it can only be reopened by the town, with a reason."
        ),
        form=PlainForm,
        work=lambda cleaned: close_and_record(
            cohort=cohort, month=month, by=request.user, seen=request.POST.get("seen", "")
        ),
        seen=seen,
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
    facts = _whose(cohort, month)
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
        work=lambda cleaned: reopen_and_record(cohort=cohort, month=month, by=request.user, reason=cleaned["reason"]),
        said=_("The month has been reopened."),
        back=reverse("admin:index"),
        facts=facts,
        danger=True,
        step_up=True,
        off="" if closing else _("This month is not closed."),
    )


def _whose(cohort: Cohort, month: Month) -> list:
    return [(_("program"), cohort.program), (_("cohort"), cohort), (_("month"), month_year(month))]


def _figures(figures) -> list:
    return [
        (_("enrolled"), figures.enrolled),
        (_("answered"), figures.answered),
        (_("active"), figures.active),
        (_("total after platform fee"), yen(figures.net)),
        (_("mean of the active"), yen(figures.mean)),
        (_("at target"), figures.reached),
    ]
