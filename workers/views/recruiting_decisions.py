from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programs.access import official_page
from programs.domain.refusals import Refused
from programs.models import Program
from workers.domain.decisions import decide, state_after_taking_back, take_back_decline
from workers.domain.interviews import InterviewClash, set_interview
from workers.domain.waiting import waiting
from workers.forms.recruiting import DeclineForm, InterviewForm, NoteForm, WithdrawnForm
from workers.models import Application
from workers.models.application import ApplicationState
from workers.views.recruiting import Press, application_of, note_change, press_page
from workers.views.recruiting_words import facts_of


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_screen(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    application = application_of(request, program, pk)
    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Put %(name)s under review?") % {"name": application},
            then=_("The applicant sees «under review» on the page of their application. Nobody is written to."),
            verb=_("Put under review"),
            form=NoteForm(request.POST or None),
            work=_to(request, application, ApplicationState.SCREENING),
            said=_("%(name)s is under review.") % {"name": application},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_interview(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Time and place of the interview; somebody else there within the hour is a warning, not a wall."""
    application = application_of(request, program, pk)
    warned = "anyway" in request.POST
    form = InterviewForm(request.POST or None, warned=warned, initial=_known_interview(application))

    def work(form: InterviewForm) -> None:
        anyway = form.cleaned_data.get("anyway", False)
        place = form.cleaned_data["place"]
        set_interview(application=application, at=form.moment, place=place, by=request.user, anyway=anyway)
        note_change(request, application, "interview")

    def warn(refused: Refused) -> InterviewForm | None:
        if not isinstance(refused, InterviewClash):
            return None
        again = InterviewForm(request.POST, warned=True)
        again.is_valid()
        return again

    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Interview with %(name)s") % {"name": application},
            then=_("The applicant sees day, time and place on the page of their application. Tell them by phone, too."),
            verb=_("Set the interview"),
            form=form,
            work=work,
            said=_("The interview with %(name)s is set.") % {"name": application},
            warned=warn,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_decline(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    application = application_of(request, program, pk)
    form = DeclineForm(request.POST or None)
    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Decline %(name)s?") % {"name": application},
            then=_("The applicant sees «declined» and why, in kind words, not your note. A mistake can be taken back."),
            verb=_("Decline"),
            form=form,
            work=_to(request, application, ApplicationState.DECLINED),
            said=_("%(name)s is declined.") % {"name": application},
            bad=True,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_withdrawn(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """For who called: not everybody has the number and the secret at hand."""
    application = application_of(request, program, pk)
    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Did %(name)s withdraw?") % {"name": application},
            then=_("The application is out of the selection, as if the person had withdrawn. It cannot be undone."),
            verb=_("Note the withdrawal"),
            form=WithdrawnForm(request.POST or None),
            work=_to(request, application, ApplicationState.WITHDRAWN),
            said=_("The withdrawal of %(name)s is noted.") % {"name": application},
            bad=True,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_wait(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    application = application_of(request, program, pk)
    ahead = waiting(application.call).count()
    then = ngettext(
        "The person comes last on the waiting list: %(ahead)s person is ahead.",
        "The person comes last on the waiting list: %(ahead)s people are ahead.",
        ahead,
    ) % {"ahead": ahead}
    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Put %(name)s on the waiting list?") % {"name": application},
            then=f"{then}{_('From there they can be selected, or carried over into the next call.')}",
            verb=_("Put on the waiting list"),
            form=NoteForm(request.POST or None),
            work=_to(request, application, ApplicationState.WAITING),
            said=_("%(name)s is on the waiting list.") % {"name": application},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def application_take_back(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    application = application_of(request, program, pk)
    state = state_after_taking_back(application).label

    def work(form: NoteForm) -> None:
        take_back_decline(application=application, by=request.user, note=form.cleaned_data["note"])
        note_change(request, application, "decline taken back")

    return press_page(
        request,
        program,
        _press(
            program,
            application,
            title=_("Take back the decline of %(name)s?") % {"name": application},
            then=_("The application is at «%(state)s» again. The history keeps both steps.") % {"state": state},
            verb=_("Take back the decline"),
            form=NoteForm(request.POST or None),
            work=work,
            said=_("The decline of %(name)s is taken back.") % {"name": application},
        ),
    )


def _press(program: Program, application: Application, **words: object) -> Press:
    back = reverse("workers:application_detail", args=[program.slug, application.pk])
    return Press(back=back, facts=facts_of(application), **words)


def _to(request: HttpRequest, application: Application, state: ApplicationState) -> Callable[[NoteForm], None]:
    def work(form: NoteForm) -> None:
        words = {name: form.cleaned_data[name] for name in ("reason", "note") if name in form.cleaned_data}
        decide(application=application, state=state, by=request.user, **words)
        note_change(request, application, str(state))

    return work


def _known_interview(application: Application) -> dict[str, object]:
    if application.interview_at is None:
        return {}
    at = timezone.localtime(application.interview_at)
    return {"day": at.date(), "time": at.time(), "place": application.interview_place}
