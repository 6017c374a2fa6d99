from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import program_page
from programs.models import Cohort, Program
from programs.shared.month import Month
from programs.views.shell import shell
from reports.access import cohort_of, month_of
from reports.domain.dashboard import asked, read_board
from reports.domain.findings import withheld_sentence
from reports.domain.people import answer_state, people_in, sorted_people, taking_part
from reports.views.stats import as_of, stats_of
from workers.models import Enrollment, MonthClosing
from workers.models.enrollment import stays_in
from workers.models.income_month import Answer

PEOPLE_A_PAGE = 100
SHOWN = ("", "active", "reached", "answered", "unanswered", "paused")


@program_page
def cohort_month(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """The rows behind a month's figures: who earned what, who has not answered, who signed it off."""
    cohort = cohort_of(request, program, number)
    shown_month, this_month = month_of(month, cohort), Month.of(timezone.localdate())
    board = read_board(cohort, shown_month, this_month=this_month, counts_net=program.counts_net, since=shown_month - 1)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    mine = Enrollment.objects.visible_to(request.user).filter(cohort=cohort)
    everybody = taking_part(people_in(mine, shown_month, counts_net=program.counts_net), shown_month)
    people = sorted_people(_only(everybody, show, shown_month), "-amount")
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "reports/cohort_month.html",
        {
            **shell(request, program, cohort),
            "cohort": cohort,
            "month": shown_month,
            "board": board,
            "as_of": as_of(board),
            "stats": stats_of(board),
            "page": page,
            "lines": [
                (one, answer_state(one, shown_month, rests=one.plan is None and bool(one.answer))) for one in page
            ],
            "page_query": f"show={show}&" if show else "",
            "show": show,
            "filters": _filters(board),
            "closings": list(closings_of(cohort, shown_month)),
            "next_month": shown_month + 1 if shown_month < this_month else None,
            "previous_month": shown_month - 1 if shown_month > Month.of(cohort.starts_on) else None,
            "withheld": withheld_sentence(str(cohort), enrolled=board.now.enrolled, active=board.now.active),
            "today": timezone.localdate(),
        },
    )


def closings_of(cohort: Cohort, month: Month) -> QuerySet[MonthClosing]:
    """Every time the month was signed off, the newest first."""
    return (
        MonthClosing.objects.filter(cohort=cohort, month=month.first)
        .select_related("closed_by", "reopened_by")
        .order_by("-version")
    )


def _filters(board) -> list[tuple[str, str, int]]:
    now = board.now
    return [
        ("", _("Everybody"), now.enrolled),
        ("active", _("With income"), now.active),
        ("reached", _("Reached the plan"), now.reached),
        ("answered", _("Answered"), asked(now) - board.unanswered),
        ("unanswered", _("Not answered"), board.unanswered),
        ("paused", _("On a break"), now.paused),
    ]


def _only(people: QuerySet[Enrollment], show: str, month: Month) -> QuerySet[Enrollment]:
    """The people counted in a figure: the same rule as the figure has."""
    enrolled = stays_in(month)
    resting = Q(row__pk__isnull=False, plan=None)
    silent = Q(answer=None) | Q(answer=Answer.OPEN)
    active = Q(entries__gt=0, gross__gt=0, net__gte=0)  # as PersonMonth.is_active
    rules = {
        "active": active,
        "reached": active & Q(difference__gte=0),
        "answered": enrolled & ~silent & ~resting,
        "unanswered": enrolled & silent & ~resting,
        "paused": enrolled & resting,
    }
    return people.filter(rules[show]) if show else people
