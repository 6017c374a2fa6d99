"""What an applicant is told about their application: where it stands, what comes next, kind words for a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from workers.domain.applications import TRANSITIONS, place_on_waiting_list
from workers.models import Application
from workers.models.application import ApplicationState

S = ApplicationState
STANDS = {
    S.APPLIED: pgettext_lazy("to the applicant", "We have received your application"),
    S.SCREENING: pgettext_lazy("to the applicant", "We are reading your application"),
    S.INTERVIEW: pgettext_lazy("to the applicant", "We would like to meet you"),
    S.SELECTED: pgettext_lazy("to the applicant", "You can take part"),
    S.WAITING: pgettext_lazy("to the applicant", "You are on the waiting list"),
    S.DECLINED: pgettext_lazy("to the applicant", "We could not offer you a seat this time"),
    S.WITHDRAWN: pgettext_lazy("to the applicant", "You have withdrawn your application"),
}
NEXT = {
    S.APPLIED: pgettext_lazy(
        "to the applicant", "The people in charge read it after it came in. You need not do anything now."
    ),
    S.SCREENING: pgettext_lazy(
        "to the applicant",
        "We get in touch by phone or e-mail when there is something to arrange. Please wait a little.",
    ),
    S.INTERVIEW: pgettext_lazy(
        "to the applicant", "We get in touch about the day. If you cannot come, please tell the contact below."
    ),
    S.SELECTED: pgettext_lazy(
        "to the applicant", "You receive a paper with a QR code, with which you register. Please wait for it."
    ),
    S.WAITING: pgettext_lazy(
        "to the applicant",
        "When a seat becomes free, we ask you first in the order of the list. You may withdraw any time.",
    ),
    S.DECLINED: pgettext_lazy(
        "to the applicant",
        "You may apply again to another call. If you want to know more, please ask the contact below.",
    ),
    S.WITHDRAWN: pgettext_lazy(
        "to the applicant", "There is nothing left to do. You may apply again while the call is open."
    ),
}
KINDLY = {
    "seats": pgettext_lazy("to the applicant", "There were more applicants than seats."),
    "conditions": pgettext_lazy("to the applicant", "The conditions of this call did not match your circumstances."),
    "hours": pgettext_lazy("to the applicant", "This call asks for more hours than you can spare at present."),
    "skills": pgettext_lazy("to the applicant", "This time we were looking for people with more experience with PCs."),
    "no_show": pgettext_lazy("to the applicant", "We could not meet you for the interview."),
    "double": pgettext_lazy("to the applicant", "We go on with another application of yours."),
}


@dataclass(frozen=True)
class PublicStep:
    """One step as the applicant may know it: the moment and a word; nobody's name, no note."""

    at: datetime
    word: Promise


@dataclass(frozen=True)
class Standing:
    """Where an application stands, in words. `place`: 1 comes next."""

    headline: Promise
    next: Promise
    reason: Promise | str
    place: int | None
    steps: list[PublicStep]
    may_withdraw: bool


def standing_of(application: Application) -> Standing:
    """Asks for the steps, and for the place of who is waiting."""
    state = application.state
    steps = application.steps.order_by("at", "pk").values_list("at", "state")
    return Standing(
        headline=STANDS[state],
        next=NEXT[state],
        reason=KINDLY.get(application.decision_reason, "") if state == S.DECLINED else "",
        place=place_on_waiting_list(application),
        steps=[PublicStep(at=at, word=S(step).label) for at, step in steps],
        may_withdraw=S.WITHDRAWN in TRANSITIONS[state],
    )


def latest_of(application: Application) -> Application:
    """The application that goes on: one carried over into later calls is followed to the newest."""
    seen = {application.pk}
    while later := Application.objects.filter(carried_from=application).exclude(pk__in=seen).first():
        application = later
        seen.add(later.pk)
    return application
