from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page, official_page
from programs.domain.access_records import Action, record_access
from programs.models import Call, ConsentText, Program
from programs.shared.qr import qr_code
from programs.shared.tables import Column
from programs.templatetags.dates import day_year
from programs.views.shell import shell
from workers.domain.applicants import SORTS, applicants, call_lines, counts_by_state
from workers.domain.call_texts import change_call, make_call
from workers.domain.calls import CallState, end_early, publish, seats_left, seats_taken, state_of
from workers.domain.waiting import waiting
from workers.forms.recruiting import CallForm, PlainVerbForm
from workers.models import Application
from workers.models.application import ApplicationState
from workers.views.recruiting import Press, call_of, deciders, press_page, public_address

ROWS = 50
PK_DIGITS = 19


@require_safe
@director_page
def call_list(request: HttpRequest, program: Program) -> HttpResponse:
    calls = Call.objects.visible_to(request.user).filter(cohort__program=program)
    page = Paginator(call_lines(calls, timezone.localdate()), ROWS).get_page(request.GET.get("page"))
    context = {
        **shell(request, program),
        "page": page,
        "free_cohorts": program.cohorts.filter(call=None).exists(),
        "consent": ConsentText.objects.newest(program.municipality),
    }
    return render(request, "workers/recruiting_call_list.html", context)


@require_safe
@director_page
def call_detail(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The call with its applicants: found by state, name and number, in the order asked for."""
    call = call_of(request, program, pk)
    counts = counts_by_state(call)
    asked = request.GET.get("q", "").strip()[:100]
    state = request.GET.get("state", "") if request.GET.get("state", "") in counts else ""
    sort = _asked_sort(request, "rank" if state == ApplicationState.WAITING else "applied")
    page = Paginator(applicants(call, state=state, name=asked, sort=sort), ROWS).get_page(request.GET.get("page"))
    rows = list(page)
    if asked:
        town = program.municipality
        record_access(Action.SEARCHED, Application, user=request.user, municipality=town, detail=f"call {call.pk}")
    kept = {key: value for key, value in (("state", state), ("q", asked)) if value}
    context = {
        **shell(request, program, call.cohort),
        **_about(request, program, call),
        "page": page,
        "rows": rows,
        "page_query": urlencode(kept | {"sort": sort}) + "&",
        "columns": _columns(sort, kept),
        "states": [(value, ApplicationState(value).label, number) for value, number in counts.items()],
        "total": sum(counts.values()),
        "state": state,
        "asked": asked,
    }
    return render(request, "workers/recruiting_call.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def call_add(request: HttpRequest, program: Program) -> HttpResponse:
    # The chosen one stays a choice: sent twice, the same form is still the same form.
    chosen = request.POST.get("cohort", "")
    free = Q(call=None) | Q(pk=chosen if chosen.isdecimal() and len(chosen) < PK_DIGITS else 0)
    cohorts = program.cohorts.filter(free).order_by("-number")
    if not cohorts.exists():
        return render(request, "workers/recruiting_no_cohort.html", shell(request, program))
    form = CallForm(request.POST or None, cohorts=cohorts)
    return press_page(
        request,
        program,
        Press(
            title=_("Make a call for applicants"),
            then=_("A draft is made. Nobody outside sees it until you publish it."),
            verb=_("Make the draft"),
            back=reverse("workers:call_list", args=[program.slug]),
            form=form,
            work=lambda form: make_call(cohort=form.cleaned_data["cohort"], by=request.user, **form.columns()),
            said=_("The draft is made. Look at it, then publish it."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def call_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    call = call_of(request, program, pk)
    shown = _("Citizens see the new text at once.") if call.published_at else _("Nobody outside sees it yet.")
    return press_page(
        request,
        program,
        Press(
            title=_("Change the call"),
            then=f"{shown}{_('Applications that are there stay as they are.')}",
            verb=_("Save"),
            back=_page_of(call, program),
            form=CallForm(request.POST or None, instance=call),
            work=lambda form: change_call(call=call, by=request.user, **form.columns()),
            said=_("The call is changed."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def call_publish(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    call = call_of(request, program, pk)
    if call.published_at:
        return redirect(_page_of(call, program))
    then = _("Everybody can read the call at its public address. From %(first)s to %(last)s people can apply.")
    return press_page(
        request,
        program,
        Press(
            title=_("Publish «%(call)s»?") % {"call": call},
            then=then % {"first": day_year(call.opens_on), "last": day_year(call.closes_on)},
            verb=_("Publish"),
            back=_page_of(call, program),
            form=PlainVerbForm(request.POST or None),
            work=lambda form: publish(call=call, by=request.user),
            said=_("The call is public."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@official_page
def call_end(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    call = call_of(request, program, pk)
    return press_page(
        request,
        program,
        Press(
            title=_("End «%(call)s» early?") % {"call": call},
            then=_("From now on nobody can apply online. The page stays and says so. Applications stay as they are."),
            verb=_("End the call"),
            back=_page_of(call, program),
            form=PlainVerbForm(request.POST or None),
            work=lambda form: end_early(call=call, by=request.user),
            said=_("The call has ended."),
            bad=True,
        ),
    )


def _about(request: HttpRequest, program: Program, call: Call) -> dict[str, object]:
    taken = seats_taken(call)
    state = state_of(call, timezone.localdate(), taken)
    address = request.build_absolute_uri(public_address(call))
    return {
        "call": call,
        "call_state": state,
        "free": seats_left(call, taken),
        "first_waiting": waiting(call).first(),
        "address": address,
        "qr": qr_code(address),
        "deciders": [] if program.is_run else deciders(program),
        "may_end": state in (CallState.UPCOMING, CallState.OPEN, CallState.FULL),
    }


def _page_of(call: Call, program: Program) -> str:
    return reverse("workers:call_detail", args=[program.slug, call.pk])


def _asked_sort(request: HttpRequest, default: str) -> str:
    sort = request.GET.get("sort", default)
    return sort if sort.removeprefix("-") in SORTS else default


def _columns(sort: str, kept: dict) -> dict[str, Column]:
    labels = {
        "name": (_("Name"), False),
        "hours": (_("Hours a week"), True),
        "skill": (_("PC skills"), False),
        "state": (_("State"), False),
        "average": (_("Average score"), True),
        "interview": (_("Interview"), False),
    }
    return {
        key: Column(label, number=number, sort_url=_sort_url(key, sort, kept), sorted=_direction(key, sort))
        for key, (label, number) in labels.items()
    }


def _direction(key: str, sort: str) -> str:
    if sort.removeprefix("-") != key:
        return ""
    return "down" if sort.startswith("-") else "up"


def _sort_url(key: str, sort: str, kept: dict) -> str:
    """The first press on figures sorts downward, on words upward."""
    direction = _direction(key, sort)
    down = direction == "up" if direction else key in ("hours", "average")
    return "?" + urlencode(kept | {"sort": f"-{key}" if down else key}) + "#applicants"
