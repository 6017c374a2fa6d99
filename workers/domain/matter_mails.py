"""A mail that there is a message: without its words, its subject or a name, because others read a mailbox, too."""

import datetime as dt

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programs.domain.outbox import queue_mail
from programs.models import Membership, OutgoingMail, User
from programs.models.membership import Role
from workers.domain.matters import is_participant
from workers.models import Enrollment, Message, Supporter

AT_MOST_ONCE_IN = dt.timedelta(hours=1)  # one matter to one person


def tell_of_message(message: Message, *, own_url: str, desk_url: str) -> list[OutgoingMail]:
    """Tell the other side, in the transaction of the message. `own_url` is the participant's page, `desk_url` the
    town's. Nothing where mail does not work, and nothing to whom the same matter has brought a mail within the hour.
    """
    if not settings.MAIL_WORKS:
        return []
    enrollment = message.matter.enrollment
    from_participant = is_participant(enrollment, message.by)
    readers = _people_of_the_town(enrollment) if from_participant else [enrollment.worker.user]
    url = desk_url if from_participant else own_url
    written = [_tell(reader, message, url=url) for reader in readers if reader and reader.pk != message.by_id]
    return [mail for mail in written if mail]


def _people_of_the_town(enrollment: Enrollment) -> list[User]:
    """Who is in charge of the person today and still works here; else the program's directors; else the officials."""
    program = enrollment.cohort.program
    today = timezone.localdate()
    directors = Membership.objects.active(today).filter(role=Role.DIRECTOR, program=program).values("user")
    officials = Membership.objects.active(today).filter(role=Role.OFFICIAL, municipality=program.municipality_id)
    working = User.objects.filter(is_active=True)
    in_charge = Supporter.objects.on(today).filter(enrollment=enrollment).values("user")
    serving = working.filter(pk__in=directors) | working.filter(pk__in=officials.values("user"))
    for people in (
        serving.filter(pk__in=in_charge),
        working.filter(pk__in=directors),
        working.filter(pk__in=officials.values("user")),
    ):
        if found := list(people.order_by("pk")):
            return found
    return []


def _tell(reader: User, message: Message, *, url: str) -> OutgoingMail | None:
    purpose = f"message {message.matter_id} {reader.pk}"
    lately = timezone.now() - AT_MOST_ONCE_IN
    if not reader.is_active or OutgoingMail.objects.filter(purpose=purpose, made_at__gt=lately).exists():
        return None
    program = message.matter.enrollment.cohort.program
    with translation.override(settings.LANGUAGE_CODE):
        words = {"town": program.municipality.name, "program": program.name, "url": url}
        paragraphs = [
            _("There is a message for you in %(town)s, %(program)s.") % words,
            _("For your privacy it does not stand in this mail. Please sign in to read it:\n%(url)s") % words,
            _("This mail is sent by the system; answers to it are read by nobody."),
        ]
        return queue_mail(
            recipient=reader.email,
            subject=_("There is a message for you (%(town)s)") % words,
            body="\n\n".join(paragraphs) + "\n",
            purpose=purpose,
            municipality=program.municipality,
        )
