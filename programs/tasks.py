"""Handing work to the queue without ever waiting for it: the queue is a hint, the database is the truth."""

import logging
from time import monotonic

from celery import Task, shared_task
from django.conf import settings

from programs.domain.access_records import verify_chains
from programs.domain.housekeeping import tidy_up
from programs.domain.outbox import send_due

log = logging.getLogger(__name__)

NUDGE_SECONDS = 55  # a nudge nobody took until then: the next sweep has done the work
REST_SECONDS = 30  # after a failed publish, how long not to try again
_rest = {"until": 0.0}


def nudge(task: Task) -> bool:
    """Ask a worker to run `task` soon. Never raises, never waits long; when it fails, the next sweep does the work."""
    if monotonic() < _rest["until"]:
        return False
    try:
        task.apply_async(retry=False, ignore_result=True, expires=NUDGE_SECONDS)
    except Exception as failure:  # whatever the broker does, the person's entry stands and the answer is fast
        if not settings.CELERY_TASK_ALWAYS_EAGER:
            _rest["until"] = monotonic() + REST_SECONDS
        log.warning("The queue did not take %s (%s); the next sweep will do it", task.name, type(failure).__name__)
        return False
    return True


@shared_task(name="programs.housekeeping", time_limit=840, soft_time_limit=800)
def housekeeping() -> int:
    """Every night: throw away what nobody needs, and look whether the access records are whole."""
    tidy_up()
    return verify_chains()


@shared_task(name="programs.send_mails")
def send_mails() -> int:
    """Every minute, and as soon as a mail was written."""
    return send_due()
