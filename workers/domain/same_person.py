"""Whether two rows may be one person: the same folded name and reading, and the same phone number or e-mail address."""

from typing import Protocol

from programs.models import Municipality
from programs.shared.digits import phone_digits
from programs.shared.search_key import search_key
from workers.models import Application, Attendee, Worker
from workers.models.named_person import SEARCH_LENGTH


class Person(Protocol):
    phone: str
    email: str

    @property
    def full_name(self) -> str: ...
    @property
    def full_kana(self) -> str: ...


def is_same(one: Person, other: Person) -> bool:
    """By name and reading as they are searched, and one way to reach them. Without any contact nobody is the same."""
    return _reachable_alike(one, other) and _name(one) == _name(other)


def workers_like(application: Application, municipality: Municipality) -> list[Worker]:
    """Participants of the town who may be this applicant; also found by what they wrote in an earlier application."""
    named = Worker.objects.filter(municipality=municipality, merged_into=None, search=_name(application))
    known = list(named.prefetch_related("applications", "enrollments__cohort").order_by("pk"))
    return [
        worker
        for worker in known
        if _reachable_alike(worker, application)
        or any(_reachable_alike(earlier, application) for earlier in worker.applications.all())
    ]


def attendee_like(application: Application, municipality: Municipality) -> Attendee | None:
    """The person of the course lists who is not linked yet, by exact reading and phone number or e-mail address."""
    kana = {name: getattr(application, name) for name in ("family_name_kana", "given_name_kana")}
    named = Attendee.objects.filter(**kana, municipality=municipality, worker=None).order_by("pk")
    return next((one for one in named.select_for_update(no_key=True) if _reachable_alike(one, application)), None)


def _name(person: Person) -> str:
    return search_key(f"{person.full_name} {person.full_kana}")[:SEARCH_LENGTH]


def _reachable_alike(one: Person, other: Person) -> bool:
    phones = phone_digits(one.phone), phone_digits(other.phone)
    addresses = one.email.casefold(), other.email.casefold()
    return any(a and a == b for a, b in (phones, addresses))
