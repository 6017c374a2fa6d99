from django.core.management.base import BaseCommand, CommandError

from programs.domain.access_records import verify_chains
from programs.domain.housekeeping import tidy_up


class Command(BaseCommand):
    help = "Every night: throws away old tokens, sessions and counters, and verifies the chains of access records."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{tidy_up()} rows thrown away")
        if broken := verify_chains():
            raise CommandError(f"{broken} access records do not fit the ones before them; see the log")
