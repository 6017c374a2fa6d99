"""LINE's Messaging API: one push message, asked for with a retry key so that a second try is never a second message.

https://developers.line.biz/en/reference/messaging-api/#send-push-message
"""

import json
import uuid
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from programs.domain.ways import GivenUp
from programs.models import OutgoingMail

SECONDS = 10  # a batch of five must end before the outbox thinks its sender died
TEXT_LENGTH = 5000
SAME_ALREADY_TAKEN = 409
TRY_LATER = {408, 429}  # a timeout of theirs, too many messages; and everything from 500 on
_NAMESPACE = uuid.UUID("3c0a9f0e-6a51-4b5f-9d6e-5f1b1f0f4a53")


class NotTaken(Exception):
    """LINE did not take the message now."""


class _NoRedirects(HTTPRedirectHandler):
    """The token is for LINE alone: nobody else is asked with it."""

    def redirect_request(self, *args, **kwargs) -> None:
        return None


_opener = build_opener(_NoRedirects)


def send_by_line(message: OutgoingMail) -> None:
    """A sender as the outbox wants it. Raises GivenUp for what LINE will never take, NotTaken for «later»."""
    if not settings.LINE_CHANNEL_TOKEN:
        raise NotTaken("LINE is switched off")
    try:
        with _opener.open(_push(message), timeout=SECONDS) as answer:
            answer.read(64 * 1024)
    except HTTPError as refusal:
        refusal.close()
        _judge(refusal.code)
    except (OSError, HTTPException) as failure:
        raise NotTaken(type(failure).__name__) from failure


def retry_key(message: OutgoingMail) -> str:
    """The same for every try of a message, another for every message: LINE remembers it for a day."""
    return str(uuid.uuid5(_NAMESPACE, f"{settings.SECRET_KEY} {message.pk} {message.made_at.isoformat()}"))


def _push(message: OutgoingMail) -> Request:
    said = {"to": message.recipient, "messages": [{"type": "text", "text": message.body[:TEXT_LENGTH]}]}
    return Request(
        f"{settings.LINE_API_URL}/v2/bot/message/push",
        data=json.dumps(said).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.LINE_CHANNEL_TOKEN}",
            "X-Line-Retry-Key": retry_key(message),
        },
        method="POST",
    )


def _judge(status: int) -> None:
    if status == SAME_ALREADY_TAKEN:
        return  # an earlier try went through, and only its answer was lost
    if status in TRY_LATER or status >= 500:
        raise NotTaken(str(status))
    raise GivenUp(str(status))
