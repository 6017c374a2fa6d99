"""Writing a call for applicants and changing what it says. Publishing and ending are in `calls`."""

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Call, Cohort, User
from workers.domain.closing import lock_cohort


@transaction.atomic
def make_call(*, cohort: Cohort, by: User, **columns: object) -> Call:
    """A draft nobody sees yet. Raises Refused for a cohort that has its call, or a call that closes before it opens."""
    lock_cohort(cohort)
    if Call.objects.filter(cohort=cohort).exists():
        raise Refused(_("This cohort already has a call for applicants."), field="cohort")
    call = Call(cohort=cohort, **columns)
    _refuse_impossible(call)
    call.save(force_insert=True)
    record_access(Action.CHANGED, call, user=by, municipality=cohort.program.municipality, detail="made")
    return call


@transaction.atomic
def change_call(*, call: Call, by: User, **columns: object) -> Call:
    """Rewrite what citizens read; applications that are there stay as they are. Raises Refused, as `make_call`."""
    call = Call.objects.select_for_update(no_key=True, of=("self",)).get(pk=call.pk)
    changed = [name for name, value in columns.items() if getattr(call, name) != value]
    for name in changed:
        setattr(call, name, columns[name])
    _refuse_impossible(call)
    if changed:
        call.save(update_fields=changed)
        town = call.cohort.program.municipality
        record_access(Action.CHANGED, call, user=by, municipality=town, detail=" ".join(changed))
    return call


def _refuse_impossible(call: Call) -> None:
    if call.closes_on < call.opens_on:
        raise Refused(_("The last day must not come before the first."), field="closes_on")
