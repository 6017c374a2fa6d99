from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from programs.access import program_page
from programs.domain.access_records import Action, record_access
from programs.models import Call, Cohort, Program
from programs.views.shell import shell
from reports.access import cohort_of
from reports.domain.findings import withheld_sentence
from reports.domain.funnel import LOST, SHOWN, bars_of, narrowest, people_behind, reasons_shown, share
from workers.domain.funnel import Funnel, Way, funnel_of
from workers.domain.funnel_applicants import Applicants, applicants_of
from workers.models import Enrollment
from workers.models.application import DecisionReason
from workers.models.enrollment import LeavingReason
from workers.models.funnel_step import FunnelStepKind

PEOPLE_A_PAGE = 50
LAST = "after"  # in an address: the row of those who took the last step


@require_safe
@program_page
def funnel(request: HttpRequest, program: Program) -> HttpResponse:
    """From the seminar to the target, for one cohort or all: how many people, how long, and why some left."""
    cohorts = list(Cohort.objects.visible_to(request.user).filter(program=program).order_by("number"))
    cohort = _asked_cohort(request, program)
    today = timezone.localdate()
    figures = funnel_of(program, cohort, today=today)
    in_full = program.is_directed
    # For viewers reasons stand at one place only: two tables that overlap could be subtracted from each other.
    shows_reasons = in_full or cohort is None
    applicants = applicants_of(program, cohort)
    calls_url = _calls_url(program, cohort) if in_full else ""
    context = {
        **shell(request, program, cohort, cohorts),
        "cohort": cohort,
        "cohorts": cohorts,
        "funnel": figures,
        "rows": [_row(one, figures, in_full=in_full, shows_reasons=shows_reasons) for one in figures.steps],
        "after": reasons_shown(figures.reasons, LeavingReason, in_full=in_full) if shows_reasons else [],
        "applicants": applicants,
        "states": _states(applicants, calls_url if cohort else ""),
        "calls_url": calls_url,
        "applicants_ended": reasons_shown(applicants.reasons, DecisionReason, in_full=in_full) if shows_reasons else [],
        "in_full": in_full,
        "shows_reasons": shows_reasons,
        "withheld": withheld_sentence(str(cohort or program), enrolled=figures.people, active=figures.people),
        "chart": _chart(figures, in_full=in_full),
        "here": reverse("reports:funnel", args=[program.slug]),
        "query": f"cohort={cohort.number}&" if cohort else "",
        "people": _people(request, program, figures, cohort) if "step" in request.GET else None,
        "today": today,
    }
    return render(request, "reports/funnel.html", context)


def _asked_cohort(request: HttpRequest, program: Program) -> Cohort | None:
    asked = request.GET.get("cohort")
    if not asked:
        return None
    if not (asked.isdecimal() and len(asked) < 6):
        raise Http404
    return cohort_of(request, program, int(asked))


def _row(one, figures: Funnel, *, in_full: bool, shows_reasons: bool) -> dict[str, object]:
    return {
        "step": one.step,
        "label": one.step.label,
        "reached": one.reached,
        "share": share(one.reached, figures.people),
        "days": one.days,
        "waiting": one.waiting,
        "lost": one.lost,
        "reasons": reasons_shown(one.reasons, LeavingReason, in_full=in_full) if shows_reasons else [],
    }


def _calls_url(program: Program, cohort: Cohort | None) -> str:
    """Where the applications stand: the cohort's call, or the list of all calls."""
    if cohort is None:
        return reverse("workers:call_list", args=[program.slug])
    call = Call.objects.filter(cohort=cohort).first()
    return reverse("workers:call_detail", args=[program.slug, call.pk]) if call else ""


def _states(applicants: Applicants, call_url: str) -> list[tuple[object, int, str]]:
    return [
        (state.label, count, f"{call_url}?state={state}" if call_url else "")
        for state, count in applicants.states.items()
    ]


def _chart(figures: Funnel, *, in_full: bool) -> dict[str, object]:
    arrived = figures.steps[-1].reached
    title = ngettext(
        "%(count)s of %(whole)s person has reached the target in a month",
        "%(count)s of %(whole)s people have reached the target in a month",
        figures.people,
    ) % {"count": arrived, "whole": figures.people}
    # For viewers the losses without the successes would be one more sum of cells that are withheld.
    worst = narrowest(figures.steps) if in_full else None
    if worst:
        step, lost = worst
        said = ngettext(
            "%(title)s. Most were lost before «%(step)s»: %(count)s person",
            "%(title)s. Most were lost before «%(step)s»: %(count)s people",
            lost,
        )
        title = said % {"title": title, "step": step.step.label, "count": lost}
    heads = (_("Step"), _("Of all who took part"))
    return {
        "title": title,
        "sub": _("Every person counts once. Steps may be taken in any order, so a later one can have more people."),
        "chart": bars_of(figures, name=_("The way to the target"), all_name=_("Took part"), heads=heads),
    }


def _people(request: HttpRequest, program: Program, figures: Funnel, cohort: Cohort | None) -> dict[str, object]:
    """The names behind one number, 50 a page. Who left is a list for directors and officials."""
    step, shown, reason = (request.GET.get(name, "") for name in ("step", "show", "reason"))
    known = step == LAST or step in FunnelStepKind.values
    if not known or shown not in SHOWN or (shown == LOST and not program.is_directed):
        raise Http404
    reason = reason if shown == LOST else ""  # somebody who is still here may have one, too: of a day to come
    kind = None if step == LAST else FunnelStepKind(step)
    ways = people_behind(figures, kind, shown, timezone.localdate(), reason)
    record_access(
        Action.SEARCHED,
        Enrollment,
        user=request.user,
        municipality=program.municipality,
        detail=f"funnel {step} {shown} {reason}".strip(),
    )
    rows = _named(request, ways)
    page = Paginator(rows, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    kept = {"step": step, "show": shown} | ({"reason": reason} if reason else {})
    kept |= {"cohort": cohort.number} if cohort else {}
    return {
        "page": page,
        "rows": [(one, way, way.days.get(kind) if kind else None) for one, way in page],
        "label": kind.label if kind else FunnelStepKind.TARGET.label,
        "after": kind is None,
        "shown": shown,
        "reason": dict(LeavingReason.choices).get(reason, ""),
        "query": urlencode(kept) + "&",
    }


def _named(request: HttpRequest, ways: list[Way]) -> list[tuple[Enrollment, Way]]:
    """In the order of the readings. One query."""
    mine = Enrollment.objects.visible_to(request.user).filter(pk__in=[way.enrollment for way in ways])
    way_of = {way.enrollment: way for way in ways}
    order = ("worker__family_name_kana", "worker__given_name_kana", "pk")
    return [(one, way_of[one.pk]) for one in mine.select_related("worker", "cohort").order_by(*order)]
