"""How the queue is doing. It is a hint only, so not knowing is an answer too."""

from dataclasses import dataclass

import redis
from django.conf import settings

QUEUE = "celery"
PATIENCE = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class QueueState:
    """`waiting` messages, None while the queue does not answer; not `configured` means work is done in the request."""

    configured: bool
    waiting: int | None = None

    @property
    def answers(self) -> bool:
        return self.waiting is not None


def queue_state() -> QueueState:
    if not settings.REDIS_URL:
        return QueueState(configured=False)
    client = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    try:
        return QueueState(configured=True, waiting=client.llen(QUEUE))
    except redis.RedisError:
        return QueueState(configured=True)
    finally:
        client.close()
