"""What LINE tells us: somebody sent a code to the town's account, or does not want to hear from it any more."""

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from programs.access import public_page
from programs.domain.tries import take_try
from workers.domain.line_accounts import line_can_be_linked, link_line, unlink_line_id

MOST_EVENTS = 100
CODES_AN_HOUR = {"limit": 10, "seconds": 3600}  # of one LINE account


@csrf_exempt
@public_page
@require_POST
def line_webhook(request: HttpRequest) -> HttpResponse:
    """Signed by LINE with the channel's secret; without one there is no such page. Told twice, it is done once."""
    if not line_can_be_linked():
        raise Http404
    if not is_from_line(request.body, request.headers.get("X-Line-Signature", "")):
        return HttpResponse(status=403)
    try:
        events = json.loads(request.body)["events"][:MOST_EVENTS]
    except (ValueError, LookupError, TypeError, RecursionError):
        return HttpResponse(status=400)
    for event in events:
        _hear(event)
    return HttpResponse()


def is_from_line(body: bytes, signature: str) -> bool:
    """https://developers.line.biz/en/reference/messaging-api/#signature-validation"""
    mine = hmac.new(settings.LINE_CHANNEL_SECRET.encode(), body, hashlib.sha256).digest()
    return hmac.compare_digest(base64.b64encode(mine), signature.encode())


def _hear(event: Any) -> None:
    """Kinds of events we do not know are none of our business."""
    account, message = _dict(_dict(event).get("source")).get("userId"), _dict(_dict(event).get("message"))
    if not isinstance(account, str) or not 0 < len(account) <= 64:
        return
    if event.get("type") == "unfollow":
        unlink_line_id(account)
    is_text = event.get("type") == "message" and isinstance(message.get("text"), str)
    if is_text and take_try("line-code", account, **CODES_AN_HOUR):
        link_line(code=message["text"][:40], line_id=account)


def _dict(value: Any) -> dict:
    return value if isinstance(value, dict) else {}
