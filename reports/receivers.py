from typing import Any

from django.dispatch import receiver

from programs.tasks import nudge
from reports.tasks import roll_up
from workers.signals import income_months_touched


@receiver(income_months_touched)
def nudge_roll_up(**_news: Any) -> None:
    nudge(roll_up)
