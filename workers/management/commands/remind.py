from django.core.management.base import BaseCommand

from workers.tasks import remind


class Command(BaseCommand):
    help = "Remind those who still owe an answer for a month that is over; for cron, where no beat runs."

    def handle(self, *args, **options) -> None:
        self.stdout.write(f"{remind()} reminders")
