"""How people are after leaving: the list of those in charge, the slip or mail with a link, what was heard by phone."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page, program_page
from programs.domain.access_records import Action, record_access
from programs.domain.once import TokenReused, new_token, only_once
from programs.domain.outbox import queue_mail
from programs.domain.refusals import Refused
from programs.models import Program
from programs.shared.qr import qr_code
from programs.shared.town_office import office_of
from programs.views.shell import shell
from workers.domain.later_states import (
    ASKED_EARLY,
    LINK_VALID_FOR,
    OVERDUE_AFTER,
    make_link,
    note_state,
    plan_due_states,
    states_to_ask,
)
from workers.domain.later_summary import later_summary
from workers.forms.later_state import LaterNoteForm
from workers.models import LaterState, Worker
from workers.models.later_state import Life
from workers.views.staff_tasks import StaffTask, sent, staff_task

ROWS = 50
SHOW = {
    "open": gettext_lazy("to be asked"),
    "coming": gettext_lazy("still to come"),
    "answered": gettext_lazy("answered"),
}


@require_safe
@director_page
def later_state_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Whom to ask now, who comes next, who has answered."""
    today = timezone.localdate()
    plan_due_states(today, program=program)
    show = request.GET.get("show") if request.GET.get("show") in SHOW else "open"
    waiting = states_to_ask(program, today)
    answered = LaterState.objects.filter(enrollment__cohort__program=program, answered_at__isnull=False)
    rows = {
        "open": waiting.filter(due_on__lte=today + ASKED_EARLY),
        "coming": waiting.filter(due_on__gt=today + ASKED_EARLY),
        "answered": answered.order_by("-answered_at", "-pk"),
    }
    chosen = rows[show].select_related("enrollment__worker__user", "enrollment__cohort", "noted_by")
    page = Paginator(chosen, ROWS).get_page(request.GET.get("page"))
    context = {
        **shell(request, program),
        "page": page,
        "page_query": f"show={show}&",
        "rows": _rows(page, today),
        "show": show,
        "choices": [(key, word, rows[key].count()) for key, word in SHOW.items()],
    }
    return render(request, "workers/later_state_list.html", context)


@require_safe
@program_page
def later_state_summary(request: HttpRequest, program: Program) -> HttpResponse:
    """What became of those who left, in figures; small ones are withheld from whoever only looks on."""
    summary = later_summary(program, today=timezone.localdate(), hide_small=not program.is_directed)
    tables = [(one, [(Life(value).label, count) for value, count in one.life.items()]) for one in summary.figures]
    context = {
        **shell(request, program),
        "summary": summary,
        "tables": tables,
        "withheld": any(one.hides_something for one in (summary.once, *summary.figures)),
    }
    return render(request, "workers/later_state_summary.html", context)


@require_POST
@director_page
def later_state_link(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Make the link and print it, or mail it. Nobody can show it a second time; a new one replaces it."""
    state = _state_or_404(request, program, pk)
    by_mail = request.POST.get("way") == "mail"
    if by_mail and not (settings.MAIL_WORKS and address_of(state.enrollment.worker)):
        messages.error(request, _("There is no e-mail address, or mail does not work here. Print the slip instead."))
        return redirect("workers:later_state_list", program.slug)
    made: list[str] = []

    def work() -> None:
        token = make_link(state=state, today=timezone.localdate())[1]
        made.append(request.build_absolute_uri(reverse("workers:later_answer", args=[token])))
        if by_mail:
            _mail(program, state, made[0])
        action = Action.CHANGED if by_mail else Action.PRINTED
        record_access(
            action,
            state,
            user=request.user,
            municipality=program.municipality,
            subject_worker=state.enrollment.worker_id,
            detail="link by mail" if by_mail else "link on paper",
        )

    try:
        token = request.POST.get("once", "")[:64]
        done = only_once(
            token, user=request.user, content={"state": state.pk, "mail": by_mail}, work=work, purpose="later"
        )
    except (Refused, TokenReused, ValueError) as refusal:
        said = str(refusal) if isinstance(refusal, Refused) else _("Please press the button in the list once more.")
        messages.error(request, said)
        return redirect("workers:later_state_list", program.slug)
    return _made(request, program, state, made, repeated=done.repeated, by_mail=by_mail)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def later_state_note(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """What somebody in charge heard by phone."""
    state = _state_or_404(request, program, pk)
    written = LaterNoteForm.written(state) if state.noted_by_id else {}
    form = LaterNoteForm(sent(request), town=program.municipality.name, initial=written)
    task = StaffTask(
        enrollment=state.enrollment,
        form=form,
        title=_("Heard by phone: %(months)s months after leaving") % {"months": state.months_after},
        then=_("The answer is counted. A link made before stops working."),
        press=_("Write the answer down"),
        work=lambda: note_state(state=state, said=form.said(), by=request.user),
        said=_("The answer is written down."),
        detail=f"state {state.pk} noted",
        back_url=reverse("workers:later_state_list", args=[program.slug]),
    )
    return staff_task(request, program, task)


def address_of(worker: Worker) -> str:
    """Where a mail to this person goes: their own address, else the account's; "" where there is none."""
    return worker.email or (worker.user.email if worker.user else "")


def _state_or_404(request: HttpRequest, program: Program, pk: int) -> LaterState:
    states = LaterState.objects.visible_to(request.user)
    states = states.select_related("enrollment__worker__user", "enrollment__cohort")
    state = get_object_or_404(states, enrollment__cohort__program=program, pk=pk)
    state.enrollment.cohort.program = program
    return state


def _rows(states: Iterable[LaterState], today: dt.date) -> list[dict]:
    return [
        {
            "state": state,
            "overdue": state.answered_at is None and state.due_on < today - OVERDUE_AFTER,
            "due": state.answered_at is None and state.due_on <= today + ASKED_EARLY,
            "may_mail": bool(settings.MAIL_WORKS and address_of(state.enrollment.worker)),
            "may_note": state.answered_at is None or state.noted_by_id is not None,
            "once": new_token(),
        }
        for state in states
    ]


def _mail(program: Program, state: LaterState, url: str) -> None:
    town = program.municipality
    words = {"town": town.name, "program": program.name, "url": url, "days": LINK_VALID_FOR.days}
    body = _(
        "This is %(town)s. You took part in «%(program)s».\n"
        "We would like to know how you are today. It takes one minute, you need not sign in, "
        "and you may leave questions out.\n\n%(url)s\n\n"
        "The link works for %(days)s days. Your name does not stand on the page."
    )
    queue_mail(
        recipient=address_of(state.enrollment.worker),
        subject=_("%(town)s: How are you today?") % {"town": town.name},
        body=body % words,
        purpose="later_state",
        municipality=town,
    )


def _made(
    request: HttpRequest, program: Program, state: LaterState, made: list[str], *, repeated: bool, by_mail: bool
) -> HttpResponse:
    if repeated:
        messages.warning(request, _("This link was made and shown already. Make a new one if it is missing."))
        return redirect("workers:later_state_list", program.slug)
    if by_mail:
        messages.success(request, _("The mail with the link is on its way."))
        return redirect("workers:later_state_list", program.slug)
    context = {
        **shell(request, program),
        "state": state,
        "url": made[0],
        "qr": qr_code(made[0]),
        "office": office_of(program.municipality.name),
        "until": timezone.localdate() + LINK_VALID_FOR,
    }
    return render(request, "workers/later_state_slip.html", context)
