import os
import subprocess
import sys
from pathlib import Path
from tarfile import TarError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from programs.domain.backups import restored
from programs.domain.refusals import Refused


class Command(BaseCommand):
    help = "Restore a backup into a scratch database, compare every figure there, and throw it away."

    def add_arguments(self, parser) -> None:
        parser.add_argument("backup", type=Path, help="an archive made by the command backup")

    def handle(self, *args, backup: Path, **options) -> None:
        try:
            with restored(backup) as address:
                for command in (["migrate", "--check"], ["roll_up", "--check"]):
                    self._ask(address, *command)
        except (Refused, OSError, EOFError, TarError) as failure:
            raise CommandError(str(failure)) from failure
        self.stdout.write("The backup can be restored, and every figure in it equals its earnings")

    def _ask(self, address: str, *command: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": address, "REDIS_URL": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise CommandError(f"{' '.join(command)} failed on the restored copy: {done.stderr.strip()[-500:]}")
