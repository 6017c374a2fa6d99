"""From a slip of paper to an account: inviting participants, and what happens when somebody accepts an invitation."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from programs.domain.invitations import WORKER, Slip, SlipNotUsable, accept, make_invitation, reissue
from programs.domain.refusals import Refused
from programs.models import Cohort, Invitation, User
from workers.models import Enrollment, Worker


class AddressTaken(Refused):
    """The e-mail address belongs to an account; whoever owns it signs in and accepts the invitation then."""

    field = "email"

    def __init__(self) -> None:
        super().__init__(_("No new account can be made with this address. If it is yours, sign in with it first."))


class HasAccount(Refused):
    """There is nothing left to invite to."""


@transaction.atomic
def invite_workers(*, workers: Iterable[Worker], cohort: Cohort, by: User) -> list[Slip]:
    """A slip for each participant, in the order of their names; an earlier slip of theirs stops working.

    Raises HasAccount, Refused (not a participant of that cohort); then nobody is invited.
    """
    ids = {worker.pk for worker in workers}
    # All locks before the first access record, in one order: two people printing the same list wait, not deadlock.
    locked = list(Worker.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))
    list(Invitation.objects.select_for_update(no_key=True).filter(worker__in=ids).order_by("pk"))
    named = sorted(locked, key=lambda worker: (worker.full_kana, worker.pk))
    return [_invite(worker, cohort=cohort, by=by) for worker in named]


@transaction.atomic
def open_account(*, invitation: Invitation, email: str, password: str) -> User:
    """A new account for whoever holds the slip, with the role or the place in the cohort it gives.

    The password was checked by the form. Raises SlipNotUsable (nothing is made then), AddressTaken.
    """
    if User.objects.filter(email=email.strip().lower()).exists():
        raise AddressTaken
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, display_name=invitation.invitee)
    except IntegrityError as error:  # the same address, a moment earlier
        raise AddressTaken from error
    accept_slip(invitation=invitation, user=user)
    return user


@transaction.atomic
def accept_slip(*, invitation: Invitation, user: User) -> Worker | None:
    """Give `user` what the slip promises; the participant it leads to, None for staff.

    Raises SlipNotUsable, HasAccount (the account already belongs to another participant).
    """
    # The participant before the invitation: the order in which `invite_workers` locks them.
    worker = _locked_holder(invitation)
    accept(invitation, user=user)
    if invitation.role != WORKER:
        return None
    if worker is None or worker.user_id or worker.merged_into_id:
        raise SlipNotUsable
    if Worker.objects.filter(user=user).exists():
        raise HasAccount(
            _("Your account already belongs to a participant. Please ask the person who gave you the invitation.")
        )
    worker.user = user
    worker.save(update_fields=["user"])
    return worker


def _locked_holder(invitation: Invitation) -> Worker | None:
    """Whom the slip was printed for; where two rows became one since, the row that stayed."""
    holder = Worker.objects.filter(invitation=invitation).values_list("merged_into", "pk").first()
    one = next((pk for pk in holder or () if pk), None)
    return Worker.objects.select_for_update(no_key=True).filter(pk=one).first()


def _invite(worker: Worker, *, cohort: Cohort, by: User) -> Slip:
    if worker.user_id:
        raise HasAccount(_("%(name)s already has an account.") % {"name": worker})
    if not Enrollment.objects.filter(worker=worker, cohort=cohort).exists():
        raise Refused(_("%(name)s does not take part in that cohort.") % {"name": worker})
    if worker.invitation and worker.invitation.cohort_id == cohort.pk:
        return reissue(worker.invitation, by=by, subject_worker=worker.pk)
    slip = make_invitation(invitee=worker.full_name, role=WORKER, place=cohort, by=by, subject_worker=worker.pk)
    worker.invitation = slip.invitation
    worker.save(update_fields=["invitation"])
    return slip
