"""What a person chose for themselves. Read by their own pages alone; `near_lines` says what a director may learn."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from workers.models import Worker, WorkerPreference
from workers.models.dated_tables import LineCode
from workers.models.worker_preference import EarningPreference

NO_LINES = frozenset({LineCode.HOME_WORKER, LineCode.SALARY_DEDUCTION})  # amounts to reckon with
WATCHABLE = tuple(code for code in LineCode if code not in NO_LINES)


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The part of the settings that is about money. Whole yen; None where the person would rather not say."""

    own_goal: int | None = None
    rent: int | None = None
    earning_preference: str = EarningPreference.UNDECIDED
    watched_lines: Iterable[str] = ()
    tells_director: bool = False
    uses_home_worker_rule: bool = False
    salary_income: int | None = None
    insurer_note: str = ""


def preference_of(worker: Worker) -> WorkerPreference:
    """The person's settings; those of somebody who has chosen nothing are not saved."""
    found = WorkerPreference.objects.filter(worker=worker).first()
    return found or WorkerPreference(worker=worker)


@transaction.atomic
def save_preferences(*, worker: Worker, choices: Choices) -> WorkerPreference:
    """Write the choices about money and leave those of other pages as they are."""
    values = vars(choices) | {"watched_lines": [code for code in WATCHABLE if code in set(choices.watched_lines)]}
    return WorkerPreference.objects.update_or_create(worker=worker, defaults=values)[0]
