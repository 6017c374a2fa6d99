"""What was promised to or about a participant: with a day, done with one tap, and taken back with another."""

import datetime as dt

from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.domain.supporters import supporting_staff
from workers.models import Contact, Enrollment, FollowUp


@transaction.atomic
def plan_follow_up(
    *,
    enrollment: Enrollment,
    what: str,
    due_on: dt.date,
    by: User,
    assigned_to: User | None = None,
    contact: Contact | None = None,
) -> FollowUp:
    """Write down what is to be done by `due_on`. Raises Refused for a day gone by, or for somebody not serving here."""
    _refuse_past(due_on)
    _refuse_stranger(enrollment, assigned_to)
    return FollowUp.objects.create(
        enrollment=enrollment, contact=contact, what=what, due_on=due_on, assigned_to=assigned_to, made_by=by
    )


@transaction.atomic
def change_follow_up(*, follow_up: FollowUp, what: str, due_on: dt.date, assigned_to: User | None) -> FollowUp:
    """Write it anew, give it to somebody else, put it off. Raises Refused when it is done already."""
    current = _lock(follow_up)
    if current.done_at:
        raise Refused(_("This is done already. Take that back first."))
    if due_on != current.due_on:
        _refuse_past(due_on)
    if assigned_to != current.assigned_to:
        _refuse_stranger(current.enrollment, assigned_to)
    current.what, current.due_on, current.assigned_to = what, due_on, assigned_to
    current.save(update_fields=["what", "due_on", "assigned_to"])
    return current


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, by: User) -> FollowUp:
    """Done. Said twice, the first one stands."""
    current = _lock(follow_up)
    if current.done_at is None:
        current.done_at, current.done_by = timezone.now(), by
        current.save(update_fields=["done_at", "done_by"])
    return current


@transaction.atomic
def reopen_follow_up(*, follow_up: FollowUp) -> FollowUp:
    """It was not done after all."""
    current = _lock(follow_up)
    if current.done_at is not None:
        current.done_at = current.done_by = None
        current.save(update_fields=["done_at", "done_by"])
    return current


def mine_first(follow_ups: QuerySet[FollowUp], user: User) -> QuerySet[FollowUp]:
    """Those of `user` before the others', the earliest day first."""
    return follow_ups.annotate(place=Case(When(assigned_to=user, then=0), default=1)).order_by("place", "due_on", "pk")


def _lock(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_related("enrollment__cohort__program", "assigned_to")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=follow_up.pk)


def _refuse_past(due_on: dt.date) -> None:
    if due_on < timezone.localdate():
        raise Refused(_("This day has passed. Choose today or a later day."), field="due_on")


def _refuse_stranger(enrollment: Enrollment, assigned_to: User | None) -> None:
    if assigned_to and not supporting_staff(enrollment.cohort.program).filter(pk=assigned_to.pk).exists():
        raise Refused(_("Choose a director of this program or an official of its town."), field="assigned_to")
