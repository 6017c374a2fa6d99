"""A person's LINE account: linked by a one-time code they send to the town's account, unlinked by themselves."""

import secrets

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import salted_hmac

from programs.shared.digits import plain_digits
from workers.models import Worker, WorkerPreference
from workers.models.worker_preference import Channel

CODE_SIGNS = "0123456789"
CODE_LENGTH = 10
CODE_SECONDS = 15 * 60


def line_is_on() -> bool:
    """Whether messages can be sent by LINE here."""
    return bool(settings.LINE_CHANNEL_TOKEN)


def line_can_be_linked() -> bool:
    """Sending alone is not enough: without the secret nobody can tell who an account belongs to."""
    return line_is_on() and bool(settings.LINE_CHANNEL_SECRET)


def new_line_code(worker: Worker) -> str:
    """Ten digits to be sent to the town's LINE account within a quarter of an hour; older ones of theirs are void."""
    code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
    cache.set(_key_of(code), worker.pk, CODE_SECONDS)
    cache.set(_newest_of(worker.pk), _key_of(code), CODE_SECONDS)
    return code


def link_line(*, code: str, line_id: str) -> bool:
    """The account that sent the code is that person's now, and nobody else's. False for no code of ours."""
    key = _key_of("".join(sign for sign in plain_digits(code) if sign in CODE_SIGNS))
    worker_id = cache.get(key)
    if worker_id is None or cache.get(_newest_of(worker_id)) != key or not cache.delete(key):
        return False
    with transaction.atomic():
        if not Worker.objects.filter(pk=worker_id, merged_into=None, anonymized_at=None).exists():
            return False
        unlink_line_id(line_id)
        WorkerPreference.objects.get_or_create(worker_id=worker_id)
        WorkerPreference.objects.filter(worker=worker_id).update(line_id=line_id, remind_by=Channel.LINE)
    return True


def unlink_line_id(line_id: str) -> int:
    """Forget a LINE account, whoever has it: those people get mails again. Returns how many."""
    linked = WorkerPreference.objects.filter(line_id=line_id).exclude(line_id="")
    linked.filter(remind_by=Channel.LINE).update(remind_by=Channel.MAIL)
    return linked.update(line_id="")


def _key_of(code: str) -> str:
    """Keyed: whoever reads the cache cannot link himself."""
    return f"line-code:{salted_hmac('workers.line_code', code, algorithm='sha256').hexdigest()}"


def _newest_of(worker_id: int) -> str:
    return f"line-newest:{worker_id}"
