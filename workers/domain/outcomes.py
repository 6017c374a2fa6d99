"""What the program was made for: people hired, in a business of their own, moved in. Counted in people, never twice."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Program, User
from workers.domain.stages import locked_enrollment
from workers.domain.suppression import suppressed
from workers.models import Enrollment, Outcome
from workers.models.enrollment import SUCCESSES
from workers.models.outcome import OutcomeKind


@dataclass(frozen=True, slots=True)
class Successes:
    """How many people (実): `people` once each, whatever they achieved; the others by what it was. None: withheld."""

    hired: int | None = 0
    started_business: int | None = 0
    moved_in: int | None = 0
    people: int | None = 0

    @property
    def hides_something(self) -> bool:
        return None in (self.hired, self.started_business, self.moved_in, self.people)

    def for_onlookers(self, among: int) -> "Successes":
        """For who may not know why somebody left: no figure that is small, or leaves few of the `among` people over."""
        shown = {
            name: suppressed((count, among - count))[0] if count else count for name, count in asdict(self).items()
        }
        return Successes(**shown)


@transaction.atomic
def record_outcome(
    *,
    enrollment: Enrollment,
    kind: OutcomeKind,
    happened_on: dt.date,
    by: User | None,
    employer: str = "",
    note: str = "",
) -> Outcome:
    """Write down a success. Raises Refused before the first day, in the future, or when it is there already."""
    enrollment = locked_enrollment(enrollment)
    if happened_on < enrollment.joined_on:
        day = date_format(enrollment.joined_on, "DATE_FORMAT")
        raise Refused(
            _("The person joined on %(day)s. Enter that day or a later one.") % {"day": day}, field="happened_on"
        )
    if happened_on > timezone.localdate():
        raise Refused(_("This day is still to come. Write it down when it has happened."), field="happened_on")
    if Outcome.objects.filter(enrollment=enrollment, kind=kind, happened_on=happened_on).exists():
        raise Refused(_("This outcome is already written down."), field="kind")
    return Outcome.objects.create(
        enrollment=enrollment, kind=kind, happened_on=happened_on, employer=employer, note=note, by=by
    )


@transaction.atomic
def remove_outcome(*, outcome: Outcome, by: User | None) -> None:
    """Take a success back that was written down wrongly. Raises Refused for the one the person left with."""
    enrollment = locked_enrollment(outcome.enrollment)
    if enrollment.leaving_reason == outcome.kind and enrollment.left_on == outcome.happened_on:
        raise Refused(_("The person left with this outcome. Correct the leaving instead."))
    Outcome.objects.filter(pk=outcome.pk).delete()


def keep_outcome_of_leaving(enrollment: Enrollment, *, before: tuple[str, dt.date | None], by: User | None) -> None:
    """After `leave`: hired or in business is a success, written down with it; a corrected leaving corrects it.

    `before` is the reason and the day that stood there; the enrollment is locked. One success is written once, even if
    it was noted before the person left.
    """
    reason, left_on = before
    written = Outcome.objects.filter(enrollment=enrollment, kind=reason, happened_on=left_on)
    if reason in SUCCESSES and reason == enrollment.leaving_reason:
        _move(written.first(), enrollment)
    elif reason in SUCCESSES:
        written.delete()
    if enrollment.leaving_reason not in SUCCESSES:
        return
    known = Outcome.objects.filter(enrollment=enrollment, kind=enrollment.leaving_reason).first()
    if known is None:
        Outcome.objects.create(
            enrollment=enrollment,
            kind=enrollment.leaving_reason,
            happened_on=enrollment.left_on,
            employer=enrollment.employer,
            by=by,
        )
    elif enrollment.employer and not known.employer:
        known.employer = enrollment.employer
        known.save(update_fields=["employer"])


def _move(written: Outcome | None, enrollment: Enrollment) -> None:
    """The success somebody left with, corrected with the leaving; what was noted beside it stays."""
    if written is None:
        return
    there = Outcome.objects.filter(enrollment=enrollment, kind=written.kind, happened_on=enrollment.left_on)
    if there.exclude(pk=written.pk).exists():
        written.delete()
        return
    written.happened_on, written.employer = enrollment.left_on, enrollment.employer or written.employer
    written.save(update_fields=["happened_on", "employer"])


def has_succeeded(today: dt.date, *, enrollment: str = "pk") -> Q:
    """Hired or in business by `today`: by an outcome, or by the reason somebody left with."""
    noted = Outcome.objects.filter(enrollment=OuterRef(enrollment), kind__in=SUCCESSES, happened_on__lte=today)
    return Q(Exists(noted)) | Q(left_on__lte=today, leaving_reason__in=SUCCESSES)


def successes(place: Program | Cohort) -> Successes:
    """The people of a program or cohort who got there until today, each once, in however many cohorts. Two queries."""
    people = Enrollment.objects.filter(**{"cohort__program" if isinstance(place, Program) else "cohort": place})
    return successes_of(people.filter(worker__merged_into=None))


def successes_of(enrollments: QuerySet[Enrollment]) -> Successes:
    """Those among `enrollments` who got there until today, in people. Two queries."""
    today = timezone.localdate()
    noted = Outcome.objects.filter(enrollment__in=enrollments.order_by().values("pk"), happened_on__lte=today)
    pairs = set(noted.order_by().values_list("kind", "enrollment__worker"))
    gone = enrollments.order_by().filter(left_on__lte=today, leaving_reason__in=SUCCESSES)
    pairs |= set(gone.values_list("leaving_reason", "worker"))
    who = {kind: {worker for one, worker in pairs if one == kind} for kind in OutcomeKind.values}
    return Successes(
        **{kind: len(workers) for kind, workers in who.items()}, people=len({worker for _kind, worker in pairs})
    )
