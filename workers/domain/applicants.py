"""The applications of a program's calls as lists: how many of what, found by name, in an order one asks for."""

from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from programs.models import Call
from programs.shared.search_key import search_key
from workers.domain.application_numbers import plain_reference
from workers.domain.assessments import with_average
from workers.domain.calls import CallState, state_of, with_taken
from workers.models import Application
from workers.models.application import ApplicationState, Gender, PcSkill

FEWEST_SHOWN = 5  # answers: below that one could tell whose they are
# The way of an application, so that the states stand in the order in which they come.
STATES = tuple(ApplicationState.values)


@dataclass(frozen=True)
class CallLine:
    """A call at a glance. `women` of `answered` said so; both None where fewer than five answered."""

    call: Call
    state: CallState
    applied: int
    taken: int
    women: int | None
    answered: int | None


def call_lines(calls: QuerySet[Call], today) -> list[CallLine]:
    """The newest first, in one query."""
    told = ~Q(applications__gender=Gender.NOT_SAID) & Q(applications__isnull=False)
    found = with_taken(calls).annotate(
        applied=Count("applications"),
        answered=Count("applications", filter=told),
        women=Count("applications", filter=Q(applications__gender=Gender.WOMAN)),
    )
    return [_line(call, today) for call in found.select_related("cohort").order_by("-opens_on", "-pk")]


def counts_by_state(call: Call) -> dict[str, int]:
    """Every state with how many applications are in it, also none."""
    rows = Application.objects.filter(call=call).order_by().values("state").annotate(n=Count("pk"))
    counted = {row["state"]: row["n"] for row in rows}
    return {state: counted.get(state, 0) for state in STATES}


def _ranked(field: str, values) -> Case:
    whens = [When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, output_field=IntegerField())


SORTS = {
    "applied": ("applied_at",),
    "name": ("family_name_kana", "given_name_kana"),
    "hours": ("weekly_hours",),
    "skill": (_ranked("pc_skill", PcSkill.values),),
    "state": (_ranked("state", STATES), "waiting_rank"),
    "average": ("average",),
    "interview": ("interview_at",),
    "rank": ("waiting_rank",),
}


def applicants(call: Call, *, state: str = "", name: str = "", sort: str = "applied") -> QuerySet[Application]:
    """The call's applications with `average`. `sort`: a word of SORTS, with a hyphen downward; empty ones come last."""
    found = with_average(Application.objects.filter(call=call))
    if state:
        found = found.filter(state=state)
    if name:
        found = found_by(found, name)
    down = sort.startswith("-")
    order = [_direction(one, down=down) for one in SORTS[sort.removeprefix("-")]]
    return found.order_by(*order, "applied_at", "pk")


def found_by(applications: QuerySet[Application], typed: str) -> QuerySet[Application]:
    """Whose name or reading holds it, and whose reference number it is, as papers write it: 123-4567."""
    return applications.filter(Q(search__contains=search_key(typed)) | Q(reference=plain_reference(typed)))


def _direction(one, *, down: bool):
    expression = F(one) if isinstance(one, str) else one
    return expression.desc(nulls_last=True) if down else expression.asc(nulls_last=True)


def _line(call: Call, today) -> CallLine:
    shown = call.answered >= FEWEST_SHOWN
    return CallLine(
        call=call,
        state=state_of(call, today, call.taken),
        applied=call.applied,
        taken=call.taken,
        women=call.women if shown else None,
        answered=call.answered if shown else None,
    )
