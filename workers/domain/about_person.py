"""Which rows are about one person, table by table: the one map that the copy of one's data and erasing both follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from programs.shared.digits import phone_digits
from programs.shared.search_key import search_key
from workers.models import Application, Attendee, Worker

_PARTICIPATION = "enrollment__worker__in"
# How a table is reached from the participants that are one person, their applications, attendees and accounts.
PATHS: dict[str, tuple[str, ...]] = {
    "workers.Worker": ("pk__in",),
    "workers.Enrollment": ("worker__in",),
    **{
        f"workers.{name}": (_PARTICIPATION,)
        for name in (
            "Availability", "Contact", "Earning", "EarningChange", "EnrollmentStage", "FollowUp", "FunnelStep",
            "IncomeMonth", "LaterState", "Matter", "MonthPlan", "Outcome", "Pause", "PlanWish", "Reminder",
            "SkillCheck", "StatementImport", "Supporter", "TimeOff",
        )
    },
    **{
        f"workers.{name}": ("worker__in",)
        for name in ("ErasureRequest", "Expense", "StatementMapping", "WorkerPreference")
    },
    "workers.Evidence": ("earning__enrollment__worker__in", "expense__worker__in"),
    "workers.Message": ("matter__enrollment__worker__in",),
    "workers.ReadMark": ("matter__enrollment__worker__in",),
    "workers.Application": ("applications:pk__in",),
    "workers.ApplicationStep": ("applications:application__in",),
    "workers.Assessment": ("applications:application__in",),
    "workers.Attendee": ("attendees:pk__in",),
    "workers.Attendance": ("attendees:attendee__in",),
    "programs.User": ("users:pk__in",),
    "programs.Membership": ("users:user__in",),
    "programs.Invitation": ("worker__in", "users:accepted_by__in"),
    "programs.FormToken": ("users:user__in",),
    "programs.AccessRecord": ("subject_worker__in", "users:user__in"),
    "account.EmailAddress": ("users:user__in",),
    "account.EmailConfirmation": ("users:email_address__user__in",),
    "mfa.Authenticator": ("users:user__in",),
}  # fmt: skip


@dataclass(frozen=True)
class Person:
    """Numbers of the rows that are one person: the participant, rows joined with it, applications, attendees, accounts.

    `strays` are applications and attendees that nobody linked, of the same reading and phone number or e-mail address.
    """

    workers: tuple[int, ...]
    users: tuple[int, ...]
    applications: tuple[int, ...]
    attendees: tuple[int, ...]

    def rows(self, label: str) -> QuerySet:
        """The rows of one table that are about this person. KeyError for a table nobody thought about."""
        condition = Q()
        for path in PATHS[label]:
            whose, _colon, lookup = path.rpartition(":")
            condition |= Q(**{lookup: getattr(self, whose or "workers")})
        return apps.get_model(label)._base_manager.filter(condition)


def person_of(worker: Worker, *, with_strays: bool = False) -> Person:
    """Everything that is certainly this person; `with_strays` also what is as good as certain."""
    rows = list(Worker.objects.filter(Q(pk=worker.pk) | Q(merged_into=worker.pk)).select_related("user").order_by("pk"))
    numbers = tuple(row.pk for row in rows)
    applications = _carried(Application.objects.filter(worker__in=numbers).values_list("pk", flat=True))
    attendees = set(Attendee.objects.filter(worker__in=numbers).values_list("pk", flat=True))
    if with_strays:
        known = [*rows, *Application.objects.filter(pk__in=applications), *Attendee.objects.filter(pk__in=attendees)]
        town = worker.municipality_id
        loose = Application.objects.filter(worker=None, call__cohort__program__municipality=town)
        applications = _carried(applications | _strays(loose, known))
        attendees |= _strays(Attendee.objects.filter(worker=None, municipality=town), known)
    return Person(
        workers=numbers,
        users=tuple(row.user_id for row in rows if row.user_id),
        applications=tuple(sorted(applications)),
        attendees=tuple(sorted(attendees)),
    )


def _carried(numbers: Iterable[int]) -> set[int]:
    """With the applications these were carried over from, and those carried over from them."""
    found = set(numbers)
    while True:
        near = Application.objects.filter(Q(carried_to__in=found) | Q(carried_from__in=found)).exclude(pk__in=found)
        more = set(near.values_list("pk", flat=True))
        if not more:
            return found
        found |= more


def _strays(loose: QuerySet, known: list[Model]) -> set[int]:
    """The same folded name or reading, and the same phone number or e-mail address: the rule of «applied twice»."""
    names = {key for one in known for key in _names(one)}
    ways = {way for one in known for way in _ways(one)}
    wanted = Q()
    for key in names:
        wanted |= Q(search__contains=key)
    if not names or not ways:
        return set()
    return {one.pk for one in loose.filter(wanted) if _names(one) & names and _ways(one) & ways}


def _names(one: Model) -> set[str]:
    return {search_key(name) for name in (one.full_name, one.full_kana) if search_key(name)}


def _ways(one: Model) -> set[str]:
    account = getattr(one, "user", None)
    ways = {phone_digits(one.phone), one.email.casefold(), account.email.casefold() if account else ""}
    return ways - {""}
