"""Who looked at, exported, printed or changed what is kept about a person: for that person to read."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.access_records import Action
from programs.models import AccessRecord, Membership
from programs.models.membership import Role
from programs.shared.month import Month
from workers.domain.about_person import Person
from workers.models import Enrollment, IncomeMonth, MonthClosing

_RANK = (Role.OFFICIAL, Role.DIRECTOR, Role.VIEWER)


@dataclass(frozen=True)
class Look:
    """One record with whoever did it, by role and name."""

    record: AccessRecord
    role: str
    name: str


def records_about(person: Person) -> QuerySet[AccessRecord]:
    """What others did, the newest first: with the person's own record, and lists of a cohort taken away as a file.

    Such a list is of everybody's months as they stand, or as they were signed off.
    """
    about = Q(subject_worker__in=person.workers)
    noun = IncomeMonth._meta.label_lower
    enrollments = list(Enrollment.objects.filter(worker__in=person.workers).only("cohort_id", "joined_on"))
    about |= Q(action=Action.EXPORTED, noun=MonthClosing._meta.label_lower, object_id__in=_closings_of(enrollments))
    for enrollment in enrollments:
        listed = f"cohort {enrollment.cohort_id} people"  # as reports writes it
        since = timezone.make_aware(dt.datetime.combine(enrollment.joined_on, dt.time.min))
        about |= Q(action=Action.EXPORTED, noun=noun, detail=listed, at__gte=since)
    return AccessRecord.objects.filter(about).exclude(user__in=person.users).select_related("user").order_by("-pk")


def _closings_of(enrollments: list[Enrollment]) -> list[str]:
    """The numbers of the closings whose list can have these participations in it."""
    since = {one.cohort_id: Month.of(one.joined_on) for one in enrollments}
    closings = MonthClosing.objects.filter(cohort__in=since).order_by().values_list("pk", "cohort", "month")
    return [str(pk) for pk, cohort, month in closings if Month.of(month) >= since[cohort]]


def records_by(person: Person) -> QuerySet[AccessRecord]:
    """What the person did themselves, the newest first."""
    return AccessRecord.objects.filter(user__in=person.users).select_related("user").order_by("-pk")


def with_roles(records: Iterable[AccessRecord], person: Person) -> list[Look]:
    """Each record with the role its account had in that town on that day. One query."""
    records = list(records)
    users = {record.user_id for record in records if record.user_id}
    terms = list(Membership.objects.filter(user__in=users).select_related("program"))
    return [Look(record, _role(record, terms, person), _name(record)) for record in records]


def _role(record: AccessRecord, terms: list[Membership], person: Person) -> str:
    if record.user is None:
        return _("without signing in")
    if record.user_id in person.users:
        return _("yourself")
    day = timezone.localdate(record.at)
    held = {
        term.role
        for term in terms
        if term.user_id == record.user_id
        and term.joined_on <= day
        and (term.left_on is None or term.left_on > day)
        and (term.municipality_id or term.program.municipality_id) == record.municipality_id
    }
    role = next((role for role in _RANK if role in held), None)
    if role:
        return str(role.label)
    return _("system administrator") if record.user.is_superuser else _("no role any more")


def _name(record: AccessRecord) -> str:
    return record.user.display_name if record.user else ""
