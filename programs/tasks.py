"""Handing work to the queue without ever waiting for it: the queue is a hint, the database is the truth."""

import logging
from time import monotonic

from celery import Task
from django.conf import settings

log = logging.getLogger(__name__)

REST_SECONDS = 30  # after a failed publish, how long not to try again
_rest = {"until": 0.0}


def nudge(task: Task) -> bool:
    """Ask a worker to run `task` soon. Never raises, never waits long; when it fails, the next sweep does the work."""
    if monotonic() < _rest["until"]:
        return False
    try:
        task.apply_async(retry=False, ignore_result=True)
    except Exception as failure:  # whatever the broker does, the person's entry stands and the answer is fast
        if not settings.CELERY_TASK_ALWAYS_EAGER:
            _rest["until"] = monotonic() + REST_SECONDS
        log.warning("The queue did not take %s (%s); the next sweep will do it", task.name, type(failure).__name__)
        return False
    return True
