"""What a reminder says: no name, no amount, no counting of what was missed. Others may read a mailbox or a phone."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.domain.outbox import queue_mail, queue_message
from programs.models import OutgoingMail, Program, User
from programs.models.outgoing_mail import Way
from programs.shared.month import Month
from workers.models import Reminder
from workers.models.reminder import ReminderStep
from workers.models.worker_preference import Channel

KIND = "month_reminder"


@dataclass(frozen=True)
class Words:
    """What a reminder is about and where its links lead."""

    program: Program
    month: Month
    answer_url: str
    settings_url: str

    @property
    def due_on(self) -> dt.date:
        return self.month.last + dt.timedelta(days=self.program.grace_days)

    def as_dict(self) -> dict[str, object]:
        return {
            "town": self.program.municipality.name,
            "program": self.program.name,
            "month": date_format(self.month.first, "F"),
            "day": date_format(self.due_on, "MONTH_DAY_FORMAT"),
            "weekday": date_format(self.due_on, "D"),
            "url": self.answer_url,
            "settings": self.settings_url,
        }


def write_to_person(reminder: Reminder, account: str, words: Words) -> OutgoingMail | None:
    """Into the outbox, in the caller's transaction. None where mail does not work; ValidationError for no address."""
    place = {"purpose": f"{KIND}:{reminder.pk}", "municipality": words.program.municipality}
    with translation.override(settings.LANGUAGE_CODE):
        said = words.as_dict()
        ask = _asked(reminder, said)
        if reminder.channel == Channel.LINE:
            body = f"{ask}\n\n{words.answer_url}"
            return queue_message(way=Way.LINE, recipient=account, body=body, **place)
        paragraphs = [
            _("This is a notice of %(town)s, %(program)s.") % said,
            ask,
            _("You can answer here after signing in:\n%(url)s") % said,
            _("If you need a rest, or something is in the way, please write to your director at any time."),
            _("How and when you are reminded is up to you:\n%(settings)s") % said,
            _("This mail is sent by the system; answers to it are read by nobody."),
        ]
        subject = _("How did %(month)s go? (%(town)s)") % said
        return queue_mail(recipient=account, subject=subject, body="\n\n".join(paragraphs) + "\n", **place)


def write_to_director(reader: User, program: Program, month: Month, count: int, *, url: str) -> OutgoingMail | None:
    """The number and a link, no names."""
    with translation.override(settings.LANGUAGE_CODE):
        said = {"town": program.municipality.name, "program": program.name, "count": count, "url": url}
        said["month"] = date_format(month.first, "YEAR_MONTH_FORMAT")
        number = ngettext(
            "%(count)s person has not answered about %(month)s yet; the days of grace are over.",
            "%(count)s people have not answered about %(month)s yet; the days of grace are over.",
            count,
        )
        paragraphs = [
            _("This is a notice of %(town)s, %(program)s.") % said,
            number % said,
            _("Who they are is shown after signing in; there you can excuse them or write to them:\n%(url)s") % said,
            _("This mail is sent by the system; answers to it are read by nobody."),
        ]
        return queue_mail(
            recipient=reader.email,
            subject=_("Not answered about %(month)s (%(town)s)") % said,
            body="\n\n".join(paragraphs) + "\n",
            purpose=f"month_overdue {program.pk} {month}",
            municipality=program.municipality,
        )


def _asked(reminder: Reminder, said: dict[str, object]) -> str:
    if reminder.step == ReminderStep.SECOND:
        return (
            _(
                "We would like to know how %(month)s went, by %(day)s (%(weekday)s). "
                "Two taps are enough: all entered, or no income."
            )
            % said
        )
    return (
        _(
            "How did %(month)s go? Two taps are enough: all entered, or no income. "
            "There is time until %(day)s (%(weekday)s)."
        )
        % said
    )
