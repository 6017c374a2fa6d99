"""What runs every night: nothing piles up, and a book of records that was touched is said aloud."""

import datetime as dt
import logging
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from programs.domain.access_records import Action, record_access
from programs.domain.once import only_once
from programs.models import AccessRecord, FormToken
from programs.tasks import housekeeping, nudge


def cached() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM hidane_cache")
        return cursor.fetchone()[0]


def test_what_ran_out_goes_and_the_rest_stays(client, nichinan):
    client.force_login(nichinan.worker_user)
    only_once("a", user=None, content={}, work=str)
    cache.clear()
    cache.set("short", 1, 60)
    cache.set("long", 1, 60 * 60 * 24 * 60)
    housekeeping()
    assert (FormToken.objects.count(), Session.objects.count(), cached()) == (1, 1, 2)
    with time_machine.travel(timezone.now() + dt.timedelta(days=31)):
        housekeeping()
    assert (FormToken.objects.count(), Session.objects.count(), cached()) == (0, 0, 1)


def test_a_touched_record_is_an_alarm_and_the_heads_are_kept_elsewhere(nichinan, caplog):
    town = nichinan.municipality
    first, last = [record_access(Action.LOOKED, "x", user=None, municipality=town) for _n in range(2)]
    with caplog.at_level(logging.INFO, "programs.domain.access_records"):
        assert housekeeping() == 0
        assert last.row_hash in caplog.text
        assert not [record for record in caplog.records if record.levelname == "ERROR"]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM programs_accessrecord WHERE id = %s", [first.pk])
        assert housekeeping() == 1
    assert [record.levelname for record in caplog.records].count("ERROR") == 1
    assert AccessRecord.objects.count() == 1


def test_it_is_on_the_timetable():
    assert "programs.housekeeping" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert housekeeping.name == "programs.housekeeping"


def test_a_nudge_nobody_took_is_forgotten_before_the_next_sweep():
    asked = {}
    assert nudge(SimpleNamespace(name="x", apply_async=lambda **options: asked.update(options)))
    assert asked["expires"] == 55


def test_without_a_queue_cron_does_it(nichinan, capsys):
    first, _last = [record_access(Action.LOOKED, "x", user=None, municipality=None) for _n in range(2)]
    call_command("housekeeping")
    assert "rows thrown away" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_accessrecord WHERE id = %s", [first.pk])
    with pytest.raises(CommandError, match="1 access records"):
        call_command("housekeeping")
