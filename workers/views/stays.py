"""A participant rests, comes back, leaves: the pages of those in charge."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.models import Program
from workers.access import enrollment_of
from workers.domain.enrollments import leave
from workers.domain.pauses import end_pause
from workers.domain.targets import pause
from workers.forms.cohort_life import LeaveForm, PauseForm, ReturnForm
from workers.views.journeys import journey_url
from workers.views.staff_tasks import StaffTask, sent, staff_task

ASKED = ["GET", "HEAD", "POST"]


@require_http_methods(ASKED)
@director_page
def person_pause(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = PauseForm(sent(request))
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("Begin a break"),
        then=_(
            "Months wholly inside the break have no target and ask for no answer, "
            "even if income was entered in them. Closed months stay as they are."
        ),
        press=_("Begin the break"),
        work=lambda: pause(enrollment=enrollment, **form.content()),
        said=_("The break has been entered."),
        detail="break begun",
        back_url=journey_url(program, enrollment),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def person_return(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    enrollment = enrollment_of(request, program, pk)
    form = ReturnForm(sent(request))
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("End the break"),
        then=_("From that day on the person's targets apply again."),
        press=_("End the break"),
        work=lambda: end_pause(enrollment=enrollment, **form.content()),
        said=_("The break has ended."),
        detail="break ended",
        back_url=journey_url(program, enrollment),
    )
    return staff_task(request, program, task)


@require_http_methods(ASKED)
@director_page
def person_leave(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """End a participation; for somebody who has left, correct how."""
    enrollment = enrollment_of(request, program, pk)
    left = enrollment.left_on is not None
    initial = {}
    if left:
        initial = {
            "left_on": enrollment.left_on,
            "reason": enrollment.leaving_reason,
            "employer": enrollment.employer,
        }
    form = LeaveForm(sent(request), initial=initial)
    task = StaffTask(
        enrollment=enrollment,
        form=form,
        title=_("Correct the leaving") if left else _("End participation"),
        then=_(
            "From that day on no income can be entered and no answer is asked. "
            "Everything entered until then stays as it is, and the person can still look at it. "
            "Hired or in business is written down as a success. After 6 and 12 months the person is asked how life is."
        ),
        press=_("Correct the leaving") if left else _("End participation"),
        work=lambda: leave(enrollment=enrollment, by=request.user, **form.content()),
        said=_("The leaving is corrected.") if left else _("The participation has been ended."),
        detail="leaving corrected" if left else "left",
        back_url=journey_url(program, enrollment),
        bad=not left,
    )
    return staff_task(request, program, task)
