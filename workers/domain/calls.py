"""Calls for applicants: in what state a call stands on a day, how many seats are left, and making it public."""

import datetime as dt

from django.db import models, transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Call, ConsentText, User
from workers.models import Enrollment


class CallState(models.TextChoices):
    """What a citizen finds. `full`: all seats are given; whether one may still apply says `Call.takes_waiting`."""

    DRAFT = "draft", pgettext_lazy("call", "not public yet")
    UPCOMING = "upcoming", pgettext_lazy("call", "opens soon")
    OPEN = "open", pgettext_lazy("call", "open")
    FULL = "full", pgettext_lazy("call", "all seats given")
    CLOSED = "closed", pgettext_lazy("call", "closed")


class CallNotOpen(Refused):
    """Nobody can apply to this call now: not yet, no longer, or no seat and no waiting list."""


def state_of(call: Call, today: dt.date, taken: int | None = None) -> CallState:
    """The state on that day. `taken`: seats given, if known already (`with_taken`); else they are counted."""
    if call.published_at is None:
        return CallState.DRAFT
    if call.ended_at is not None or today > call.closes_on:
        return CallState.CLOSED
    if today < call.opens_on:
        return CallState.UPCOMING
    return CallState.OPEN if seats_left(call, taken) else CallState.FULL


def seats_left(call: Call, taken: int | None = None) -> int:
    """Seats of the cohort nobody has been given; who left gave theirs back."""
    return max(0, call.cohort.capacity - (seats_taken(call) if taken is None else taken))


def seats_taken(call: Call) -> int:
    return _in_force(Enrollment.objects.filter(cohort=call.cohort_id)).count()


def with_taken(calls: QuerySet[Call]) -> QuerySet[Call]:
    """Each with `taken`, the seats given, in the same query."""
    here = _in_force(Enrollment.objects.filter(cohort=OuterRef("cohort"))).order_by().values("cohort")
    return calls.annotate(taken=Coalesce(Subquery(here.annotate(n=Count("pk")).values("n")), 0))


def takes_applications(call: Call, state: CallState) -> bool:
    return state == CallState.OPEN or (state == CallState.FULL and call.takes_waiting)


def open_or_soon(today: dt.date) -> QuerySet[Call]:
    """Public calls one can apply to today or later, those that end first first, each with `taken`."""
    program_lives = Q(cohort__program__ended_on=None) | Q(cohort__program__ended_on__gte=today)
    calls = Call.objects.published().filter(program_lives, ended_at=None, closes_on__gte=today)
    calls = calls.select_related("cohort__program__municipality")
    return with_taken(calls).order_by("closes_on", "opens_on", "pk")


def refuse_unless_open(call: Call, *, in_time: bool = False) -> None:
    """Raise CallNotOpen with one sentence for the applicant.

    `in_time`: the application came while the call was open and is only written down now (paper).
    """
    state = state_of(call, timezone.localdate())
    sentences = {
        CallState.DRAFT: _("This call is not public."),
        CallState.UPCOMING: _("Applications are not taken yet. Please come back when the call opens."),
        CallState.CLOSED: _("This call is closed: applications are no longer taken. Nothing was sent."),
        CallState.FULL: _("All seats have been given and there is no waiting list. Nothing was sent."),
    }
    if in_time and state in (CallState.CLOSED, CallState.FULL):
        return
    if not takes_applications(call, state):
        raise CallNotOpen(sentences[state])


@transaction.atomic
def publish(*, call: Call, by: User) -> Call:
    """Show the call to everybody; harmless when repeated.

    Raises Refused without a consent text of the town, and when the last day to apply is over.
    """
    call = _locked(call)
    if call.published_at is not None:
        return call
    if call.closes_on < timezone.localdate():
        raise Refused(_("The last day to apply is over. Change it before you publish the call."), field="closes_on")
    town = call.cohort.program.municipality
    if ConsentText.objects.newest(town) is None:
        raise Refused(_("The town has no consent text yet. Write one first: nobody can apply without it."))
    call.published_at = timezone.now()
    call.save(update_fields=["published_at"])
    record_access(Action.CHANGED, call, user=by, municipality=town, detail="published")
    return call


@transaction.atomic
def end_early(*, call: Call, by: User) -> Call:
    """Take no more applications from now on; harmless when repeated. Raises Refused for a call nobody can see."""
    call = _locked(call)
    if call.published_at is None:
        raise Refused(_("This call is not public yet: there is nothing to end."))
    if call.ended_at is None:
        call.ended_at = timezone.now()
        call.save(update_fields=["ended_at"])
        record_access(
            Action.CHANGED, call, user=by, municipality=call.cohort.program.municipality, detail="ended early"
        )
    return call


def _in_force(enrollments: QuerySet[Enrollment]) -> QuerySet[Enrollment]:
    """Also those still to come; not those who left before they began or since."""
    return enrollments.filter(Q(left_on=None) | Q(left_on__gt=timezone.localdate())).exclude(left_on=F("joined_on"))


def _locked(call: Call) -> Call:
    places = ("cohort__program__municipality",)
    return Call.objects.select_for_update(no_key=True, of=("self",)).select_related(*places).get(pk=call.pk)
