"""What the log says about a request: its number and path, never its query, a key, or a row's values."""

import json
import logging
from urllib.parse import unquote

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from config.logs import JsonFormatter, RequestIdFilter
from programs.shared.request_id import request_id


def seen(request: HttpRequest, **kwargs: str) -> HttpResponse:
    return HttpResponse("seen")


handler404 = "programs.views.errors.not_found"
urlpatterns = [
    path("seen/", seen),
    path("seen/<str:name>/", seen),
    path("invited/<str:token>/", seen),
]


@pytest.fixture(autouse=True)
def our_views(settings, db):
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "sign_in" not in name]


def test_the_log_knows_the_path_and_neither_query_nor_key(client, caplog):
    with caplog.at_level(logging.INFO, "programs.requests"):
        client.get("/seen/?q=田中さつき")
        client.get("/invited/verysecret/")
        client.get("/seen/a%0Ab/")
    lines = [record.getMessage().rsplit(" ", 2)[0] for record in caplog.records if record.name == "programs.requests"]
    assert lines == ["GET /seen/ 200", "GET /invited/%2A%2A%2A/ 200", "GET /seen/a%0Ab/ 200"]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/accounts/password/reset/key/a-verysecret/", "/accounts/password/reset/key/***"),
        ("/accounts/password/reset/key/verysecret", "/accounts/password/reset/key/***"),
        ("/accounts/confirm-email/MQ:verysecret/", "/accounts/confirm-email/***"),
        ("/i/verysecret/", "/i/***"),
        ("/i/verysecret", "/i/***"),
        ("//i//verysecret/x", "//i//***"),
        ("/I/verysecret", "/I/***"),
        ("/i/very secret", "/i/***"),
        ("/later/verysecret/", "/later/***"),
        ("/seats/verysecret/cancel/", "/seats/***"),
        ("/calendar/7-123.verysecret.ics", "/calendar/***"),
        ("/me/calendar/", "/me/calendar/"),
        ("/i/accept/", "/i/accept/"),
        ("/i/", "/i/"),
        ("/p/nichinan/", "/p/nichinan/"),
    ],
)
def test_the_log_knows_no_key_though_no_view_was_found(client, caplog, settings, path, logged):
    with caplog.at_level(logging.INFO, "programs.requests"):
        client.get("/", PATH_INFO=path)
        settings.SECURE_SSL_REDIRECT = True
        type(client)().get("/", PATH_INFO=path)
    lines = [record.getMessage().split(" ") for record in caplog.records if record.name == "programs.requests"]
    assert [(unquote(line[1]), line[2]) for line in lines] == [(logged, "404"), (logged, "301")]


def test_a_fault_tells_the_log_no_key():
    message = "Internal Server Error: %s"
    record = logging.LogRecord("django.request", logging.ERROR, "f", 1, message, ("/i/verysecret/",), None)
    RequestIdFilter().filter(record)
    assert json.loads(JsonFormatter().format(record))["message"] == "Internal Server Error: /i/***"


def test_a_log_line_is_json_with_the_number_and_without_row_values():
    token = request_id.set("abc123")
    record = logging.LogRecord("x", logging.ERROR, "f", 1, "went %s", ("wrong",), None)
    said = (
        "duplicate key\nDETAIL:  Key (email)=(tanaka@example.jp) already exists.\n"
        "LINE 1: ...VALUES ('tanaka@example.jp\n                  ^\nHINT:  none\n"
    )
    try:
        raise ValueError(said)
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    RequestIdFilter().filter(record)
    request_id.reset(token)
    line = json.loads(JsonFormatter().format(record))
    assert (line["request"], line["message"], line["level"]) == ("abc123", "went wrong", "ERROR")
    assert "tanaka@example.jp" not in line["error"]
    assert "duplicate key" in line["error"]
    assert "LINE 1: (left out)\nHINT:  none" in line["error"]
