from celery import shared_task

from reports.domain.rebuild import check
from reports.domain.rebuild import rebuild_open_months as rebuild_open
from reports.domain.roll_up import drain
from workers.domain.enrollments import open_current_months


@shared_task(name="reports.roll_up")
def roll_up() -> int:
    return drain()


@shared_task(name="reports.open_months")
def open_months() -> int:
    return open_current_months()


@shared_task(name="reports.rebuild_open_months", time_limit=840, soft_time_limit=800)
def rebuild_open_months() -> int:
    rebuild_open()
    return len(check())
