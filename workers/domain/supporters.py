"""Who accompanies a participant: named with a day, changed on a day without gap or overlap, never deleted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Membership, Program, User
from programs.models.membership import Role
from workers.models import Enrollment, Supporter
from workers.models.supporter import SupporterRole


@dataclass(frozen=True, slots=True)
class Change:
    """What appointing somebody does for one person: `before` is who is in charge until then, if anybody."""

    enrollment: Enrollment
    before: User | None
    already: bool


def supporting_staff(program: Program, day: dt.date | None = None) -> QuerySet[User]:
    """Who may accompany people of `program` on `day` (today): its directors and its town's officials."""
    serving = Membership.objects.active(day).filter(
        Q(role=Role.DIRECTOR, program=program) | Q(role=Role.OFFICIAL, municipality=program.municipality_id)
    )
    return User.objects.filter(pk__in=serving.values("user"), is_active=True).order_by("display_name", "pk")


def with_presence(supporters: QuerySet[Supporter], day: dt.date | None = None) -> QuerySet[Supporter]:
    """Each with `is_present`: whether they still serve the program (or its town) on `day` (today)."""
    serving = Membership.objects.active(day).filter(
        Q(role=Role.DIRECTOR, program=OuterRef("enrollment__cohort__program"))
        | Q(role=Role.OFFICIAL, municipality=OuterRef("enrollment__cohort__program__municipality")),
        user=OuterRef("user"),
        user__is_active=True,
    )
    return supporters.annotate(is_present=Exists(serving))


def supporters_on(enrollments: Iterable[Enrollment], day: dt.date | None = None) -> dict[int, dict[str, Supporter]]:
    """By enrollment's pk, then by role ("main", "deputy"): who is in charge on `day` (today). One query."""
    found = with_presence(Supporter.objects.on(day), day).filter(enrollment__in=[one.pk for one in enrollments])
    by_person: dict[int, dict[str, Supporter]] = {}
    for supporter in found.select_related("user").order_by("joined_on", "pk"):
        by_person.setdefault(supporter.enrollment_id, {})[supporter.role] = supporter
    return by_person


class ChangedMeanwhile(Refused):
    """What would change now is not what was shown."""


def mark_of(changes: Iterable[Change]) -> str:
    """A short mark of a preview; it differs as soon as one person in charge does."""
    plain = sorted((one.enrollment.pk, one.before.pk if one.before else 0, one.already) for one in changes)
    return sha256(repr(plain).encode()).hexdigest()[:16]


def changes_of(enrollments: Iterable[Enrollment], *, user: User, role: str) -> list[Change]:
    """What appointing `user` today would change for each of these people; nothing is written."""
    enrollments = list(enrollments)
    now = supporters_on(enrollments)
    holders = [(one, now.get(one.pk, {}).get(role)) for one in enrollments]
    return [
        Change(one, holder.user if holder else None, already=holder is not None and holder.user_id == user.pk)
        for one, holder in holders
    ]


@transaction.atomic
def appoint_supporter(*, enrollment: Enrollment, user: User, role: str, joined_on: dt.date) -> Supporter:
    """Put somebody in charge of a participant; whoever was, is so until that day. Raises Refused.

    A deputy who becomes the supporter is deputy no longer, so that nobody deputizes for themselves.
    """
    current = _lock([enrollment.pk])[0]
    return _appoint(current, user, role, joined_on)


@transaction.atomic
def appoint_for_many(
    *, enrollments: Iterable[Enrollment], user: User, role: str, joined_on: dt.date, seen: str = ""
) -> list[Supporter]:
    """The same for many, all or nobody; those who have that person already are passed over. Raises Refused.

    `seen` is the `mark_of` the changes somebody agreed to; with others by now it raises ChangedMeanwhile.
    """
    people = _lock([one.pk for one in enrollments])
    changes = changes_of(people, user=user, role=role)
    if seen and mark_of(changes) != seen:
        raise ChangedMeanwhile(_("Somebody else changed this meanwhile. Look at what will change now."))
    return [_appoint(one.enrollment, user, role, joined_on) for one in changes if not one.already]


@transaction.atomic
def end_supporter(*, supporter: Supporter, left_on: dt.date) -> Supporter:
    """From `left_on` on somebody is in charge no more. Raises Refused before the start, after today, or twice."""
    _lock([supporter.enrollment_id])
    current = Supporter.objects.get(pk=supporter.pk)
    if current.left_on is not None:
        raise Refused(_("This has been ended already."))
    if left_on < current.joined_on:
        raise Refused(_("The end must not come before the start."), field="left_on")
    if left_on > timezone.localdate():
        raise Refused(_("This day has not come yet. Choose today or an earlier day."), field="left_on")
    current.left_on = left_on
    current.save(update_fields=["left_on"])
    return current


def _appoint(enrollment: Enrollment, user: User, role: str, joined_on: dt.date) -> Supporter:
    _refuse_day(enrollment, joined_on)
    if not supporting_staff(enrollment.cohort.program).filter(pk=user.pk).exists():
        raise Refused(_("Choose a director of this program or an official of its town."), field="user")
    open_rows = {one.role: one for one in enrollment.supporters.filter(left_on=None)}
    holder = open_rows.get(role)
    if holder and holder.user_id == user.pk:
        raise Refused(_("%(name)s is in charge already.") % {"name": user}, field="user")
    main = open_rows.get(SupporterRole.MAIN)
    if role == SupporterRole.DEPUTY and main and main.user_id == user.pk:
        raise Refused(_("%(name)s is the supporter; choose somebody else as deputy.") % {"name": user}, field="user")
    _refuse_before_others(enrollment, role, joined_on)
    ending = [holder] if holder else []
    deputy = open_rows.get(SupporterRole.DEPUTY)
    if role == SupporterRole.MAIN and deputy and deputy.user_id == user.pk:
        ending.append(deputy)
    for one in ending:
        one.left_on = max(joined_on, one.joined_on)
        one.save(update_fields=["left_on"])
    return Supporter.objects.create(enrollment=enrollment, user=user, role=role, joined_on=joined_on)


def _refuse_day(enrollment: Enrollment, joined_on: dt.date) -> None:
    if joined_on > timezone.localdate():
        raise Refused(_("This day has not come yet. Choose today or an earlier day."), field="joined_on")
    if joined_on < enrollment.joined_on:
        day = date_format(enrollment.joined_on, "DATE_FORMAT")
        raise Refused(
            _("The person joined on %(day)s. Enter that day or a later one.") % {"day": day}, field="joined_on"
        )
    if enrollment.left_on and enrollment.left_on <= timezone.localdate():
        day = date_format(enrollment.left_on, "DATE_FORMAT")
        raise Refused(_("%(person)s left on %(day)s.") % {"person": enrollment.worker, "day": day}, field="joined_on")


def _refuse_before_others(enrollment: Enrollment, role: str, joined_on: dt.date) -> None:
    """The history is written forward: a day on which somebody else was in charge stays theirs."""
    for one in enrollment.supporters.filter(role=role):
        taken_until = one.left_on or one.joined_on
        if joined_on < taken_until:
            day = date_format(taken_until, "DATE_FORMAT")
            sentence = _("%(name)s was in charge then. Enter %(day)s or a later day.") % {"name": one.user, "day": day}
            raise Refused(sentence, field="joined_on")


def _lock(pks: list[int]) -> list[Enrollment]:
    """Whoever appoints or ends for these people takes turns here, always in the same order."""
    rows = Enrollment.objects.select_related("worker", "cohort__program")
    return list(rows.select_for_update(no_key=True, of=("self",)).filter(pk__in=pks).order_by("pk"))
