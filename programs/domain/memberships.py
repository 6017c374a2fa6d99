"""Who serves a town or a program: appointed with a day, ended with a day, never deleted."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Membership, Municipality, Program, User
from programs.models.membership import Role


@transaction.atomic
def appoint(
    *,
    user: User,
    role: str,
    municipality: Municipality | None = None,
    program: Program | None = None,
    joined_on: dt.date,
) -> Membership:
    """Give an account a role: officials serve a town, the others a program. Raises Refused."""
    if role == Role.OFFICIAL and (municipality is None or program is not None):
        raise Refused(_("An official belongs to a town. Choose the town and no program."), field="municipality")
    if role != Role.OFFICIAL and (program is None or municipality is not None):
        raise Refused(_("Directors and viewers belong to a program. Choose the program and no town."), field="program")
    if user.is_superuser:
        raise Refused(_("A system administrator cannot be anybody's staff. Use another account."), field="user")
    # One membership per place and moment: whoever appoints or ends in this town takes turns here.
    _lock_town(municipality or program.municipality)
    open_there = Membership.objects.filter(user=user, role=role, municipality=municipality, program=program)
    if open_there.filter(Q(left_on=None) | Q(left_on__gt=joined_on)).exists():
        raise Refused(_("This person already has that role here."), field="user")
    return Membership.objects.create(
        user=user, role=role, municipality=municipality, program=program, joined_on=joined_on
    )


@transaction.atomic
def end_membership(*, membership: Membership, left_on: dt.date, by: User) -> Membership:
    """Take a role back from `left_on` on. Raises Refused before its beginning, twice, or for a town's last official."""
    town = membership.municipality
    if town is not None:
        # Two officials ending each other at the same moment take turns here.
        _lock_town(town)
    current = Membership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    if current.left_on is not None:
        raise Refused(_("This role has been ended already."))
    if left_on < current.joined_on:
        raise Refused(_("The end must not come before the start."), field="left_on")
    if town is not None and not by.is_superuser:
        # In force on that day: somebody who begins later would leave the town without anybody until then.
        staying = Membership.objects.active(max(left_on, timezone.localdate())).filter(left_on=None)
        others = staying.filter(municipality=town, role=Role.OFFICIAL).exclude(pk=current.pk)
        if not others.filter(user__is_active=True).exists():
            raise Refused(_("This is the town's last official. Appoint the successor first."))
    current.left_on = left_on
    current.save(update_fields=["left_on"])
    return current


def may_appoint(user: User, town: Municipality) -> bool:
    """Whether `user` has today the right to give roles in `town` and in its programs."""
    if not user.is_active:
        return False
    return user.is_superuser or user.memberships.active().filter(role=Role.OFFICIAL, municipality=town).exists()


def _lock_town(town: Municipality) -> None:
    """Without the key: a record that names the town may be written meanwhile, else its chain and we deadlock."""
    Municipality.objects.select_for_update(no_key=True).get(pk=town.pk)
