"""Logs as JSON lines: a request's number and path, never its query, a name or an amount."""

import json
import logging
import re

from programs.shared.request_id import request_id, without_keys

# What PostgreSQL adds to an error: the values of the row it is about, the line of the statement with a mark under it.
_ROW_VALUES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*(?:\n\s*\^\s*$)?", re.MULTILINE)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request": getattr(record, "request_id", "-"),
            "message": without_keys(record.getMessage()),
        }
        if record.exc_info:
            line["error"] = without_keys(_ROW_VALUES.sub(r"\1: (left out)", self.formatException(record.exc_info)))
        return json.dumps(line, ensure_ascii=False)


def logging_settings(*, as_json: bool, level: str, queued: bool) -> dict:
    """Django's LOGGING: everything to the standard output, as JSON lines on a server.

    Without a queue the tasks run inside the request or the command: nobody asked to read of each that it succeeded.
    """
    tasks = {} if queued else {"celery": {"level": "WARNING"}, "kombu": {"level": "ERROR"}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
        "formatters": {
            "json": {"()": "config.logs.JsonFormatter"},
            "plain": {"format": "{levelname} {message}", "style": "{"},
        },
        "handlers": {
            "out": {
                "class": "logging.StreamHandler",
                "formatter": "json" if as_json else "plain",
                "filters": ["request_id"],
            },
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {"django.server": {"level": "WARNING"}, "django.request": {"level": "ERROR"}} | tasks,
    }
