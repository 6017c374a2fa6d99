"""Mails to people outside: composed here, sent by the outbox in its own time."""

from django.utils.translation import gettext as _

from programs.domain.outbox import queue_mail
from programs.models import OutgoingMail
from workers.domain.application_numbers import spaced_reference
from workers.models import Application


def tell_received(application: Application, *, address: str) -> OutgoingMail | None:
    """Confirm an application to whoever gave an e-mail address; `address`: where it is looked up.

    The mail holds the number and not the secret. A family may read one mailbox, a typing slip sends the mail to a
    stranger, and forwarded mails are kept for years: with both, anybody could see and withdraw the application.
    """
    if not application.email:
        return None
    call, town = application.call, application.call.cohort.program.municipality
    words = {
        "name": application.full_name,
        "call": call.title,
        "town": town.name,
        "number": spaced_reference(application.reference),
        "address": address,
        "contact": call.contact,
    }
    paragraphs = [
        _("Dear %(name)s,") % words,
        _("%(town)s has received your application to «%(call)s».") % words,
        _("Reference number: %(number)s") % words,
        _(
            "You can see how it stands with this number and the secret that was shown on the screen when you applied:\n"
            "%(address)s"
        )
        % words,
        _(
            "For your safety the secret does not stand in this mail. If you do not have it any more, please ask:\n"
            "%(contact)s"
        )
        % words,
        _("Applying, courses and jobs cost you nothing. If somebody asks you for money, please tell us at once."),
        _("If you did not apply yourself, somebody mistyped their address: please delete this mail."),
    ]
    return queue_mail(
        recipient=application.email,
        subject=_("We have received your application (%(number)s)") % words,
        body="\n\n".join(paragraphs) + "\n",
        purpose="application_received",
        municipality=town,
    )
