"""The page behind a link: somebody who left answers without signing in. Their name stands nowhere on it."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from programs.access import public_page
from programs.domain.access_records import Action, record_access
from programs.domain.tries import give_back, take_try
from programs.models import Program
from programs.shared.request_id import client_address
from programs.shared.town_office import office_of
from programs.views.errors import too_many
from workers.domain.later_states import CORRECTABLE_FOR, LinkNotUsable, answer_by_link, find_by_token
from workers.forms.later_state import LaterStateForm
from workers.models import LaterState


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def later_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Four questions, one needed. Every miss counts against the sender's address."""
    receipt = take_try("later", client_address.get(), limit=60, seconds=600)
    if receipt is None:
        return too_many(request)
    try:
        state = find_by_token(token)
        give_back(receipt)
        return _answer(request, token, state)
    except LinkNotUsable as refusal:
        return render(request, "workers/later_gone.html", {"sentence": refusal.sentence}, status=404)


def _answer(request: HttpRequest, token: str, state: LaterState) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = LaterStateForm(data, town=_program(state).municipality.name, initial=LaterStateForm.written(state))
    if form.is_bound and form.is_valid():
        return _page(request, _written(request, token, form), form, done=True)
    return _page(request, state, form, done=False, status=422 if form.is_bound else 200)


@transaction.atomic
def _written(request: HttpRequest, token: str, form: LaterStateForm) -> LaterState:
    state = answer_by_link(token=token, said=form.said())
    record_access(
        Action.CHANGED,
        state,
        user=None,
        municipality=_program(state).municipality,
        subject_worker=state.enrollment.worker_id,
        detail="answered by link",
    )
    return state


def _page(
    request: HttpRequest, state: LaterState, form: LaterStateForm, *, done: bool, status: int = 200
) -> HttpResponse:
    program = _program(state)
    until = timezone.localdate(state.answered_at + CORRECTABLE_FOR) if state.answered_at else None
    context = {
        "program": program,
        "town": program.municipality,
        "office": office_of(program.municipality.name),
        "months_after": state.months_after,
        "form": form,
        "until": until,
        "answered": state.answered_at is not None,
    }
    page = "workers/later_thanks.html" if done else "workers/later_answer.html"
    return render(request, page, context, status=status)


def _program(state: LaterState) -> Program:
    return state.enrollment.cohort.program
