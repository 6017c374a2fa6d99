from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.access import official_page, program_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import new_token, only_once
from programs.models import Cohort, Membership, Program
from programs.shared.month import Month
from programs.templatetags.dates import month_year
from reports.access import cohort_of, may_close, month_of
from reports.domain.dashboard import read_board
from reports.domain.findings import withheld_sentence
from reports.domain.people import people_in, sorted_people, taking_part
from reports.forms import OnceForm, ReopeningForm
from reports.views.shell import shell
from reports.views.stats import as_of, stats_of
from workers.domain.closing import close_month, preview_closing, reopen_month
from workers.domain.refusals import NotClosable
from workers.models import Enrollment, MonthClosing
from workers.models.income_month import Answer

PEOPLE_A_PAGE = 100
SHOWN = ("", "active", "reached", "unanswered", "paused")


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
            "page_query": f"show={show}&" if show else "",
            "show": show,
            "filters": _filters(board),
            "closings": list(_closings(cohort, shown_month)),
            "next_month": shown_month + 1 if shown_month < this_month else None,
            "previous_month": shown_month - 1 if shown_month > Month.of(cohort.starts_on) else None,
            "withheld": withheld_sentence(str(cohort), board.now.enrolled) if board.withheld else "",
            "today": timezone.localdate(),
        },
    )


@program_page
def month_close(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """Sign a month off, after reading what will be frozen. Who may not is told who can."""
    cohort = cohort_of(request, program, number)
    shown_month, allowed = month_of(month, cohort), may_close(request, program)
    form = OnceForm(request.POST if request.method == "POST" else None, initial={"once": new_token()})
    refusal = ""
    if request.method == "POST" and allowed and form.is_valid():
        try:
            done = only_once(
                form.cleaned_data["once"],
                user=request.user,
                content={"cohort": cohort.pk, "month": str(shown_month)},
                work=lambda: close_month(cohort=cohort, month=shown_month, by=request.user).pk,
                purpose="close_month",
            )
        except NotClosable as refused:
            refusal = str(refused)
        else:
            if not done.repeated:
                _note(request, Action.CLOSED, cohort, shown_month)
            messages.success(request, _("%(month)s is closed now.") % {"month": month_year(shown_month)})
            return redirect("reports:cohort_month", program.slug, cohort.number, shown_month)
    context = _closing_context(request, cohort, shown_month, allowed=allowed, form=form)
    context["refusal"] = refusal or context["refusal"]
    status = 403 if request.method == "POST" and not allowed else 200
    return render(request, "reports/month_close.html", context, status=status)


@official_page
@reauthentication_required
def month_reopen(request: HttpRequest, program: Program, number: int, month: str) -> HttpResponse:
    """Open a signed-off month again, with the reason on record."""
    cohort = cohort_of(request, program, number)
    shown_month = month_of(month, cohort)
    form = ReopeningForm(request.POST if request.method == "POST" else None, initial={"once": new_token()})
    if request.method == "POST" and form.is_valid():
        try:
            done = only_once(
                form.cleaned_data["once"],
                user=request.user,
                content={"cohort": cohort.pk, "month": str(shown_month), "reason": form.cleaned_data["reason"]},
                work=lambda: (
                    reopen_month(
                        cohort=cohort, month=shown_month, by=request.user, reason=form.cleaned_data["reason"]
                    ).pk
                ),
                purpose="reopen_month",
            )
        except NotClosable as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            if not done.repeated:
                _note(request, Action.REOPENED, cohort, shown_month)
            messages.success(request, _("%(month)s is open again.") % {"month": month_year(shown_month)})
            return redirect("reports:cohort_month", program.slug, cohort.number, shown_month)
    closing = _closings(cohort, shown_month).filter(reopened_at=None).first()
    context = {"cohort": cohort, "month": shown_month, "form": form, "closing": closing}
    return render(request, "reports/month_reopen.html", shell(request, program, cohort) | context)


def _note(request: HttpRequest, action: Action, cohort: Cohort, month: Month) -> None:
    record_access(action, cohort, user=request.user, municipality=cohort.program.municipality, detail=str(month))


def _closing_context(
    request: HttpRequest, cohort: Cohort, month: Month, *, allowed: bool, form: OnceForm
) -> dict[str, object]:
    try:
        preview, refusal = preview_closing(cohort=cohort, month=month), ""
    except NotClosable as refused:
        preview, refusal = None, str(refused)
    town = cohort.program.municipality
    officials = Membership.objects.active().filter(role="official", municipality=town).select_related("user")
    return {
        **shell(request, cohort.program, cohort),
        "cohort": cohort,
        "month": month,
        "preview": preview,
        "refusal": refusal,
        "allowed": allowed,
        "form": form,
        "officials": [] if allowed else [str(one.user) for one in officials],
        "total": (preview.figures.net if cohort.program.counts_net else preview.figures.gross) if preview else 0,
    }


def _closings(cohort: Cohort, month: Month) -> QuerySet[MonthClosing]:
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
        ("unanswered", _("Not answered"), board.unanswered),
        ("paused", _("On a break"), now.paused),
    ]


def _only(people: QuerySet[Enrollment], show: str, month: Month) -> QuerySet[Enrollment]:
    """The people counted in a figure: the same rule as the figure has."""
    enrolled = Q(joined_on__lte=month.last) & (Q(left_on=None) | Q(left_on__gt=month.first))
    resting = Q(row__pk__isnull=False, plan=None)
    rules = {
        "active": Q(entries__gt=0),
        "reached": Q(entries__gt=0, difference__gte=0),
        "unanswered": enrolled & (Q(answer=None) | Q(answer=Answer.OPEN)) & ~resting,
        "paused": enrolled & resting,
    }
    return people.filter(rules[show]) if show else people
