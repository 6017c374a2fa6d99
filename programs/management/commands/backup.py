from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from programs.domain.backups import make_backup
from programs.domain.refusals import Refused


class Command(BaseCommand):
    help = "Write the database and the uploaded files into one archive; safe while people are at work."

    def add_arguments(self, parser) -> None:
        parser.add_argument("folder", type=Path, help="where the archive goes, e.g. /var/backups/hidane")

    def handle(self, *args, folder: Path, **options) -> None:
        try:
            self.stdout.write(str(make_backup(folder)))
        except (Refused, OSError) as failure:
            raise CommandError(str(failure)) from failure
