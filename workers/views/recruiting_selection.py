from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import Once, only_once
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from programs.views.slips import slips_page
from workers.domain.calls import seats_left
from workers.domain.refusals import CohortFull
from workers.domain.same_person import workers_like
from workers.domain.selection import Selected, refuse_unless_selectable, select_applicant, usual_first_day
from workers.forms.recruiting import SelectForm
from workers.models import Application
from workers.models.application import ApplicationState
from workers.views.recruiting import application_of
from workers.views.recruiting_words import facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_select(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Give a seat. The slip is shown in answer, once; a full cohort offers the waiting list instead."""
    application = application_of(request, program, pk)
    if request.method == "POST" and application.state == ApplicationState.SELECTED:
        return _shown_already(request, program, application)
    known = workers_like(application, program.municipality)
    first_day = {"joined_on": usual_first_day(application.call.cohort)}
    form = SelectForm(request.POST or None, known=known, initial=first_day)
    full = seats_left(application.call) == 0
    if request.method == "POST" and form.is_valid():
        try:
            return _select(request, program, application, form)
        except CohortFull as refused:
            full = True
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
    context = {
        **shell(request, program, application.call.cohort),
        "application": application,
        "facts": facts_of(application),
        "form": form,
        "full": full,
        "may_wait": application.state != ApplicationState.WAITING,
        "refusal": _why_not(application) if request.method != "POST" else "",
        "free": seats_left(application.call),
    }
    return render(request, "workers/recruiting_select.html", context)


def _select(request: HttpRequest, program: Program, application: Application, form: SelectForm) -> HttpResponse:
    made: list[Selected] = []
    done = _once(request, application, form, made)
    if done.repeated:
        return _shown_already(request, program, application)
    messages.success(request, _said(made[0], application))
    if made[0].slip is None:
        return redirect("workers:application_detail", program.slug, application.pk)
    return slips_page(request, program, [made[0].slip])


def _shown_already(request: HttpRequest, program: Program, application: Application) -> HttpResponse:
    messages.warning(
        request,
        _("%(name)s is selected already. The slip was shown once; print a new one under «invitations».")
        % {"name": application},
    )
    return redirect("workers:application_detail", program.slug, application.pk)


@transaction.atomic
def _once(request: HttpRequest, application: Application, form: SelectForm, made: list[Selected]) -> Once:
    def work() -> str:
        data = form.cleaned_data
        selected = select_applicant(
            application=application, by=request.user, joined_on=data["joined_on"], **form.person
        )
        made.append(selected)
        town = application.call.cohort.program.municipality
        about = {"user": request.user, "municipality": town, "subject_worker": selected.worker.pk}
        record_access(Action.CHANGED, application, detail="selected", **about)
        if selected.slip:
            record_access(Action.PRINTED, selected.slip.invitation, detail="1 rows", **about)
        return ""

    content = {"joined_on": form.cleaned_data["joined_on"], "person": form.cleaned_data.get("person", "")}
    return only_once(
        form.cleaned_data["once"], user=request.user, content=content, work=work, purpose=f"select {application.pk}"
    )


def _said(selected: Selected, application: Application) -> str:
    free = seats_left(application.call)
    some = ngettext("%(free)s seat is left.", "%(free)s seats are left.", free) % {"free": free}
    left = some if free else _("All seats are given.")
    chosen = _("%(name)s is selected and takes part in %(cohort)s.") % {
        "name": selected.worker,
        "cohort": application.call.cohort,
    }
    return f"{chosen}{left}"


def _why_not(application: Application) -> str:
    try:
        refuse_unless_selectable(application)
    except Refused as refused:
        return str(refused)
    return ""
