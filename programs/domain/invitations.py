"""Invitations: slips of paper that open the door once. Making them, taking them back, finding them, using them up.

The token of the QR code and the short code exist only on the paper: the database keeps keyed hashes of both.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.memberships import appoint, may_appoint
from programs.domain.refusals import Refused
from programs.models import Cohort, Invitation, Municipality, Program, User

VALID_FOR = timedelta(days=30)
# Without 0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B: 23 signs, eight of them make 8 x 10^10 codes.
CODE_SIGNS = "3479ACDEFHJKMNPQRTUVWXY"
CODE_LENGTH = 8
WORKER = "worker"


class SlipNotUsable(Refused):
    """Wrong, used, withdrawn or too old: one sentence for all, so that guessing teaches nothing."""

    def __init__(self) -> None:
        super().__init__(
            _("This invitation cannot be used. Check the letters, or ask the person who gave it to you for a new one.")
        )


class AlreadyAccepted(Refused):
    """Somebody came in with it: from now on the account is what may be changed."""

    def __init__(self) -> None:
        super().__init__(_("This invitation has already been used."))


@dataclass(frozen=True)
class Slip:
    """What goes on paper, once: the invitation with its token and its short code in clear."""

    invitation: Invitation
    token: str
    code: str


def make_invitation(
    *, invitee: str, role: str, by: User, place: Cohort | Program | Municipality, subject_worker: int | None = None
) -> Slip:
    """A new invitation: to a cohort for a participant, a program for a director or viewer, a town for an official.

    The database refuses a role that does not fit its place.
    """
    fields = {place._meta.model_name: place}
    invitation = Invitation(invitee=invitee, role=role, created_by=by, **fields)
    return _written(invitation, by=by, subject_worker=subject_worker, detail="made")


@transaction.atomic
def reissue(invitation: Invitation, *, by: User, subject_worker: int | None = None) -> Slip:
    """A new slip for the same invitation, also for one withdrawn or too old; the old paper stops working.

    From now on `by` answers for it. Raises AlreadyAccepted.
    """
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise AlreadyAccepted
    invitation.withdrawn_at, invitation.created_by = None, by
    return _written(invitation, by=by, subject_worker=subject_worker, detail="reissued")


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User) -> Invitation:
    """Make the slip worthless; harmless when repeated. Raises AlreadyAccepted."""
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise AlreadyAccepted
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = timezone.now()
        invitation.save(update_fields=["withdrawn_at"])
        record_access(Action.INVITED, invitation, user=by, municipality=town_of(invitation), detail="withdrawn")
    return invitation


def find_by_token(token: str) -> Invitation:
    """Raises SlipNotUsable."""
    return _open(token_hash=_hash("token", token))


def find_by_code(code: str) -> Invitation:
    """However the code was typed: small, full-width, with any hyphen or space. Raises SlipNotUsable."""
    return _open(code_hash=_hash("code", plain_code(code)))


def find_held(pk: int, token_hash: str) -> Invitation:
    """The invitation a browser already showed the slip of, unless it was reissued since. Raises SlipNotUsable."""
    return _open(pk=pk, token_hash=token_hash)


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Invitation:
    """Use the invitation up and, for a staff role, give the role.

    One conditional UPDATE decides who is first, whatever was read before it. Raises SlipNotUsable for all but the
    first and when whoever made the slip may no longer give that role; Refused by the rules of appointing.
    """
    now = timezone.now()
    same = Invitation.objects.open_at(now).filter(pk=invitation.pk, token_hash=invitation.token_hash)
    if not same.update(accepted_at=now, accepted_by=user):
        raise SlipNotUsable
    invitation.accepted_at, invitation.accepted_by = now, user
    if invitation.role != WORKER:
        _give_role(invitation, user)
    return invitation


def invitations_of(program: Program) -> QuerySet[Invitation]:
    """To the program, its cohorts, and its town."""
    leads_here = Q(cohort__program=program) | Q(program=program) | Q(municipality=program.municipality)
    return Invitation.objects.filter(leads_here).select_related("cohort", "program", "municipality", "accepted_by")


def town_of(invitation: Invitation) -> Municipality:
    if invitation.municipality:
        return invitation.municipality
    return (invitation.program or invitation.cohort.program).municipality


def plain_code(typed: str) -> str:
    """`ｋ3d7‐ｍnpq` -> `K3D7MNPQ`."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign in CODE_SIGNS)


def spaced_code(code: str) -> str:
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


@transaction.atomic
def _written(invitation: Invitation, *, by: User, subject_worker: int | None, detail: str) -> Slip:
    token = secrets.token_urlsafe(24)
    code = "".join(secrets.choice(CODE_SIGNS) for _n in range(CODE_LENGTH))
    invitation.token_hash, invitation.code_hash = _hash("token", token), _hash("code", code)
    invitation.expires_at = timezone.now() + VALID_FOR
    invitation.save()
    record_access(
        Action.INVITED,
        invitation,
        user=by,
        municipality=town_of(invitation),
        subject_worker=subject_worker,
        detail=f"{detail}: {invitation.role}",
    )
    return Slip(invitation=invitation, token=token, code=spaced_code(code))


def _give_role(invitation: Invitation, user: User) -> None:
    town = town_of(invitation)
    Municipality.objects.select_for_update(no_key=True).get(pk=town.pk)  # the giver's own end waits, or we see it
    if not may_appoint(User.objects.get(pk=invitation.created_by_id), town):
        raise SlipNotUsable
    place = {"municipality": invitation.municipality, "program": invitation.program}
    if not user.memberships.active().filter(role=invitation.role, left_on=None, **place).exists():
        appoint(user=user, role=invitation.role, joined_on=timezone.localdate(), **place)
    record_access(Action.ROLE_CHANGED, invitation, user=user, municipality=town, detail=f"joined: {invitation.role}")


def _open(**found_by: object) -> Invitation:
    places = ("municipality", "program__municipality", "cohort__program__municipality")
    invitation = Invitation.objects.open_at(timezone.now()).select_related(*places).filter(**found_by).first()
    if invitation is None:
        raise SlipNotUsable
    return invitation


def _locked(invitation: Invitation) -> Invitation:
    return Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)


def _hash(salt: str, secret: str) -> str:
    """Keyed, because a short code is quickly guessed from a plain hash. A new SECRET_KEY makes open slips worthless."""
    return salted_hmac(f"programs.invitations.{salt}", secret, algorithm="sha256").hexdigest()
