"""Taking people into a cohort, their leaving, and opening the months that are theirs."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, User
from programs.shared.month import Month
from workers.domain.closing import lock_cohort
from workers.domain.far_days import refuse_far_ahead
from workers.domain.gate import lock_months, open_months
from workers.domain.outcomes import keep_outcome_of_leaving
from workers.domain.refusals import CohortFull, MonthClosed
from workers.domain.stages import refuse_stages_outside
from workers.domain.targets import mark_enrollment
from workers.models import Earning, Enrollment, IncomeMonth, MonthClosing, Worker
from workers.models.enrollment import LeavingReason
from workers.signals import tell_income_months_touched

AT_ONCE = 1000
LOOK_BACK = 12  # months


def enroll(*, worker: Worker, cohort: Cohort, joined_on: dt.date) -> Enrollment:
    """Take a participant into a cohort and open their months.

    Raises CohortFull, MonthClosed (the first month is signed off), Refused (other town, before the start).
    """
    return enroll_many([(worker, joined_on)], cohort=cohort)[0]


@transaction.atomic
def enroll_many(joining: Sequence[tuple[Worker, dt.date]], *, cohort: Cohort) -> list[Enrollment]:
    """Take participants into a cohort, each from a day of their own, all or none. Raises what `enroll` raises."""
    cohort = lock_cohort(cohort)
    if not joining:
        return []
    for worker, joined_on in joining:
        _refuse_foreign(worker, cohort)
        _refuse_early(joined_on, cohort)
    people = [worker for worker, _joined_on in joining]
    there = Enrollment.objects.filter(cohort=cohort, worker__in=people).select_related("worker").first()
    [(named, times)] = Counter(people).most_common(1)
    if there or times > 1:
        already = _("This person is already in that cohort.")
        raise Refused(already if len(people) == 1 else f"{there.worker if there else named}: {already}", field="worker")
    first = min(joined_on for _worker, joined_on in joining)
    refuse_beyond_capacity(len(people), cohort, since=first)
    refuse_closed_span(cohort, since=first, field="joined_on")
    enrollments = [  # one by one: the log of changes does not see a bulk
        Enrollment.objects.create(worker=worker, cohort=cohort, joined_on=joined_on) for worker, joined_on in joining
    ]
    now = Month.of(timezone.localdate())
    open_months((one.pk, month) for one in enrollments for month in _months_taken_part(one, until=now))
    tell_income_months_touched()
    return enrollments


def _refuse_foreign(worker: Worker, cohort: Cohort) -> None:
    if worker.municipality_id != cohort.program.municipality_id:
        raise Refused(_("The participant and the cohort belong to different towns."), field="cohort")


def _refuse_early(joined_on: dt.date, cohort: Cohort) -> None:
    if joined_on < cohort.starts_on:
        day = date_format(cohort.starts_on, "DATE_FORMAT")
        raise Refused(
            _("The cohort starts on %(day)s. Enter that day or a later one.") % {"day": day}, field="joined_on"
        )


def refuse_beyond_capacity(coming: int, cohort: Cohort, *, since: dt.date) -> None:
    """Raise CohortFull, with the numbers, when so many do not fit from that day on; who never began holds no seat."""
    taken = cohort.enrollments.filter(Q(left_on=None) | Q(left_on__gt=since)).exclude(left_on=F("joined_on"))
    free = cohort.capacity - taken.count()
    if coming <= free:
        return
    if coming == 1:
        sentence = _("All %(seats)s seats of this cohort are taken.") % {"seats": cohort.capacity}
    else:
        sentence = _("%(coming)s people are to join, but of %(seats)s seats only %(free)s are free.") % {
            "coming": coming, "seats": cohort.capacity, "free": max(free, 0),
        }  # fmt: skip
    raise CohortFull(sentence, field="cohort")


@transaction.atomic
def leave(
    *, enrollment: Enrollment, left_on: dt.date, reason: LeavingReason, employer: str = "", by: User | None = None
) -> Enrollment:
    """End an enrollment, or correct how it ended. Hired or in business is written down as a success with it.

    Raises Refused before the day of joining, before the last pay or a stage, and more than a year ahead; MonthClosed
    for a signed-off month.
    """
    refuse_far_ahead(left_on, field="left_on")
    cohort = lock_cohort(enrollment.cohort)
    months = IncomeMonth.objects.select_for_update(no_key=True, of=("self",)).filter(enrollment=enrollment)
    list(months.order_by("month"))  # whoever is writing an entry now is waited for, and checks again after us
    enrollment = Enrollment.objects.select_for_update(no_key=True).get(pk=enrollment.pk)
    last = Earning.objects.filter(enrollment=enrollment).order_by("-earned_on").first()
    if left_on < enrollment.joined_on:
        day = date_format(enrollment.joined_on, "DATE_FORMAT")
        raise Refused(_("The person joined on %(day)s. Enter that day or a later one.") % {"day": day}, field="left_on")
    if last and last.earned_on >= left_on:
        day = date_format(last.earned_on + dt.timedelta(days=1), "DATE_FORMAT")
        raise Refused(_("Enter %(day)s or a later day: there are entries before it.") % {"day": day}, field="left_on")
    refuse_stages_outside(enrollment, joined_on=enrollment.joined_on, left_on=left_on, field="left_on")
    refuse_closed_span(cohort, since=min(left_on, enrollment.left_on or left_on), field="left_on")
    before = enrollment.leaving_reason, enrollment.left_on
    enrollment.left_on, enrollment.leaving_reason, enrollment.employer = left_on, reason, employer
    enrollment.save(update_fields=["left_on", "leaving_reason", "employer"])
    keep_outcome_of_leaving(enrollment, before=before, by=by)
    mark_enrollment(enrollment)
    return enrollment


@transaction.atomic
def open_months_of(enrollment: Enrollment) -> int:
    """Make the income months from the day of joining to today that are not there yet. Returns how many there are."""
    months = _months_taken_part(enrollment, until=Month.of(timezone.localdate()))
    there = set(IncomeMonth.objects.filter(enrollment=enrollment).values_list("month", flat=True))
    missing = [month for month in months if month.first not in there]
    open_months((enrollment.pk, month) for month in missing)
    if missing:
        tell_income_months_touched()
    return len(months)


def open_current_months() -> int:
    """Make the rows of this month and of the year before that are missing for people taking part. Returns how many.

    Run daily and harmless when repeated; it looks back because nothing may have run over a month's end.
    """
    now = Month.of(timezone.localdate())
    return sum(_open_month(now - n) for n in range(LOOK_BACK))


def _open_month(month: Month) -> int:
    have = IncomeMonth.objects.in_month(month).values("enrollment")
    closed = MonthClosing.objects.in_force().filter(month=month.first).values("cohort")
    people = Enrollment.objects.during(month).exclude(pk__in=have).exclude(cohort__in=closed)
    missing = list(people.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(missing), AT_ONCE):
        with transaction.atomic():
            lock_months((pk, month) for pk in missing[start : start + AT_ONCE])
            tell_income_months_touched()
    return len(missing)


def _months_taken_part(enrollment: Enrollment, *, until: Month) -> list[Month]:
    first = Month.of(enrollment.joined_on)
    last = until if enrollment.left_on is None else min(until, Month.of(enrollment.left_on - dt.timedelta(days=1)))
    return [first + n for n in range((last - first) + 1)]


def refuse_closed_span(cohort: Cohort, *, since: dt.date, field: str = "earned_on") -> None:
    """Raise MonthClosed when a month of the cohort from that day on is signed off; `field` names the input."""
    closings = MonthClosing.objects.in_force().filter(cohort=cohort, month__gte=Month.of(since).first)
    closing = closings.select_related("closed_by").order_by("month").first()
    if closing:
        refused = MonthClosed(closing.period, closed_at=closing.closed_at, closed_by=closing.closed_by)
        refused.field = field
        raise refused
