"""The engine room and the two addresses a machine asks: is it alive, is it fit."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from programs.models import OutgoingMail
from reports.domain import readiness
from reports.domain.readiness import failing_checks
from reports.domain.roll_up import MAX_FAILURES, drain
from reports.domain.sweeps import note_sweep
from reports.models import Sweep
from tests.make import make_earning, make_user
from workers.models import IncomeMonth, MinimumWage
from workers.models.income_month import Due

pytestmark = pytest.mark.django_db
NOBODY = "redis://127.0.0.1:1/0"  # a port where nothing listens


@pytest.fixture(autouse=True)
def no_queue(settings):
    """Whatever REDIS_URL the test run has: a test that is about the queue names its own."""
    settings.REDIS_URL = ""


@pytest.fixture
def root(db):
    return make_user("管理者", is_superuser=True)


@pytest.fixture
def parked_row(nichinan):
    make_earning(nichinan.enrollment)
    drain()
    IncomeMonth.objects.update(due=Due.RECOMPUTE, failures=MAX_FAILURES)
    return IncomeMonth.objects.get()


def test_jobs_backlog_and_parked_rows_are_shown(client, root, parked_row):
    client.force_login(root)
    context = client.get("/operations/").context
    assert [(name, job.late) for job, name in context["jobs"]] == [
        ("処理待ちの月の集計", False),
        ("夜間の再集計", True),
        ("夜間の照合", True),
    ]
    assert (context["backlog"].waiting, context["backlog"].parked) == (0, 1)
    assert context["backlog"].parked_rows == [parked_row]


def test_no_name_of_a_person_stands_on_the_page(client, root, parked_row, nichinan):
    client.force_login(root)
    assert nichinan.worker.family_name not in client.get("/operations/").content.decode()


def test_a_parked_row_is_tried_again(client, root, parked_row):
    client.force_login(root)
    response = client.post("/operations/retry/", follow=True)
    assert "1行をもう一度試します。" in response.content.decode()
    parked_row.refresh_from_db()
    assert parked_row.failures == 0
    drain()
    assert IncomeMonth.objects.get().due == Due.NOTHING


def test_an_alarm_of_the_check_is_shown(client, root):
    note_sweep("check", rows=1, alarm="income month of enrollment 7 2026-10: 1 is stored, 2 is right")
    client.force_login(root)
    page = client.get("/operations/").content.decode()
    assert "前回の照合で、1件の食い違いが見つかりました" in page
    assert "income month of enrollment 7 2026-10" in page


def test_a_queue_that_does_not_answer_is_said_and_costs_little(client, root, settings):
    settings.REDIS_URL = NOBODY
    client.force_login(root)
    assert "キューが応答していません" in client.get("/operations/").content.decode()


def test_a_minimum_wage_that_is_out_of_date_is_asked_for(client, root, nichinan, komagane):
    today = timezone.localdate()
    MinimumWage.objects.all().delete()
    about = {"yen": 1_080, "source_url": "https://example.jp/", "checked_on": today}
    MinimumWage.objects.create(prefecture="宮崎県", effective_from=today, **about)
    MinimumWage.objects.create(prefecture="長野県", effective_from=today - dt.timedelta(days=366), **about)
    client.force_login(root)
    html = client.get("/operations/").content.decode()
    assert ("長野県の、いまの最低賃金がまだ登録されていません。" in html, "宮崎県" in html) == (True, False)
    MinimumWage.objects.filter(prefecture="長野県").update(effective_from=today)
    assert "最低賃金" not in client.get("/operations/").content.decode()


def test_only_system_administrators_come_in(client, nichinan):
    for user in (nichinan.official, nichinan.director, nichinan.worker_user):
        client.force_login(user)
        assert client.get("/operations/").status_code == 404
        assert client.post("/operations/retry/").status_code == 404


def test_alive_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_fit_to_serve(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")


def test_unfit_says_nothing_of_what_is_wrong(client, monkeypatch):
    monkeypatch.setitem(readiness.CHECKS, "disk", lambda: False)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.parametrize(("minutes", "failing"), [(1, []), (6, ["sweep"])])
def test_an_old_sweep_makes_it_unfit_where_a_queue_works(settings, minutes, failing):
    settings.REDIS_URL = NOBODY
    note_sweep("roll_up")
    Sweep.objects.update(ran_at=timezone.now() - dt.timedelta(minutes=minutes))
    assert failing_checks() == failing


def test_no_sweep_at_all_makes_it_unfit_where_a_queue_works(settings):
    settings.REDIS_URL = NOBODY
    assert failing_checks() == ["sweep"]


def test_a_missing_migration_makes_it_unfit():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'reports'")
    assert failing_checks() == ["migrations"]


def test_a_cache_without_its_table_makes_it_unfit(monkeypatch):
    def broken(key):
        raise RuntimeError("no such table")

    monkeypatch.setattr(cache, "get", broken)
    assert failing_checks() == ["cache"]


def test_a_full_disk_makes_it_unfit(monkeypatch):
    monkeypatch.setattr(readiness, "LEAST_FREE_BYTES", 10**18)
    assert failing_checks() == ["disk"]


@pytest.fixture
def messages(db):
    """Two mails and a LINE message given up, one mail and two LINE messages waiting, one sent."""
    now = timezone.now()

    def write(way: str, **columns) -> None:
        said = {
            "recipient": "aoi@example.jp",
            "subject": "件名",
            "body": "だれにも見せない文",
            "purpose": f"test {way}",
        }
        OutgoingMail.objects.create(way=way, next_try_at=now, tries=6, **said | columns)

    for way in ("mail", "mail", "line"):
        write(way, parked_at=now)
    for way in ("mail", "line", "line"):
        write(way)
    write("line", sent_at=now, recipient="", subject="", body="")


def test_messages_of_both_ways_are_counted_and_none_is_shown(client, root, messages):
    client.force_login(root)
    page = client.get("/operations/")
    assert [(way.value, *counts) for way, *counts in page.context["outbox"].ways] == [("mail", 1, 2), ("line", 2, 1)]
    text = page.content.decode()
    assert [word for word in ("aoi@example.jp", "件名", "だれにも見せない文") if word in text] == []
    assert (text.count("test mail"), text.count("test line")) == (2, 1)


def test_messages_that_were_given_up_are_tried_again(client, root, messages):
    client.force_login(root)
    text = client.post("/operations/retry/", {"what": "messages"}, follow=True).content.decode()
    assert ("3件のメッセージをもう一度送ります" in text, OutgoingMail.objects.waiting().count()) == (True, 6)
