import sqlite3
import tarfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from programs.domain import backups
from reports.domain.roll_up import drain
from tests.make import make_cohort, make_earning, make_enrollment, make_user
from tests.make_evidence import make_evidence
from workers.models import Earning, Evidence

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    make_evidence(make_earning(make_enrollment(make_cohort()), 12_345), make_user())
    drain()
    call_command("backup", str(tmp_path / "kept"), stdout=(said := StringIO()))
    return Path(said.getvalue().strip())


def test_a_backup_holds_the_rows_and_the_files(backup):
    with tarfile.open(backup) as archive:
        names = archive.getnames()
        database = "database.sqlite3" if connection.vendor == "sqlite" else "database.dump"
        file = Evidence.objects.get().file
        assert {database, "media", f"media/{file.name}"} <= set(names)
        assert archive.extractfile(f"media/{file.name}").read() == Path(file.path).read_bytes()
        assert oct(backup.stat().st_mode)[-3:] == "600"
        if connection.vendor == "sqlite":
            archive.extract(database, backup.parent, filter="data")
            with sqlite3.connect(backup.parent / database) as copy:
                assert copy.execute("SELECT gross FROM workers_earning").fetchall() == [(12_345,)]
            copy.close()


def test_a_rehearsal_restores_the_copy_and_leaves_the_real_rows_alone(backup):
    Earning.objects.all().delete()
    call_command("rehearse_restore", str(backup), stdout=(said := StringIO()))
    assert said.getvalue() == "The backup can be restored, and every figure in it equals its earnings\n"
    assert Earning.objects.count() == 0


def test_a_broken_archive_is_said_aloud(tmp_path):
    (tmp_path / "broken.tar.gz").write_bytes(b"\x1f\x8bnothing")
    with pytest.raises(CommandError):
        call_command("rehearse_restore", str(tmp_path / "broken.tar.gz"))


def test_the_archive_is_nobody_elses_while_it_is_written(tmp_path, monkeypatch):
    seen, add = [], tarfile.TarFile.add

    def looked_at(archive, *args, **kwargs) -> None:
        seen.extend(oct(file.stat().st_mode)[-3:] for file in tmp_path.glob("*.part"))
        add(archive, *args, **kwargs)

    monkeypatch.setattr(tarfile.TarFile, "add", looked_at)
    backups.make_backup(tmp_path)
    assert set(seen) == {"600"}


def test_a_password_with_signs_of_its_own_is_quoted(monkeypatch):
    login = {"USER": "town@hall", "PASSWORD": "a/b:c@d#é", "HOST": "db", "PORT": 5433}
    for name, value in login.items():
        monkeypatch.setitem(connection.settings_dict, name, value)
    url = backups._postgres_url("copy")
    assert url == "postgres://town%40hall:a%2Fb%3Ac%40d%23%C3%A9@db:5433/copy"
