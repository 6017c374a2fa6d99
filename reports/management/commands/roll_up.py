from django.core.management.base import BaseCommand, CommandError

from programs.shared.month import Month
from reports.domain.rebuild import check as find_differences
from reports.domain.rebuild import rebuild as rebuild_all
from reports.domain.roll_up import drain
from workers.domain.enrollments import open_current_months


class Command(BaseCommand):
    help = "Settle what is due; --rebuild makes every open figure again, --check compares and changes nothing."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="recompute every open month from the earnings")
        parser.add_argument("--since", type=Month.parse, help="with --rebuild: only from this month on, as 2026-10")
        parser.add_argument("--check", action="store_true", help="report every difference; exit 1 if there is one")

    def handle(self, *args, rebuild: bool, since: Month | None, check: bool, **options) -> None:
        if rebuild:
            self.stdout.write(f"{rebuild_all(since=since)} months changed")
        elif not check:
            open_current_months()
            self.stdout.write(f"{drain()} months settled")
        if not check:
            return
        found = find_differences()
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} figures differ from the earnings")
        self.stdout.write("Every figure equals its earnings")
