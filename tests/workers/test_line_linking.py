"""Whose LINE account it is: a one-time code sent to the town's account, in a message that LINE has signed."""

import base64
import datetime as dt
import hashlib
import hmac
import json

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from workers.domain.line_accounts import link_line, new_line_code
from workers.models import WorkerPreference
from workers.views.line import is_from_line

LINE_ID = "U4af4980629" + "0" * 22
WEBHOOK = "/line/webhook/"


def event(text: str, account: str = LINE_ID, kind: str = "message") -> dict:
    return {"type": kind, "source": {"type": "user", "userId": account}, "message": {"type": "text", "text": text}}


def tell(*events, secret: str = "channel-secret", body: bytes | None = None) -> int:
    body = json.dumps({"destination": "U0", "events": events}).encode() if body is None else body
    signed = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    headers = {"X-Line-Signature": signed}
    return Client(enforce_csrf_checks=True).post(WEBHOOK, body, "application/json", headers=headers).status_code


@pytest.fixture
def channel(settings):
    settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = "channel-token", "channel-secret"


def linked() -> list[tuple[str, str]]:
    return list(WorkerPreference.objects.order_by("pk").values_list("line_id", "remind_by"))


@pytest.mark.django_db
class TestLinking:
    def test_the_published_way_to_sign(self, settings):
        """The reference: HMAC-SHA256 of the body with the channel secret, in base64."""
        settings.LINE_CHANNEL_SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"
        body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
        assert is_from_line(body, "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=")

    def test_a_code_sent_by_an_account_links_it_once(self, channel, nichinan):
        code = new_line_code(nichinan.worker)
        assert [tell(event(f" {code} ")), tell(event(code, "U" + "9" * 32))] == [200, 200]
        assert linked() == [(LINE_ID, "line")]

    def test_full_width_digits_are_digits(self, channel, nichinan):
        code = new_line_code(nichinan.worker).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        tell(event(code))
        assert linked() == [(LINE_ID, "line")]

    def test_only_the_newest_code_counts_and_not_for_long(self, channel, nichinan):
        old, new = new_line_code(nichinan.worker), new_line_code(nichinan.worker)
        assert link_line(code=old, line_id=LINE_ID) is False
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
            assert link_line(code=new, line_id=LINE_ID) is False
        assert linked() == []

    def test_nobody_guesses(self, channel, nichinan):
        code = new_line_code(nichinan.worker)
        for number in range(10):
            tell(event(f"{number:010}"))
        tell(event(code))
        assert linked() == []

    def test_an_account_belongs_to_one_person(self, channel, nichinan, komagane):
        for one in (nichinan.worker, komagane.worker):
            tell(event(new_line_code(one)))
        assert linked() == [("", "mail"), (LINE_ID, "line")]

    def test_who_blocks_the_town_gets_mails_again(self, channel, nichinan):
        tell(event(new_line_code(nichinan.worker)))
        tell({"type": "unfollow", "source": {"type": "user", "userId": LINE_ID}})
        assert linked() == [("", "mail")]

    def test_whoever_cannot_sign_is_refused(self, channel, nichinan):
        code = new_line_code(nichinan.worker)
        assert tell(event(code), secret="guess") == 403
        assert Client().post(WEBHOOK, b"{}", "application/json").status_code == 403
        odd = {"X-Line-Signature": "é" * 10}
        assert Client().post(WEBHOOK, b"{}", "application/json", headers=odd).status_code == 403
        assert linked() == []

    def test_without_a_secret_there_is_no_such_page(self, settings):
        settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = "channel-token", ""
        assert tell(secret="") == 404
        assert Client().get(WEBHOOK).status_code == 405

    @pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b'{"events": 3}', b"\xff", b"[" * 100_000])
    def test_what_is_no_event_is_a_bad_request(self, channel, body):
        assert tell(body=body) == 400

    @pytest.mark.parametrize(
        "odd",
        [
            None,
            3,
            [],
            {},
            {"type": "message"},
            {"type": "message", "source": 1},
            event("x", account=""),
            event("x", account="U" * 65),
            event("x", account=None),
            {"type": "follow", "source": {"userId": LINE_ID}},
            {"type": "message", "source": {"userId": LINE_ID}, "message": {"type": "sticker"}},
        ],
    )
    def test_events_we_do_not_know_are_none_of_our_business(self, channel, odd):
        assert (tell(odd), linked()) == (200, [])
