"""Who carries a program with the town: named with a day, ended with a day, never deleted."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Partner, Program


def name_partner(
    *, program: Program, role: str, name: str, does: str = "", pays_for: str = "", joined_on: dt.date
) -> Partner:
    """Write down who takes on a role, what they do and what they pay for."""
    return Partner.objects.create(
        program=program, role=role, name=name, does=does, pays_for=pays_for, joined_on=joined_on
    )


@transaction.atomic
def change_partner(*, partner: Partner, role: str, name: str, does: str, pays_for: str, joined_on: dt.date) -> Partner:
    """Correct what is written of a partner. Raises Refused for a beginning after the end."""
    current = _lock(partner)
    if current.left_on and joined_on > current.left_on:
        raise Refused(_("The end must not come before the start."), field="joined_on")
    current.role, current.name, current.does, current.pays_for = role, name, does, pays_for
    current.joined_on = joined_on
    current.save(update_fields=["role", "name", "does", "pays_for", "joined_on"])
    return current


@transaction.atomic
def end_partner(*, partner: Partner, left_on: dt.date) -> Partner:
    """End a partnership: `left_on` is the first day without it. Raises Refused, twice or before the beginning."""
    current = _lock(partner)
    if current.left_on is not None:
        raise Refused(_("This partnership has been ended already."))
    if left_on < current.joined_on:
        raise Refused(_("The end must not come before the start."), field="left_on")
    current.left_on = left_on
    current.save(update_fields=["left_on"])
    return current


def _lock(partner: Partner) -> Partner:
    return Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
