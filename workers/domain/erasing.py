"""What is emptied of a person, table by table, so that nothing leads to them and every sum stays as it was."""

import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from programs.domain.forgetting import (
    NAMELESS,
    forget_account,
    forget_actor,
    forget_changes,
    forget_changes_of_gone,
    forget_invitations,
    forget_mails,
)
from programs.models import AccessRecord, Invitation, Municipality, User
from programs.shared.search_key import search_key
from workers.domain.about_person import PATHS, Person
from workers.domain.applications import free_reference
from workers.models import Application, Attendee, EarningChange, Enrollment, Evidence, Worker
from workers.models.application import ShortHoursReason
from workers.models.pause import PauseReason

log = logging.getLogger(__name__)

ERASED = "（内容を削除）"  # where a text must say something
_NO_NAME = {"family_name_kana": "", "given_name_kana": "", "phone": "", "email": ""}
# Table -> column -> what stands there afterwards. Amounts, days, states and choices that are counted stay.
EMPTIED: dict[str, Mapping[str, Any]] = {
    "workers.Worker": _NO_NAME,
    "workers.Attendee": _NO_NAME,
    "workers.Application": _NO_NAME
    | {
        "address": "",
        "birth_year": None,
        "motivation": "",
        "helper_name": "",
        "helper_relation": "",
        "interview_place": "",
        "short_hours_reason": ShortHoursReason.NOT_SAID,
        "secret_hash": "",
    },
    "workers.ApplicationStep": {"note": ""},
    "workers.Assessment": {"note": ""},
    "workers.Attendance": {"cancel_hash": ""},
    "workers.Contact": {"line": ""},
    "workers.Enrollment": {"employer": ""},
    "workers.Outcome": {"employer": "", "note": ""},
    "workers.LaterState": {"token_hash": "", "note": ""},
    "workers.Pause": {"reason": PauseReason.NOT_SAID},
    "workers.FollowUp": {"what": ERASED},
    "workers.Matter": {"subject": ERASED},
    "workers.Message": {"body": ERASED},
    "workers.Earning": {"title": ERASED, "client": "", "line_hash": "", "statement": None},
    "workers.EarningChange": {"reason": ""},
}
# Tables that hold nothing that is counted: their rows go, in this order.
DELETED = (
    "workers.Evidence",
    "workers.Expense",
    "workers.StatementImport",
    "workers.StatementMapping",
    "workers.WorkerPreference",
    "workers.Availability",
    "workers.TimeOff",
)
# Columns emptied by a function of their own, below and in programs/domain/forgetting.py.
BY_HAND = {
    "workers.Worker": {"family_name", "given_name", "search"},
    "workers.Attendee": {"family_name", "given_name", "search"},
    "workers.Application": {"family_name", "given_name", "search", "reference"},
    "workers.Earning": {"return_reason", "correction_reason"},
    "workers.EarningChange": {"before", "after"},
    "programs.User": {"email", "display_name", "password"},
    "programs.Invitation": {"invitee", "token_hash", "code_hash"},
    "programs.FormToken": {"token", "digest", "answer"},
    "account.EmailAddress": {"email"},
    "account.EmailConfirmation": {"key"},
    "mfa.Authenticator": {"data"},
}
# Texts that hold numbers of records and no words about a person.
KEPT = {"programs.AccessRecord": {"action", "noun", "object_id", "detail", "previous_hash", "row_hash"}}
_COUNTED = (
    "earned_on", "worked_on", "paid_on", "source", "job_form", "gross", "platform_fee", "transfer_fee", "withholding",
    "minutes",
)  # fmt: skip


def empty_person(person: Person, *, town: Municipality, number: str, by: User) -> None:
    """Empty everything in one transaction of the caller, who holds the locks. Harmless when repeated."""
    _forget_log(person)
    _forget_doors(person, town)
    for label, columns in EMPTIED.items():
        person.rows(label).update(**columns)
    for label in ("workers.Worker", "workers.Attendee", "workers.Application"):
        person.rows(label).update(family_name=NAMELESS, given_name=number, search=search_key(f"{NAMELESS}{number}"))
    for application in Application.objects.filter(pk__in=person.applications):
        application.reference = free_reference()
        application.save(update_fields=["reference", "given_name"])
    _empty_entries(person)
    _end_what_waits(person, by)
    _remove_files(person.rows("workers.Evidence"))
    for label in DELETED:
        person.rows(label).delete()


def _forget_log(person: Person) -> None:
    """Before anything is changed: the log is found by the rows as they are now."""
    workers = Worker.objects.filter(pk__in=person.workers)
    enrollments = [str(pk) for pk in person.rows("workers.Enrollment").values_list("pk", flat=True)]
    for label in PATHS:
        model = person.rows(label).model
        if any(field.name == "enrollment" for field in model._meta.fields):
            forget_changes_of_gone(model, enrollment=enrollments)
    forget_changes_of_gone(Enrollment, worker=[str(pk) for pk in person.workers])
    for family, given, town in workers.values_list("family_name", "given_name", "municipality_id"):
        forget_changes_of_gone(Attendee, family_name=[family], given_name=[given], municipality=[str(town)])
    forget_changes(person.rows(label) for label in PATHS if label != "programs.AccessRecord")


def _forget_doors(person: Person, town: Municipality) -> None:
    """Accounts, slips and mails."""
    users = list(User.objects.filter(pk__in=person.users))
    addresses = {user.email for user in users}
    for label in ("workers.Worker", "workers.Attendee", "workers.Application"):
        addresses |= set(person.rows(label).values_list("email", flat=True))
    addresses |= set(person.rows("workers.WorkerPreference").values_list("line_id", flat=True))
    names = {one.full_name for one in Worker.objects.filter(pk__in=person.workers)} | {u.display_name for u in users}
    forget_mails(addresses, names=names - {""}, town=town)
    forget_invitations(invitations_of(person))
    for user in users:
        forget_actor(user)
        forget_account(user)


def invitations_of(person: Person) -> QuerySet[Invitation]:
    """Every slip that was ever made for this person: the access record knows them."""
    made = AccessRecord.objects.filter(noun=Invitation._meta.label_lower, subject_worker__in=person.workers)
    numbers = {int(pk) for pk in made.values_list("object_id", flat=True) if pk.isdecimal()}
    return Invitation.objects.filter(pk__in=numbers) | person.rows("programs.Invitation")


def _empty_entries(person: Person) -> None:
    entries = person.rows("workers.Earning")
    for column in ("return_reason", "correction_reason"):
        entries.exclude(**{column: ""}).update(**{column: ERASED})
    changes = list(person.rows("workers.EarningChange"))
    for change in changes:
        change.before = {name: change.before[name] for name in _COUNTED if name in change.before}
        change.after = {name: change.after[name] for name in _COUNTED if name in change.after}
    EarningChange.objects.bulk_update(changes, ["before", "after"], batch_size=200)


def _end_what_waits(person: Person, by: User) -> None:
    """Nobody is asked, called or answered any more."""
    now = timezone.now()
    person.rows("workers.FollowUp").filter(done_at=None).update(done_at=now, done_by=by)
    person.rows("workers.Matter").filter(settled_at=None).update(settled_at=now, settled_by=by)
    wishes = person.rows("workers.PlanWish").filter(decided_at=None)
    wishes.update(decided_at=now, decided_by=by, is_agreed=False)


def _remove_files(evidences: QuerySet[Evidence]) -> None:
    """The files go once the rows are gone for good; one that cannot be removed is named in the log."""
    files = [(one.file.storage, one.file.name) for one in evidences]

    def remove() -> None:
        for storage, name in files:
            try:
                storage.delete(name)
            except OSError:
                log.exception("A file of an erased person could not be removed: %s", name)

    transaction.on_commit(remove)
