"""Getting in touch with a participant: written down in seconds, mended by its writer for a day, then it stands."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import User
from workers.models import Contact, Enrollment
from workers.models.contact import Medium

MENDED_FOR = dt.timedelta(hours=24)
# One tap beside a name. A message that was sent waits for its answer: nobody has been reached yet.
TAPS = {
    "phoned": (Medium.PHONE, True),
    "wrote": (Medium.CHAT, False),
    "met": (Medium.VISIT, True),
}


@dataclass(frozen=True, kw_only=True)
class Touch:
    """What is written down of one contact."""

    happened_on: dt.date
    medium: str
    was_reached: bool = True
    minutes: int | None = None
    line: str = ""

    def as_columns(self) -> dict:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def log_contact(*, enrollment: Enrollment, touch: Touch, by: User) -> Contact:
    """Write one contact down. Raises Refused for a day that has not come or lies before the person joined."""
    refuse_contact_day(enrollment, touch.happened_on)
    return Contact.objects.create(enrollment=enrollment, by=by, **touch.as_columns())


@transaction.atomic
def change_contact(*, contact: Contact, touch: Touch, by: User) -> Contact:
    """Mend one's own contact within a day of writing it. Raises Refused."""
    current = _lock(contact, by)
    refuse_contact_day(current.enrollment, touch.happened_on)
    for name, value in touch.as_columns().items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def remove_contact(*, contact: Contact, by: User) -> None:
    """Take one's own contact away within a day of writing it; what was promised in it stays. Raises Refused."""
    current = _lock(contact, by)
    for follow_up in current.follow_ups.all():
        follow_up.contact = None
        follow_up.save(update_fields=["contact"])
    current.delete()


def may_mend(contact: Contact, user: User) -> bool:
    return contact.by_id == user.pk and contact.logged_at > timezone.now() - MENDED_FOR


def refuse_contact_day(enrollment: Enrollment, day: dt.date) -> None:
    """After leaving people may still be contacted; before joining there was nobody to contact."""
    if day > timezone.localdate():
        raise Refused(_("This day has not come yet. Choose today or an earlier day."), field="happened_on")
    if day < enrollment.joined_on:
        joined = date_format(enrollment.joined_on, "DATE_FORMAT")
        sentence = _("The person joined on %(day)s. Enter that day or a later one.") % {"day": joined}
        raise Refused(sentence, field="happened_on")


def last_medium(user: User) -> str:
    """How this member of staff was in touch with somebody last; a phone call before the first time."""
    return Contact.objects.filter(by=user).order_by("-pk").values_list("medium", flat=True).first() or Medium.PHONE


def last_attempts(enrollments: Iterable[int]) -> dict[int, Contact]:
    """The latest contact without an answer of each of these enrollments. One query."""
    numbered: QuerySet[Contact] = Contact.objects.filter(enrollment__in=list(enrollments), was_reached=False).annotate(
        place=Window(RowNumber(), partition_by=F("enrollment"), order_by=[F("happened_on").desc(), F("pk").desc()])
    )
    return {contact.enrollment_id: contact for contact in numbered.filter(place=1).order_by()}


def _lock(contact: Contact, by: User) -> Contact:
    rows = Contact.objects.select_related("enrollment").select_for_update(no_key=True, of=("self",))
    current = rows.filter(pk=contact.pk).first()
    if current is None:
        raise Refused(_("This entry has been removed in the meantime."))
    if current.by_id != by.pk:
        raise Refused(_("Only the person who wrote an entry can correct it. Add a new one instead."))
    if not may_mend(current, by):
        raise Refused(_("An entry can be corrected for 24 hours. Add a new one instead."))
    return current
