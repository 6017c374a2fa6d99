"""How a person wants to be reminded: by what, and when never. Theirs alone."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from workers.domain.line_accounts import line_is_on
from workers.models import Worker, WorkerPreference
from workers.models.worker_preference import Channel


def reminder_settings(worker: Worker) -> WorkerPreference:
    """What stands now; the defaults while nothing was chosen."""
    return WorkerPreference.objects.filter(worker=worker).first() or WorkerPreference(worker=worker)


@transaction.atomic
def set_reminders(*, worker: Worker, remind_by: str, quiet_from: int, quiet_until: int) -> None:
    """Hours of the day from 0 to 23; the same hour twice: never quiet. Raises Refused for LINE that is not linked."""
    preference, _made = WorkerPreference.objects.get_or_create(worker=worker)
    if remind_by == Channel.LINE and not (line_is_on() and preference.line_id):
        raise Refused(_("Please link your LINE account first."), field="remind_by")
    WorkerPreference.objects.filter(pk=preference.pk).update(
        remind_by=Channel(remind_by), quiet_from=quiet_from, quiet_until=quiet_until, changed_at=timezone.now()
    )
