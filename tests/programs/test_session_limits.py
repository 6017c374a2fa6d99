"""How long a sign-in lasts for those who see other people's data, and for those who see their own."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import User

NOON = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)
STAFF_PAGE = "/p/nichinan/invitations/"


def status_after(client, page: str, **later: int) -> int:
    with time_machine.travel(NOON + dt.timedelta(**later)):
        return client.get(page).status_code


def test_staff_are_signed_out_after_two_hours_without_a_request(client, nichinan):
    client.force_login(nichinan.official)
    assert status_after(client, STAFF_PAGE, minutes=119) == 200
    assert status_after(client, STAFF_PAGE, minutes=119 + 119) == 200
    with time_machine.travel(NOON + dt.timedelta(minutes=119 + 119 + 121)):
        answer = client.get(STAFF_PAGE)
    assert answer.url == f"/accounts/login/?next={STAFF_PAGE}"


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(client, nichinan):
    client.force_login(nichinan.official)
    assert [status_after(client, STAFF_PAGE, hours=hour) for hour in range(1, 12)] == [200] * 11
    assert status_after(client, STAFF_PAGE, hours=12, minutes=1) == 302


def test_administrators_too(client, db):
    client.force_login(User.objects.create_superuser("root@example.jp"))
    assert status_after(client, "/account/", minutes=121) == 302


def test_a_town_sets_its_own_limits(client, nichinan, settings):
    settings.STAFF_IDLE_SECONDS = 600
    client.force_login(nichinan.director)
    assert status_after(client, "/account/", minutes=11) == 302


def test_a_participant_stays_signed_in_for_the_time_of_the_cookie(client, nichinan):
    client.force_login(nichinan.worker_user)
    assert status_after(client, "/me/", days=13) == 200
    assert status_after(client, "/me/", days=15) == 302


@pytest.mark.parametrize(("minutes", "writes"), [(4, 0), (6, 1)])
def test_looking_around_writes_the_time_down_now_and_then_only(client, nichinan, minutes, writes):
    client.force_login(nichinan.director)
    with time_machine.travel(NOON + dt.timedelta(minutes=minutes)), CaptureQueriesContext(connection) as queries:
        client.get("/account/")
    assert sum('UPDATE "django_session"' in query["sql"] for query in queries) == writes
