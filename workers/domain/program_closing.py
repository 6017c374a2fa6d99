"""One month of several cohorts signed off in one go. Each closes or refuses by itself: one that cannot holds nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from programs.domain.once import only_once
from programs.models import Cohort, User
from programs.shared.month import Month
from workers.domain.closing import digest_of, recompute_stale, why_not_closable
from workers.domain.figures import CohortFigures
from workers.domain.frozen_months import added_up, people_of_cohorts
from workers.domain.recorded_closing import close_and_record
from workers.domain.refusals import NotClosable
from workers.models import MonthClosing


@dataclass(frozen=True)
class CohortPreview:
    """What closing would freeze; or why it cannot be closed now, in `refusal`."""

    cohort: Cohort
    figures: CohortFigures
    refusal: str = ""

    @property
    def unanswered(self) -> int:
        return self.figures.enrolled - self.figures.paused - self.figures.answered

    @property
    def total(self) -> int:
        """On the program's basis."""
        return self.figures.net if self.cohort.program.counts_net else self.figures.gross

    @property
    def digest(self) -> str:
        return digest_of(self.figures)


@dataclass(frozen=True)
class Outcome:
    """`refusal` is empty when the cohort's month was closed."""

    cohort: Cohort
    refusal: str = ""


@transaction.atomic
def preview_cohorts(cohorts: Sequence[Cohort], month: Month) -> list[CohortPreview]:
    """Of each cohort, in the order given; what is stale is recomputed first. As many queries for many as for one."""
    closed = set(
        MonthClosing.objects.in_force()
        .filter(cohort__in=cohorts, month=month.first)
        .order_by()
        .values_list("cohort_id", flat=True)
    )
    refusals = {one.pk: why_not_closable(one, month, is_closed=one.pk in closed) for one in cohorts}
    recompute_stale([one for one in cohorts if not refusals[one.pk]], month)
    people = people_of_cohorts(cohorts, month)
    return [
        CohortPreview(one, added_up(people[one.pk], counts_net=one.program.counts_net), refusals[one.pk])
        for one in cohorts
    ]


def close_cohorts(
    cohorts: Sequence[Cohort], month: Month, *, seen: Mapping[int, str], by: User, once: str
) -> list[Outcome]:
    """Close each cohort whose figures were `seen` (cohort number -> digest), each in a transaction of its own.

    `once` is the token of the form: sent twice, what was closed is told as closed again.
    """
    return [_close(one, month, seen[one.number], by, f"{once} {one.pk}") for one in cohorts if one.number in seen]


def _close(cohort: Cohort, month: Month, digest: str, by: User, token: str) -> Outcome:
    def work() -> int:
        return close_and_record(cohort=cohort, month=month, by=by, seen=digest).pk

    content = {"cohort": cohort.pk, "month": str(month)}
    try:
        only_once(token, user=by, content=content, work=work, purpose="close_month")
    except NotClosable as refused:
        return Outcome(cohort, refused.sentence)
    return Outcome(cohort)
