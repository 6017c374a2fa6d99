"""Emptying what the ground floor keeps about a person: the account and its keys, slips, mails, the log of changes."""

import secrets
from collections.abc import Iterable
from importlib import import_module

from auditlog.models import LogEntry
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone

from programs.models import FormToken, Invitation, Municipality, OutgoingMail, User

NAMELESS = "匿名"
KEYS = ("account.EmailAddress", "mfa.Authenticator")  # tables of the library: addresses, passkeys, codes


def forget_account(user: User) -> None:
    """Nobody signs in with it any more and nothing in it leads to a person; rows that point to it still do."""
    user.is_active = False
    user.display_name = NAMELESS
    if not user.email.endswith("@nobody.invalid"):
        user.email = f"{secrets.token_hex(12)}@nobody.invalid"
    user.last_login = None
    user.set_unusable_password()
    user.save()
    for label in KEYS:
        apps.get_model(label)._base_manager.filter(user=user).delete()
    FormToken.objects.filter(user=user).delete()
    end_sessions(user)


def end_sessions(user: User) -> int:
    """Sign the account out everywhere; how many sessions there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    theirs = [
        one.pk
        for one in Session.objects.filter(expire_date__gt=timezone.now()).iterator(chunk_size=500)
        if store.decode(one.session_data).get("_auth_user_id") == str(user.pk)
    ]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def forget_invitations(invitations: QuerySet[Invitation]) -> int:
    """The name on the slips, and what made them open a door."""
    slips = list(invitations)
    for slip in slips:
        slip.invitee = NAMELESS
        slip.token_hash, slip.code_hash = secrets.token_hex(32), secrets.token_hex(32)  # fit no paper
        if slip.accepted_at is None and slip.withdrawn_at is None:
            slip.withdrawn_at = timezone.now()
    Invitation.objects.bulk_update(slips, ["invitee", "token_hash", "code_hash", "withdrawn_at"], batch_size=200)
    return len(slips)


def forget_mails(addresses: Iterable[str], *, names: Iterable[str], town: Municipality) -> int:
    """Messages of a town that wait or were given up, to one of these addresses or with one of these names in them.

    A name of one or two characters stands in other people's names and in plain words: it tells nobody apart.
    """
    wanted, called = {one.casefold() for one in addresses if one}, [name for name in names if len(name) > 2]
    mails = OutgoingMail.objects.filter(Q(municipality=town) | Q(municipality=None)).exclude(recipient="", body="")
    theirs = [
        mail.pk
        for mail in mails.iterator(chunk_size=500)
        if mail.recipient.casefold() in wanted or any(name in f"{mail.subject}{mail.body}" for name in called)
    ]
    return OutgoingMail.objects.filter(pk__in=theirs).delete()[0]


def forget_changes(rows: Iterable[QuerySet]) -> None:
    """What the logs of changes keep of these rows: old values and what they were called. Who changed when stays."""
    admin_log = apps.get_model("admin.LogEntry")
    for query in rows:
        kind = ContentType.objects.get_for_model(query.model)
        numbers = query.order_by().values("pk")
        _blank(LogEntry.objects.filter(content_type=kind, object_id__in=numbers))
        names = [str(pk) for pk in query.order_by().values_list("pk", flat=True)]
        for start in range(0, len(names), 500):
            theirs = admin_log.objects.filter(content_type=kind, object_id__in=names[start : start + 500])
            theirs.update(object_repr=NAMELESS, change_message="")


def forget_changes_of_gone(model: type, **was: Iterable[str]) -> None:
    """The same for rows that were deleted earlier: those whose column `was` one of these values when they went."""
    entries = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
    gone = entries.filter(action=LogEntry.Action.DELETE)
    for column, values in was.items():
        gone = gone.filter(**{f"changes__{column}__0__in": list(values)})
    _blank(entries.filter(object_id__in=list(gone.values_list("object_id", flat=True))))


def forget_actor(user: User) -> None:
    """The address the log of changes keeps beside what this account did."""
    LogEntry.objects.filter(actor=user).update(actor_email=None)


def _blank(entries: QuerySet[LogEntry]) -> None:
    entries.update(object_repr=NAMELESS, changes={}, changes_text="", serialized_data=None, additional_data=None)
