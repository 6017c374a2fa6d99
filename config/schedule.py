"""What runs by the clock. Everything here is safe to run twice, and harmless to miss once."""

from celery.schedules import crontab


def beat_schedule(*, roll_up_seconds: float) -> dict[str, dict]:
    return {
        "roll-up": {"task": "reports.roll_up", "schedule": roll_up_seconds, "options": {"expires": 55}},
        "mails": {"task": "programs.send_mails", "schedule": 60.0, "options": {"expires": 55}},
        "open-months": {"task": "reports.open_months", "schedule": crontab(hour=0, minute=5)},
        "later-states": {"task": "workers.plan_later_states", "schedule": crontab(hour=1, minute=15)},
        "forget-imports": {"task": "workers.forget_imports", "schedule": crontab(minute=25)},
        "remind": {"task": "workers.remind", "schedule": crontab(minute=0), "options": {"expires": 1800}},
        "erase-again": {"task": "workers.erase_again", "schedule": crontab(hour=2, minute=20)},
        "nightly": {"task": "reports.rebuild_open_months", "schedule": crontab(hour=3, minute=10)},
        "housekeeping": {"task": "programs.housekeeping", "schedule": crontab(hour=3, minute=40)},
    }
