"""The roof: settings, addresses, the task runner. It may import every floor."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
