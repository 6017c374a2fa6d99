"""Hidane as gunicorn serves it, and beside it the floor's two pages with no more middleware than they need."""

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.test.utils import override_settings

hidane = get_wsgi_application()  # as on this machine: config.wsgi would demand a production's settings
_SESSION = "django.contrib.sessions.middleware.SessionMiddleware"


def _with(middleware: list[str]) -> WSGIHandler:
    with override_settings(MIDDLEWARE=["benchmarks.floor.OwnUrls", *middleware]):
        return WSGIHandler()


_floors = {"/floor/write/": _with([]), "/floor/read/": _with([_SESSION])}


def application(environ, start_response):
    return _floors.get(environ["PATH_INFO"], hidane)(environ, start_response)
