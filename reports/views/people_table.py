"""The people table of a page: its columns with their sorting, its page of lines."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models import Program
from programs.shared.charts.small_months import highest
from programs.shared.month import Month
from programs.shared.tables import Column
from programs.templatetags.dates import month_name
from reports.domain.people import SORTS, lines_of, sorted_people
from workers.models import Enrollment

PEOPLE_A_PAGE = 20
UPWARD = {"name", "cohort", "answer"}  # the first press on these sorts upward, on figures downward


def asked_sort(request: HttpRequest, default: str = "-amount") -> str:
    sort = request.GET.get("sort", default)
    return sort if sort.removeprefix("-") in SORTS else default


def people_table(
    request: HttpRequest, program: Program, people: QuerySet[Enrollment], *, month: Month, with_cohort: bool = False
) -> dict[str, object]:
    """Everything `reports/_people_table.html` shows. Two queries, whatever the number of people and months."""
    sort = asked_sort(request)
    page = Paginator(sorted_people(people, sort), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    this_month = Month.of(timezone.localdate())
    lines = lines_of(page.object_list, last=month, this_month=this_month, counts_net=program.counts_net)
    kept = {key: value for key, value in request.GET.items() if key in {"cohort", "month", "q", "chart"}}
    return {
        "lines": lines,
        "page": page,
        "page_query": urlencode(kept | {"sort": sort}) + "&",
        "columns": _columns(program, month, sort, kept, with_cohort=with_cohort),
        "top": max((highest(line.months) for line in lines), default=1),
        "head_months": list(Month.between(month - 11, month)),
        "running": month == this_month,
        "with_cohort": with_cohort,
    }


def _columns(program: Program, month: Month, sort: str, kept: dict, *, with_cohort: bool) -> dict[str, Column]:
    amount = _("%(month)s (%(basis)s)") % {"month": month_name(month), "basis": program.get_target_basis_display()}
    labels = {
        "name": (_("Name"), False),
        "cohort": (_("Cohort"), False),
        "amount": (amount, True),
        "difference": (_("Difference to plan"), True),
        "last": (_("Last pay"), False),
        "answer": (_("Answer"), False),
    }
    return {
        key: Column(label, number=number, sort_url=_sort_url(key, sort, kept), sorted=_direction(key, sort))
        for key, (label, number) in labels.items()
        if with_cohort or key != "cohort"
    }


def _direction(key: str, sort: str) -> str:
    if sort.removeprefix("-") != key:
        return ""
    return "down" if sort.startswith("-") else "up"


def _sort_url(key: str, sort: str, kept: dict) -> str:
    direction = _direction(key, sort)
    down = direction == "up" if direction else key not in UPWARD
    return "?" + urlencode(kept | {"sort": f"-{key}" if down else key}) + "#people"
