"""The step before the funnel: who applied, and why applications ended before a seat."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from programs.models import Cohort, Program
from workers.models import Application
from workers.models.application import ApplicationState, DecisionReason

ENDED = (ApplicationState.DECLINED, ApplicationState.WITHDRAWN)


@dataclass(frozen=True)
class Applicants:
    """People by the state their application is in, in the order of the states; `reasons` say why those ended."""

    states: dict[ApplicationState, int]
    reasons: dict[str, int]

    @property
    def applied(self) -> int:
        return sum(self.states.values())

    @property
    def ended(self) -> int:
        """Declined or withdrawn: lost before the first step."""
        return sum(self.reasons.values())


def applicants_of(program: Program, cohort: Cohort | None = None) -> Applicants:
    """Applications to the cohort's call, or to all calls of the program. One query.

    Whoever applied twice counts once, and whoever was carried over to a later call counts there.
    """
    rows = Application.objects.filter(call__cohort__program=program, carried_to=None)
    rows = rows.exclude(decision_reason=DecisionReason.DOUBLE).exclude(Q(Exists(_again()), state__in=ENDED))
    if cohort is not None:
        rows = rows.filter(call__cohort=cohort)
    states: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    counted = rows.order_by().values_list("state", "decision_reason").annotate(count=Count("pk"))
    for state, reason, count in counted:
        states[state] += count
        if state in ENDED:
            reasons[reason] += count
    return Applicants(
        states={state: states[state] for state in ApplicationState if states[state]},
        reasons={reason: reasons[reason] for reason in DecisionReason.values if reasons[reason]},
    )


def _again() -> QuerySet[Application]:
    """A later application of the same person to the same call: who withdrew or was declined may come back."""
    reached = Q(phone=OuterRef("phone")) & ~Q(phone="") | Q(email__iexact=OuterRef("email")) & ~Q(email="")
    same = {name: OuterRef(name) for name in ("call", "family_name_kana", "given_name_kana")}
    return Application.objects.filter(reached, pk__gt=OuterRef("pk"), **same)
