"""Choosing an applicant: from an application to a participant with a seat and a slip, in one transaction or not at all.

Lock order: cohort, call, application, the town's people, participant, invitation; the access record comes last.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.invitations import Slip
from programs.domain.refusals import Refused
from programs.models import Cohort, User
from workers.domain.applications import lock_application, move, refuse_carried
from workers.domain.attendees import lock_people
from workers.domain.closing import lock_cohort
from workers.domain.enrollments import enroll
from workers.domain.joining import refuse_far_start
from workers.domain.registration import invite_workers
from workers.domain.same_person import attendee_like, workers_like
from workers.models import Application, Attendee, Enrollment, EnrollmentStage, Worker
from workers.models.application import OPEN_STATES, ApplicationState
from workers.models.enrollment_stage import Stage

SELECTABLE = (*OPEN_STATES, ApplicationState.WAITING)


class PersonKnown(Refused):
    """Somebody in the register may be this applicant: a person decides, never the program."""

    field = "person"


@dataclass(frozen=True, kw_only=True)
class Selected:
    """`slip` is None for a participant who has an account already."""

    worker: Worker
    enrollment: Enrollment
    slip: Slip | None


@transaction.atomic
def select_applicant(
    *, application: Application, by: User, joined_on: dt.date, worker: Worker | None = None, as_new: bool = False
) -> Selected:
    """Give the applicant a seat from `joined_on` on.

    `worker`: the participant of the register this is; `as_new`: somebody asked and it is another person. Raises
    CohortFull, PersonKnown (neither was said and somebody there may be the same), Refused (decided meanwhile, carried
    over, before the cohort's start, already in the cohort).
    """
    cohort = lock_cohort(application.call.cohort)
    current = lock_application(application)
    refuse_unless_selectable(current)
    refuse_far_start(joined_on)
    lock_people(cohort.program.municipality_id)
    known = workers_like(current, cohort.program.municipality)
    if worker is None and known and not as_new:
        raise PersonKnown(_("Somebody in the register may be the same person. Say whether it is."))
    person = _known_person(worker, current, cohort) if worker else _new_person(current, cohort)
    enrollment = enroll(worker=person, cohort=cohort, joined_on=joined_on)
    EnrollmentStage.objects.get_or_create(
        enrollment=enrollment, began_on=joined_on, defaults={"stage": Stage.LEARNING, "by": by}
    )
    _link_attendee(current, person, cohort)
    move(application=current, state=ApplicationState.SELECTED, by=by, worker=person)
    slips = [] if person.user_id else invite_workers(workers=[person], cohort=cohort, by=by)
    return Selected(worker=person, enrollment=enrollment, slip=next(iter(slips), None))


def refuse_unless_selectable(application: Application) -> None:
    """Raise Refused for an application that is decided, or that went on into a later call."""
    refuse_carried(application)
    if application.state not in SELECTABLE:
        state = application.get_state_display()
        raise Refused(_("This application is already decided: «%(state)s».") % {"state": state})


def usual_first_day(cohort: Cohort) -> dt.date:
    """Today, or the cohort's start while that is still to come."""
    return max(timezone.localdate(), cohort.starts_on)


def _known_person(worker: Worker, application: Application, cohort: Cohort) -> Worker:
    """The participant, their empty contacts filled from the application."""
    worker = Worker.objects.select_for_update(no_key=True, of=("self",)).get(pk=worker.pk)
    here = worker.municipality_id == cohort.program.municipality_id and worker.merged_into_id is None
    if not here or worker not in workers_like(application, cohort.program.municipality):
        raise Refused(_("Choose one of the people named here."), field="person")
    blank = [name for name in ("phone", "email") if not getattr(worker, name) and getattr(application, name)]
    for name in blank:
        setattr(worker, name, getattr(application, name))
    if blank:
        worker.save(update_fields=blank)
    return worker


def _new_person(application: Application, cohort: Cohort) -> Worker:
    names = ("family_name", "given_name", "family_name_kana", "given_name_kana", "phone", "email")
    written = {name: getattr(application, name) for name in names}
    return Worker.objects.create(municipality=cohort.program.municipality, **written)


def _link_attendee(application: Application, worker: Worker, cohort: Cohort) -> None:
    """Courses already visited belong to the participant from now on, unless another row is theirs."""
    if Attendee.objects.filter(worker=worker).exists():
        return
    attendee = attendee_like(application, cohort.program.municipality)
    if attendee:
        attendee.worker = worker
        attendee.save(update_fields=["worker"])
