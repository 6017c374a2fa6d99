"""The waiting list of a call: its order, and carrying those on it into the next call.

Who is carried over keeps the state «waiting list» in the old call, because that is how that call ended for them; the
link to the later application says where it goes on, and everything that asks who waits leaves them out.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Call, User
from workers.domain.application_numbers import draw_secret, hash_of
from workers.domain.applications import free_reference
from workers.domain.calls import CallState, state_of
from workers.domain.same_person import is_same
from workers.models import Application, ApplicationStep
from workers.models.application import ApplicationState, Channel

KEPT = (
    "family_name", "given_name", "family_name_kana", "given_name_kana", "phone", "email", "address", "birth_year",
    "gender", "weekly_hours", "pc_skill", "has_pc", "has_internet", "short_hours_reason", "motivation", "helper_name",
    "helper_relation", "consent", "consented_at",
)  # fmt: skip


@dataclass(frozen=True)
class CarryPlan:
    """Who would be carried over, in their order, and who stays because they have applied there themselves."""

    carried: list[Application]
    already_there: list[Application]


def waiting(call: Call) -> QuerySet[Application]:
    """Who waits, whoever comes next first."""
    on_list = Application.objects.filter(call=call, state=ApplicationState.WAITING, carried_to=None)
    return on_list.order_by("waiting_rank", "applied_at", "pk")


@transaction.atomic
def shift(*, application: Application, places: int) -> None:
    """Move somebody up (negative) or down on the list; harmless at its ends. Raises Refused for who is not on it."""
    call = _locked(application.call_id)
    # `of`: the outer join to what was carried over cannot be locked.
    rows = list(waiting(call).select_for_update(no_key=True, of=("self",)))
    if application not in rows:
        raise Refused(_("%(name)s is not on the waiting list any more.") % {"name": application})
    old = rows.index(application)
    rows.insert(min(max(old + places, 0), len(rows) - 1), rows.pop(old))
    for rank, row in enumerate(rows, 1):
        if row.waiting_rank != rank:
            row.waiting_rank = rank
            row.save(update_fields=["waiting_rank"])


def later_calls(call: Call) -> list[Call]:
    """Calls of the same program that begin later and still take people, the nearest first."""
    today = timezone.localdate()
    others = Call.objects.filter(cohort__program=call.cohort.program_id, opens_on__gt=call.opens_on)
    found = others.select_related("cohort").order_by("opens_on", "pk")
    return [one for one in found if state_of(one, today) != CallState.CLOSED]


def carry_plan(*, call_from: Call, call_to: Call) -> CarryPlan:
    """What `carry_over` would do now."""
    there = list(Application.objects.filter(call=call_to).standing())
    plan = CarryPlan(carried=[], already_there=[])
    for one in waiting(call_from):
        twin = any(is_same(one, other) for other in there)
        (plan.already_there if twin else plan.carried).append(one)
        there.append(one)
    return plan


@transaction.atomic
def carry_over(*, call_from: Call, call_to: Call, by: User) -> list[Application]:
    """Everybody waiting in `call_from` applies to `call_to`, with the consent they gave and the order they had.

    Nobody twice, however often it is called. Raises Refused for a call that is no later one or is closed.
    """
    first, second = sorted((call_from.pk, call_to.pk))
    _locked(first), _locked(second)
    if call_to not in later_calls(call_from):
        raise Refused(_("Choose a later call of this program that is not closed."), field="call")
    list(waiting(call_from).select_for_update(no_key=True, of=("self",)))
    plan = carry_plan(call_from=call_from, call_to=call_to)
    return [_carried(one, call_to, by) for one in plan.carried]


def _carried(one: Application, call: Call, by: User) -> Application:
    """Nobody knows the secret of the new number: the town can print a new one."""
    now, reference = timezone.now(), free_reference()
    application = Application.objects.create(
        call=call,
        reference=reference,
        secret_hash=hash_of(reference, draw_secret()),
        channel=Channel.CARRIED,
        entered_by=by,
        applied_at=now,
        carried_from=one,
        **{name: getattr(one, name) for name in KEPT},
    )
    note = _("Carried over from the waiting list of «%(call)s»") % {"call": one.call}
    ApplicationStep.objects.create(application=application, state=application.state, at=now, by=by, note=note)
    return application


def _locked(pk: int) -> Call:
    return Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
