"""When and where an applicant is met, and whether somebody else is met there at the same hour."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, User
from programs.shared.search_key import search_key
from workers.domain.applications import lock_application, move
from workers.domain.gate import hold_cohorts
from workers.models import Application
from workers.models.application import OPEN_STATES, ApplicationState

AN_HOUR = dt.timedelta(hours=1)


class InterviewClash(Refused):
    """Another interview stands within the hour at the same place. Whoever knows better says so and goes on."""

    field = "time"


def clashing(*, application: Application, at: dt.datetime, place: str) -> list[Application]:
    """Interviews of the same program less than an hour before or after `at` in the same room, however it is written."""
    near = _interviews_of_program(application).filter(interview_at__gt=at - AN_HOUR, interview_at__lt=at + AN_HOUR)
    return [one for one in near.order_by("interview_at", "pk") if search_key(one.interview_place) == search_key(place)]


@transaction.atomic
def set_interview(
    *, application: Application, at: dt.datetime, place: str, by: User, anyway: bool = False
) -> Application:
    """Write down when and where; somebody who had only applied is then in the state «interview».

    Raises InterviewClash unless `anyway`, Refused before the call opens or for an application that is decided.
    """
    # Two clerks giving away one hour take turns, in whatever cohort of the program.
    hold_cohorts(Cohort.objects.filter(program=application.call.cohort.program_id))
    current = lock_application(application)
    if current.state not in OPEN_STATES:
        raise Refused(_("This application is already decided: «%(state)s».") % {"state": current.get_state_display()})
    if timezone.localdate(at) < application.call.opens_on:
        raise Refused(_("That is before the call opens. Please check the day."), field="day")
    others = clashing(application=application, at=at, place=place)
    if others and not anyway:
        raise InterviewClash(_said(others[0]))
    if current.state != ApplicationState.INTERVIEW:
        current = move(application=current, state=ApplicationState.INTERVIEW, by=by)
    current.interview_at, current.interview_place = at, place
    current.save(update_fields=["interview_at", "interview_place"])
    return current


def _said(other: Application) -> str:
    moment = timezone.localtime(other.interview_at)
    return _("%(name)s is met there on %(day)s at %(time)s. Choose another time, or confirm below.") % {
        "name": other.full_name,
        "day": date_format(moment, "MONTH_DAY_FORMAT"),
        "time": date_format(moment, "H:i"),
    }


def _interviews_of_program(application: Application) -> QuerySet[Application]:
    program = application.call.cohort.program_id
    standing = Application.objects.filter(call__cohort__program=program, state=ApplicationState.INTERVIEW)
    return standing.exclude(pk=application.pk)
