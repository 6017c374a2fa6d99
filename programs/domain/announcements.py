"""Announcements: a few lines to one role, in one period. Written, changed and withdrawn; never deleted."""

import datetime as dt
from dataclasses import dataclass, fields

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Announcement, Cohort, Program, User
from programs.models.announcement import Audience
from programs.models.membership import Role

LONGEST = dt.timedelta(days=366)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What an announcement says, to whom and on which days (both count); `cohort` None is all cohorts."""

    audience: str
    title: str
    shows_from: dt.date
    shows_until: dt.date
    body: str = ""
    cohort: Cohort | None = None

    def as_columns(self) -> dict:
        return {field.name: getattr(self, field.name) for field in fields(self)}


@transaction.atomic
def announce(*, program: Program, words: Words, by: User) -> Announcement:
    """Raises Refused: the period is over, backwards or longer than a year; a cohort that is not asked for."""
    refuse_wrong_words(program, words)
    if words.shows_until < timezone.localdate():
        raise Refused(_("The last day is over already. Nobody would see it."), field="shows_until")
    return Announcement.objects.create(program=program, made_by=by, **words.as_columns())


@transaction.atomic
def change_announcement(*, announcement: Announcement, words: Words) -> Announcement:
    """Raises what `announce` raises, except that a period that is over may stay; Refused once it is withdrawn."""
    current = Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)
    if current.withdrawn_at:
        raise Refused(_("This announcement has been withdrawn in the meantime."))
    refuse_wrong_words(current.program, words)
    for name, value in words.as_columns().items():
        setattr(current, name, value)
    current.save()
    return current


@transaction.atomic
def withdraw_announcement(*, announcement: Announcement) -> Announcement:
    """Show it to nobody any more, from now on. A second time changes nothing."""
    current = Announcement.objects.select_for_update(no_key=True).get(pk=announcement.pk)
    if current.withdrawn_at is None:
        current.withdrawn_at = timezone.now()
        current.save(update_fields=["withdrawn_at"])
    return current


def refuse_wrong_words(program: Program, words: Words) -> None:
    if words.shows_until < words.shows_from:
        raise Refused(_("The last day must not come before the first."), field="shows_until")
    if words.shows_until - words.shows_from > LONGEST:
        raise Refused(_("Please choose a period of at most one year."), field="shows_until")
    if words.cohort is None:
        return
    if words.cohort.program_id != program.pk:
        raise Refused(_("This cohort belongs to another program."), field="cohort")
    if words.audience not in (Audience.WORKERS, Audience.ALL):
        raise Refused(_("A cohort can be chosen for participants only."), field="cohort")


def announcements_to_participants(cohort: Cohort, day: dt.date) -> QuerySet[Announcement]:
    """What those of one cohort are shown on `day`; the newest first."""
    to_them = Q(cohort=None) | Q(cohort=cohort)
    return Announcement.objects.on(day).filter(
        to_them, program=cohort.program_id, audience__in=(Audience.WORKERS, Audience.ALL)
    )


def announcements_to_staff(user: User, day: dt.date) -> QuerySet[Announcement]:
    """What `user` is shown on `day` as a director or official of their programs; the newest first."""
    directing = user.memberships.active(day).filter(role=Role.DIRECTOR)
    to_them = (
        Q(audience=Audience.ALL)
        | Q(audience=Audience.DIRECTORS, program__in=directing.values("program"))
        | Q(audience=Audience.OFFICIALS, program__in=Program.objects.run_by(user))
    )
    return Announcement.objects.visible_to(user).on(day).filter(to_them)
