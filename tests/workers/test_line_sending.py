"""LINE: what is sent, and what its answers mean.

The traffic is what the Messaging API reference publishes for POST /v2/bot/message/push, played by a server of our own.
"""

import datetime as dt
import json
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from programs.domain.outbox import queue_message, send_due
from programs.domain.ways import sender_of
from programs.models import OutgoingMail
from programs.shared.month import Month
from workers.channels import line
from workers.domain.line_accounts import link_line, new_line_code, unlink_line_id
from workers.domain.reminder_settings import set_reminders
from workers.models import Reminder
from workers.tasks import remind

LINE_ID = "U4af4980629" + "0" * 22
TAKEN = {"sentMessages": [{"id": "461230966842064897", "quoteToken": "IStG5h1Tz7b"}]}
RECORDED = {
    200: TAKEN,
    400: {
        "message": "The request body has 1 error(s)",
        "details": [{"message": "Must be specified", "property": "to"}],
    },
    401: {
        "message": "Authentication failed due to the following reason: invalid token. Confirm that the access token"
        " in the authorization header is valid."
    },
    403: {"message": "Access to this API is not available for your account"},
    409: {"message": "The retry key is already accepted"} | TAKEN,
    429: {"message": "You have reached your monthly limit."},
    500: {"message": "Internal Server Error"},
}


class Played(BaseHTTPRequestHandler):
    """Gives the next recorded answer, and keeps what was asked."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        status = self.server.answers.pop(0)
        if status == "silence":
            time.sleep(0.4)
            return
        if status == "cut":
            self.close_connection = True
            return
        said = json.dumps(RECORDED.get(status, {})).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:9/")
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Line-Request-Id", "5f7e2b1c-0000-4000-8000-000000000000")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args) -> None:
        pass


@pytest.fixture
def api(settings, monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Played)
    server.asked, server.answers = [], []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    settings.LINE_API_URL = f"http://127.0.0.1:{server.server_port}"
    settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = "channel-token", "channel-secret"
    monkeypatch.setattr(line, "SECONDS", 0.2)
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def queue(**words) -> OutgoingMail:
    words = {"way": "line", "recipient": LINE_ID, "body": "10月の収入", "purpose": "test", "municipality": None} | words
    return queue_message(**words)


def state(row: OutgoingMail) -> str:
    row.refresh_from_db()
    return "sent" if row.sent_at else "parked" if row.parked_at else "waiting"


@pytest.mark.django_db
def test_what_is_asked_is_what_the_reference_says(api):
    api.answers = [200]
    row = queue()
    key = line.retry_key(row)
    assert (send_due(), send_due(), state(row)) == (1, 0, "sent")
    ((path, headers, body),) = api.asked
    assert path == "/v2/bot/message/push"
    assert body == {"to": LINE_ID, "messages": [{"type": "text", "text": "10月の収入"}]}
    lower = {name.lower(): value for name, value in headers.items()}
    assert (lower["authorization"], lower["content-type"]) == ("Bearer channel-token", "application/json")
    assert str(uuid.UUID(lower["x-line-retry-key"])) == key
    assert (row.recipient, row.body) == ("", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "then"),
    [
        (200, "sent"),
        (409, "sent"),
        (400, "parked"),
        (401, "parked"),
        (403, "parked"),
        (404, "parked"),
        (302, "parked"),
        (429, "waiting"),
        (408, "waiting"),
        (500, "waiting"),
        (503, "waiting"),
        ("silence", "waiting"),
        ("cut", "waiting"),
    ],
)
def test_every_answer_of_theirs_means_sent_later_or_never(api, answer, then, caplog):
    api.answers = [answer]
    row = queue()
    assert (send_due(), state(row)) == (int(then == "sent"), then)
    assert [word for word in (LINE_ID, "channel-token", "10月の収入") if word in caplog.text] == []


@pytest.mark.django_db
def test_a_second_try_carries_the_key_of_the_first(api):
    """The first answer was lost: LINE had taken the message, says so, and nobody hears it twice."""
    api.answers = ["silence", 409]
    row, other = queue(), queue()
    other.delete()
    send_due()
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert (send_due(), state(row)) == (1, "sent")
    keys = [
        {name.lower(): value for name, value in headers.items()}["x-line-retry-key"] for _p, headers, _b in api.asked
    ]
    assert (keys[0] == keys[1], keys[0] != line.retry_key(other)) == (True, True)


@pytest.mark.django_db
def test_no_server_at_all_and_a_channel_switched_off_wait(settings):
    row = queue()
    settings.LINE_CHANNEL_TOKEN = ""
    assert (send_due(), state(row)) == (0, "waiting")
    settings.LINE_CHANNEL_TOKEN, settings.LINE_API_URL = "t", "http://127.0.0.1:9"
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=2)):
        assert (send_due(), state(row)) == (0, "waiting")


@pytest.mark.django_db
def test_what_was_parked_is_tried_again_by_hand(api, capsys):
    api.answers = [401, 200]
    row = queue()
    send_due()
    call_command("send_mails", "--parked")
    assert (state(row), "1 mails sent" in capsys.readouterr().out) == ("sent", True)


@pytest.mark.django_db
def test_one_refused_by_line_holds_no_mail_back(api, mailoutbox):
    api.answers = [500]
    queue()
    queue(way="mail", recipient="aoi@example.jp")
    assert (send_due(), [one.to for one in mailoutbox]) == (1, [["aoi@example.jp"]])


def test_line_is_a_way_of_the_outbox():
    assert sender_of("line") is line.send_by_line


@pytest.mark.django_db
def test_a_reminder_goes_all_the_way_to_line(api, nichinan):
    api.answers = [200]
    link_line(code=new_line_code(nichinan.worker), line_id=LINE_ID)
    with time_machine.travel(timezone.make_aware(dt.datetime(2026, 11, 2, 9)), tick=False):
        assert (remind(), send_due()) == (1, 1)
    said = api.asked[0][2]["messages"][0]["text"]
    assert "10月の収入はいかがでしたか" in said
    assert "/earnings/2026-10/" in said
    assert "﨑田" not in said
    assert (Reminder.objects.get().channel, Reminder.objects.get().month) == ("line", Month(2026, 10).first)


@pytest.mark.django_db
@pytest.mark.parametrize("channel", ["unlinked", "screen"])
def test_who_turned_line_off_since_hears_nothing_there_any_more(channel, api, nichinan):
    """Also a message that waited: for LINE to work again, or for the quiet hours to end."""
    api.answers = [500, 200]
    link_line(code=new_line_code(nichinan.worker), line_id=LINE_ID)
    with time_machine.travel(timezone.make_aware(dt.datetime(2026, 11, 2, 9)), tick=False):
        assert (remind(), send_due(), len(api.asked)) == (1, 0, 1)
    if channel == "unlinked":
        unlink_line_id(LINE_ID)
    else:
        set_reminders(worker=nichinan.worker, remind_by=channel, quiet_from=21, quiet_until=8)
    with time_machine.travel(timezone.make_aware(dt.datetime(2026, 11, 2, 10)), tick=False):
        assert (send_due(), len(api.asked), OutgoingMail.objects.count()) == (0, 1, 0)
