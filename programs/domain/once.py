"""A form that makes money or people does its work once, however often it is sent."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from programs.models import FormToken, User

TOKENS_KEPT_FOR = timedelta(days=30)


class TokenReused(Exception):
    """The form was already sent with other content. Views answer 409 and say so in words."""


@dataclass(frozen=True)
class Once:
    """`answer` of the work, and whether it was done by an earlier sending."""

    answer: str
    repeated: bool


def new_token() -> str:
    return secrets.token_urlsafe(24)


@transaction.atomic
def only_once(
    token: str, *, user: User | None, content: Mapping[str, Any], work: Callable[[], object], purpose: str = ""
) -> Once:
    """Do `work` if this user's `token` is new; the answer is `str` of what it returns, at most 200 characters.

    The same content again gets the same answer, other content (or another purpose) raises TokenReused. The token is
    written in the transaction of the work: a second sending at the same moment waits for the first, and a failed work
    leaves the token unused.
    """
    if not token:
        raise ValueError("a form without its token")
    who = user.pk if user else None
    digest = _digest("content", [purpose, content])
    token = _digest("token", [who, token])
    if _is_first(token, digest, who):
        answer = str(work())
        FormToken.objects.filter(token=token).update(answer=answer)
        return Once(answer=answer, repeated=False)
    sent = FormToken.objects.get(token=token)
    if not secrets.compare_digest(sent.digest, digest):
        raise TokenReused
    return Once(answer=sent.answer, repeated=True)


def forget_tokens() -> int:
    """Delete tokens nobody will send again; how many."""
    return FormToken.objects.filter(used_at__lt=timezone.now() - TOKENS_KEPT_FOR).delete()[0]


def _is_first(token: str, digest: str, user_id: int | None) -> bool:
    """Write the token down; a sending at the same moment waits here until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programs_formtoken (user_id, token, digest, answer, used_at) VALUES (%s, %s, %s, '', %s)"
            " ON CONFLICT (token) DO NOTHING",
            [user_id, token, digest, timezone.now()],
        )
        return cursor.rowcount == 1


def _digest(salt: str, value: object) -> str:
    """Keyed, because amounts and names are easy to guess from a plain hash."""
    text = json.dumps(value, sort_keys=True, default=_plain)
    return salted_hmac(f"programs.once.{salt}", text, algorithm="sha256").hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, models.Model):
        return [value._meta.label, value.pk]
    if isinstance(value, models.QuerySet):
        return [value.model._meta.label, sorted(value.values_list("pk", flat=True))]
    return str(value)
