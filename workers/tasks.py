from celery import shared_task
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from workers.domain.erasure import erase_leftovers
from workers.domain.later_states import plan_due_states
from workers.domain.people_imports import forget_drafts
from workers.domain.reminding import Addresses, remind_due
from workers.domain.statements import forget_statements


@shared_task(name="workers.plan_later_states")
def plan_later_states() -> int:
    """Every night: the questions 6 and 12 months after leaving, for everybody who has left."""
    return plan_due_states(timezone.localdate())


@shared_task(name="workers.forget_imports")
def forget_imports() -> int:
    """Every hour: the rows of files and statements nobody came back to within a day."""
    return forget_drafts() + forget_statements()


@shared_task(name="workers.remind")
def remind() -> int:
    """Every hour: those who still owe an answer for a month that is over, each step once, never in quiet hours."""
    return remind_due(timezone.now(), _addresses())


def _addresses() -> Addresses:
    """No request writes these messages: where they lead is in the settings."""

    def at(name: str, *words: object) -> str:
        return settings.PUBLIC_URL + reverse(name, args=words)

    return Addresses(
        answer=lambda month: at("workers:earning_month", month),
        settings=at("workers:my_reminders"),
        unanswered=lambda program, month: at("reports:unanswered_list", program.slug, month),
    )


@shared_task(name="workers.erase_again")
def erase_again() -> int:
    """Every night: who was made nameless lately is emptied once more, should a form of theirs have been on its way."""
    return erase_leftovers()
