"""How messages of the outbox go out, and whether one is still wanted at the moment of sending.

Upper floors register here what they know: a sender for a way of theirs, a question for a purpose of theirs.
"""

import datetime as dt
from collections.abc import Callable

from programs.models import OutgoingMail

Sender = Callable[[OutgoingMail], object]  # returns when it was taken; raises GivenUp, or anything else for «later»
Question = Callable[[OutgoingMail], dt.datetime | None]  # None: now; a moment: not before; raises NotWanted
_senders: dict[str, Sender] = {}
_questions: dict[str, Question] = {}


class GivenUp(Exception):
    """Said by a sender: it was refused, and trying again as it stands would not help."""


class NotWanted(Exception):
    """Said by a question: what the message tells or asks for is settled by now."""


class NoSender(Exception):
    """Nobody knows how to send this way."""


def send_by(way: str, sender: Sender) -> None:
    """Messages of `way` go out through `sender`."""
    _senders[way] = sender


def ask_before(kind: str, question: Question) -> None:
    """Before each try of a message whose purpose is «kind:...», `question` is asked."""
    _questions[kind] = question


def sender_of(way: str) -> Sender:
    if way not in _senders:
        raise NoSender(way)
    return _senders[way]


def not_before(message: OutgoingMail) -> dt.datetime | None:
    """The moment before which it must not go out, None for «now». Raises NotWanted."""
    question = _questions.get(message.purpose.partition(":")[0])
    return question(message) if question else None
