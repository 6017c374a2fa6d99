from celery import shared_task
from django.utils import timezone

from workers.domain.later_states import plan_due_states
from workers.domain.people_imports import forget_drafts
from workers.domain.statements import forget_statements


@shared_task(name="workers.plan_later_states")
def plan_later_states() -> int:
    """Every night: the questions 6 and 12 months after leaving, for everybody who has left."""
    return plan_due_states(timezone.localdate())


@shared_task(name="workers.forget_imports")
def forget_imports() -> int:
    """Every hour: the rows of files and statements nobody came back to within a day."""
    return forget_drafts() + forget_statements()
