"""What must be true before a program enters its next phase: small questions, each with what was found.

A finding holds plain values, not sentences: it is frozen with the phase and read years later, in any language.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial

from django.utils import timezone

from programs.domain.fundings import YearOfMoney, years_of_money
from programs.models import CourseSession, Membership, Partner, Program
from programs.models.course import CourseKind
from programs.models.membership import Role
from programs.models.partner import PartnerRole
from programs.models.program_phase import Phase
from programs.shared.month import Month

DIRECTORS_WANTED = 2  # a director and a deputy: nobody is left alone


@dataclass(frozen=True)
class Finding:
    """`code` names the condition; `found` holds days as ISO text, yen and counts as whole numbers, names as text."""

    code: str
    met: bool
    found: dict[str, object]

    def as_json(self) -> dict[str, object]:
        return asdict(self)


Condition = Callable[[Program, dt.date], Finding]


def partner_pays(program: Program, today: dt.date, *, role: str) -> Finding:
    """Somebody takes on that role today and says what they pay for."""
    partners = list(Partner.objects.on(today).filter(program=program, role=role).order_by("joined_on", "pk"))
    paying = [one for one in partners if one.pays_for.strip()]
    shown = paying or partners
    found = {"role": role, "partners": [[one.name, one.pays_for.strip()] for one in shown]}
    found |= {"partner": shown[0].pk} if shown else {}
    return Finding(f"{role}_pays", bool(paying), found)


def director_in_place(program: Program, today: dt.date) -> Finding:
    people = _people(_serving(today).filter(program=program, role=Role.DIRECTOR))
    return Finding("director", bool(people), {"people": people[:1]})


def deputy_in_place(program: Program, today: dt.date) -> Finding:
    """A second director: whoever falls ill or moves on leaves nobody alone."""
    people = _people(_serving(today).filter(program=program, role=Role.DIRECTOR))
    return Finding("deputy", len(people) >= DIRECTORS_WANTED, {"people": people})


def official_in_place(program: Program, today: dt.date) -> Finding:
    people = _people(_serving(today).filter(municipality=program.municipality_id, role=Role.OFFICIAL))
    return Finding("official", bool(people), {"people": people})


def seminar_held(program: Program, today: dt.date) -> Finding:
    """At least one information seminar is over and was not cancelled."""
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min))
    held = CourseSession.objects.filter(
        course__program=program,
        course__kind=CourseKind.SEMINAR,
        cancelled_at=None,
        ends_at__lte=min(timezone.now(), midnight),
    ).order_by("starts_at", "pk")
    days = [timezone.localdate(start).isoformat() for start in held.values_list("starts_at", flat=True)]
    return Finding("seminar", bool(days), {"count": len(days)} | ({"first": days[0], "last": days[-1]} if days else {}))


def own_revenue_reached(program: Program, today: dt.date) -> Finding:
    """In the last complete fiscal year with figures, own revenue is at least the share the partners agreed on."""
    complete = [year for year in _complete_years(program, today) if year.total]
    goal = program.own_share_goal
    found: dict[str, object] = {"goal": goal}
    if not complete:
        return Finding("own_revenue", False, found)
    last = complete[0]
    found |= {"year": last.fiscal_year, "own": last.own, "total": last.total}
    return Finding("own_revenue", goal is not None and last.own * 100 >= goal * last.total, found)


def public_money_not_rising(program: Program, today: dt.date) -> Finding:
    """Over the last two complete fiscal years the public money did not rise. Without both years' figures: not met."""
    last = Month.of(today).fiscal_year - 1
    years = {year.fiscal_year: year for year in _complete_years(program, today) if year.total}
    wanted = (last - 1, last)
    missing = [year for year in wanted if year not in years]
    found = {"years": [[year, years[year].public] for year in wanted if year in years], "missing": missing}
    met = not missing and years[last].public <= years[last - 1].public
    return Finding("public_money", met, found)


CONDITIONS: dict[str, tuple[Condition, ...]] = {
    Phase.AWARENESS: (),
    Phase.INTRODUCTION: (
        *(partial(partner_pays, role=role) for role in (PartnerRole.TOWN, PartnerRole.OPERATOR, PartnerRole.PLATFORM)),
        director_in_place,
        official_in_place,
        seminar_held,
    ),
    Phase.ESTABLISHMENT: (director_in_place, deputy_in_place, own_revenue_reached, public_money_not_rising),
}


def conditions_for(program: Program, next_phase: str, today: dt.date) -> list[Finding]:
    """Each condition of entering `next_phase`, as found on `today`."""
    return [condition(program, today) for condition in CONDITIONS[next_phase]]


def _serving(today: dt.date):
    return Membership.objects.active(today).filter(user__is_active=True).select_related("user")


def _people(memberships) -> list[list[str]]:
    """[name, since] of each account once, whoever is here longest first."""
    first: dict[int, list[str]] = {}
    for one in memberships.order_by("joined_on", "pk"):
        first.setdefault(one.user_id, [str(one.user), one.joined_on.isoformat()])
    return list(first.values())


def _complete_years(program: Program, today: dt.date) -> list[YearOfMoney]:
    return [year for year in years_of_money(program) if year.fiscal_year < Month.of(today).fiscal_year]
