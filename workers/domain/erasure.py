"""A person leaves and asks to be made nameless: asked by them, done by the town, statistics kept to the yen."""

import datetime as dt
import secrets

from auditlog.context import disable_auditlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.forgetting import NAMELESS
from programs.domain.refusals import Refused
from programs.models import Cohort, Program, User
from workers.domain.about_person import Person, person_of
from workers.domain.erasing import empty_person
from workers.domain.erasure_plan import obstacles_to_erasing
from workers.domain.gate import hold_cohorts
from workers.models import ErasureRequest, IncomeMonth, Worker

SWEPT_FOR = dt.timedelta(days=3)


@transaction.atomic
def ask_for_erasure(*, worker: Worker, by: User) -> ErasureRequest:
    """Ask; it is done by the town once the participation is over. Raises Refused when it was asked already."""
    worker = _locked(person_of(worker))[worker.pk]
    if open_request_of(worker):
        raise Refused(_("You have asked for this already."))
    wish = ErasureRequest.objects.create(worker=worker)
    _note(worker, by, "erasure asked")
    return wish


@transaction.atomic
def withdraw_erasure(*, worker: Worker, by: User) -> None:
    """Take the request back as long as nothing was done; harmless when there is none."""
    worker = _locked(person_of(worker))[worker.pk]
    if wish := open_request_of(worker):
        wish.withdrawn_at = timezone.now()
        wish.save(update_fields=["withdrawn_at"])
        _note(worker, by, "erasure withdrawn")


def open_request_of(worker: Worker) -> ErasureRequest | None:
    """Of the person, also when it was asked under a row that was joined with this one since."""
    return ErasureRequest.objects.open().filter(Q(worker=worker) | Q(worker__merged_into=worker)).first()


def requests_in(program: Program, user: User) -> QuerySet[ErasureRequest]:
    """Requests of people who take part, or took part, in this program; the oldest first."""
    visible = ErasureRequest.objects.visible_to(user)
    here = Q(worker__enrollments__cohort__program=program)
    joined = Q(worker__merged_into__enrollments__cohort__program=program)
    return visible.filter(here | joined).distinct().order_by("asked_at", "pk")


@transaction.atomic
def erase_person(*, wish: ErasureRequest, by: User) -> Worker:
    """Make the person of a request nameless, for good. Done before, it does nothing.

    Raises Refused when the request was taken back or something stands in the way. Locks: cohorts, people, months.
    """
    staying = _staying(wish)
    person = person_of(staying, with_strays=True)
    hold_cohorts(Cohort.objects.filter(enrollments__worker__in=person.workers))
    worker = _locked(person)[staying.pk]
    _lock_months(person)
    if person_of(_staying(wish)).workers != person.workers:  # joined with another row while we waited
        raise Refused(_("This person's record has changed meanwhile. Please open the page again."))
    wish = ErasureRequest.objects.get(pk=wish.pk)
    if wish.withdrawn_at:
        raise Refused(_("The person has taken the request back. Nothing was changed."))
    if worker.anonymized_at is None:
        if obstacles := obstacles_to_erasing(person):
            raise Refused(obstacles[0])
        with disable_auditlog():
            empty_person(person, town=worker.municipality, number=_number(), by=by)
        now = timezone.now()
        Worker.objects.filter(pk__in=person.workers).update(anonymized_at=now)
        ErasureRequest.objects.open().filter(worker__in=person.workers).update(done_at=now, done_by=by)
        _note(worker, by, "erased")
    return Worker.objects.get(pk=worker.pk)


def erase_leftovers() -> int:
    """Empty once more who was made nameless in the last days: a form of theirs may have been on its way. How many."""
    since = timezone.now() - SWEPT_FOR
    done = ErasureRequest.objects.filter(done_at__gte=since).select_related("done_by").order_by("pk")
    for wish in done:
        with transaction.atomic(), disable_auditlog():
            person = person_of(_staying(wish))
            hold_cohorts(Cohort.objects.filter(enrollments__worker__in=person.workers))
            worker = _locked(person)[_staying(wish).pk]
            _lock_months(person)
            empty_person(person, town=worker.municipality, number=worker.given_name, by=wish.done_by)
    return len(done)


def _staying(wish: ErasureRequest) -> Worker:
    worker = Worker.objects.select_related("merged_into").get(pk=wish.worker_id)
    return worker.merged_into or worker


def _locked(person: Person) -> dict[int, Worker]:
    rows = Worker.objects.select_for_update(no_key=True, of=("self",)).select_related("municipality")
    return {row.pk: row for row in rows.filter(pk__in=person.workers).order_by("pk")}


def _lock_months(person: Person) -> None:
    rows = IncomeMonth.objects.filter(enrollment__worker__in=person.workers)
    list(rows.select_for_update(no_key=True, of=("self",)).order_by("enrollment_id", "month").values_list("pk"))


def _number() -> str:
    """A number that leads nowhere; no other nameless person of any town has it."""
    while True:
        number = str(secrets.randbelow(900_000) + 100_000)
        if not Worker.objects.filter(family_name=NAMELESS, given_name=number).exists():
            return number


def _note(worker: Worker, by: User, detail: str) -> None:
    record_access(
        Action.CHANGED, worker, user=by, municipality=worker.municipality, subject_worker=worker.pk, detail=detail
    )
