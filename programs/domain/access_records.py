"""Who looked at, exported, printed or was refused what. Append only; a chain of hashes shows a row that is gone.

Each town has a chain of its own (and one for what belongs to no town), so that towns never wait for each other.
"""

import hashlib
import ipaddress
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from programs.models import AccessRecord, Municipality, User
from programs.shared.request_id import client_address

log = logging.getLogger(__name__)

_LOCK_SPACE = 0x41434353 << 32  # keeps our advisory locks apart from everybody else's


class Action(models.TextChoices):
    LOOKED = "looked", pgettext_lazy("action", "looked at")
    SEARCHED = "searched", pgettext_lazy("action", "searched")
    EXPORTED = "exported", pgettext_lazy("action", "exported")
    PRINTED = "printed", pgettext_lazy("action", "printed")
    CHANGED = "changed", pgettext_lazy("action", "changed")
    CLOSED = "closed", pgettext_lazy("action", "closed")
    REOPENED = "reopened", pgettext_lazy("action", "reopened")
    INVITED = "invited", pgettext_lazy("action", "invited")
    ROLE_CHANGED = "role_changed", pgettext_lazy("action", "changed a role")
    SIGNED_IN = "signed_in", pgettext_lazy("action", "signed in")
    REFUSED = "refused", pgettext_lazy("action", "was refused")


@dataclass(frozen=True)
class BrokenLink:
    """Row `record_id` was altered, or what stood before it is gone."""

    municipality_id: int | None
    record_id: int
    altered: bool


@transaction.atomic
def record_access(
    action: Action,
    about: models.Model | type[models.Model] | str,
    *,
    user: User | None,
    municipality: Municipality | None,
    subject_worker: int | None = None,
    detail: str = "",
) -> AccessRecord:
    """Write one record: `about` is the thing itself, its model, or a page's name; `detail` holds ids, never names.

    It locks the town's chain until the transaction ends: call it last in a transaction, or in none of your own.
    """
    noun, object_id = _named(about)
    record = AccessRecord(
        at=timezone.now(),
        user=user if user and user.is_authenticated else None,
        municipality=municipality,
        action=Action(action).value,
        noun=noun,
        object_id=object_id,
        subject_worker=subject_worker,
        detail=detail[:200],
        address=_plain_address(client_address.get()),
    )
    _lock_chain(record.municipality_id)
    newest = _chain(record.municipality_id).order_by("-pk").values_list("row_hash", flat=True).first()
    record.previous_hash = newest or _beginning(record.municipality_id)
    record.row_hash = _hash(record)
    record.save(force_insert=True)
    return record


def broken_links() -> Iterator[BrokenLink]:
    """Every row that no longer fits the one before it, town by town. Memory stays flat.

    Rows cut off at the end of a chain leave no gap: keep `chain_heads` somewhere else to see that.
    """
    towns = AccessRecord.objects.order_by().values_list("municipality_id", flat=True).distinct()
    for town in sorted(towns, key=lambda pk: pk or 0):
        expected = _beginning(town)
        for record in _chain(town).order_by("pk").iterator(chunk_size=2000):
            altered = record.row_hash != _hash(record)
            if altered or record.previous_hash != expected:
                yield BrokenLink(municipality_id=town, record_id=record.pk, altered=altered)
            expected = record.row_hash


def chain_heads() -> dict[int | None, str]:
    """Town -> hash of its newest record, for a nightly line in the log."""
    newest = (
        AccessRecord.objects.order_by().values("municipality_id").annotate(newest=models.Max("pk")).values("newest")
    )
    return dict(AccessRecord.objects.filter(pk__in=newest).order_by("pk").values_list("municipality_id", "row_hash"))


def verify_chains() -> int:
    """How many links are broken, each an error in the log; the heads go there too, out of the database's reach."""
    broken = 0
    for link in broken_links():
        broken += 1
        log.error("Access records: %s does not fit the one before it (%s)", link.record_id, link)
    for town, head in chain_heads().items():
        log.info("Access records of town %s end with %s", town or "-", head)
    return broken


def _chain(town: int | None) -> models.QuerySet[AccessRecord]:
    return AccessRecord.objects.filter(municipality_id=town)


def _beginning(town: int | None) -> str:
    return hashlib.sha256(f"town {town or 0}".encode()).hexdigest()


def _lock_chain(town: int | None) -> None:
    """One writer per chain. SQLite has one writer anyway: its transactions begin IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_SPACE + (town or 0)])


def _hash(record: AccessRecord) -> str:
    content = [
        record.previous_hash,
        record.at.isoformat(),
        record.user_id,
        record.municipality_id,
        record.action,
        record.noun,
        record.object_id,
        record.subject_worker,
        record.detail,
        record.address,
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _named(about: models.Model | type[models.Model] | str) -> tuple[str, str]:
    if isinstance(about, str):
        return about, ""
    return about._meta.label_lower, str(about.pk) if isinstance(about, models.Model) else ""


def _plain_address(address: str | None) -> str | None:
    """The one spelling every database gives back; None for what is no address."""
    try:
        return str(ipaddress.ip_address((address or "").partition("%")[0]))
    except ValueError:
        return None
