from django.core.management.base import BaseCommand

from programs.domain.outbox import retry_parked, send_due


class Command(BaseCommand):
    help = "Send the mails whose time has come; for cron where no Celery beat runs."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--parked", action="store_true", help="first give those given up another round of tries")

    def handle(self, *args, parked: bool, **options) -> None:
        if parked:
            self.stdout.write(f"{retry_parked()} mails are tried again")
        self.stdout.write(f"{send_due()} mails sent")
