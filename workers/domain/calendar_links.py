"""The secret link of a person's own calendar: made, shown again, renewed, stopped. Whoever has it reads the dates.

The link is the worker's number and a number of its own, signed. The second is drawn anew each time, so that no link
ever comes back to life; 0 means that there is none.
"""

import secrets

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from workers.models import Worker, WorkerPreference

NEVER_ABOVE = 2**31 - 1  # what the database column takes
_signer = Signer(salt="workers.calendar", sep=".", algorithm="sha256")


def calendar_token(worker: Worker) -> str:
    """What stands in the link; empty while there is none."""
    version = WorkerPreference.objects.filter(worker=worker).values_list("calendar_version", flat=True).first()
    return _signer.sign(f"{worker.pk}-{version}") if version else ""


@transaction.atomic
def renew_calendar_link(*, worker: Worker) -> str:
    """A new link; older ones are void at once."""
    preference, _made = WorkerPreference.objects.get_or_create(worker=worker)
    _set(preference, 1 + secrets.randbelow(NEVER_ABOVE))
    return calendar_token(worker)


@transaction.atomic
def stop_calendar_link(*, worker: Worker) -> None:
    """No link any more; harmless when repeated."""
    for preference in WorkerPreference.objects.filter(worker=worker):
        _set(preference, 0)


def worker_of_link(token: str) -> Worker | None:
    """Whose calendar it is; None for a link that is wrong, renewed or stopped."""
    try:
        number, _hyphen, version = _signer.unsign(token).partition("-")
    except BadSignature:
        return None
    workers = Worker.objects.select_related("municipality").filter(pk=number, merged_into=None)
    return workers.filter(preference__calendar_version=version, preference__calendar_version__gt=0).first()


def _set(preference: WorkerPreference, version: int) -> None:
    columns = {"calendar_version": version, "changed_at": timezone.now()}
    WorkerPreference.objects.filter(pk=preference.pk).update(**columns)
