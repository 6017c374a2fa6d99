"""Whom to look after now: who is silent, what is due, who has nobody; and one tap that writes a contact down."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from programs.access import director_page
from programs.domain.access_records import Action
from programs.domain.once import TokenReused, new_token, only_once
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.contacts import TAPS, Touch, last_attempts, log_contact
from workers.domain.follow_ups import mine_first
from workers.domain.near_lines import told_to
from workers.domain.silence import DAYS, USUAL_DAYS, SilentPerson, active_people, silent_people
from workers.domain.supporters import supporters_on
from workers.models import Contact, Enrollment, FollowUp, Supporter
from workers.models.supporter import SupporterRole
from workers.views.persons import note_person

ROWS, FOLLOW_UPS_SHOWN, NAMES_SHOWN = 20, 10, 30
VERBS = (
    {"value": "phoned", "label": gettext_lazy("Phoned"), "image": "phone"},
    {"value": "wrote", "label": gettext_lazy("Sent a message"), "image": "message"},
    {"value": "met", "label": gettext_lazy("Met"), "image": "people"},
)


@require_safe
@director_page
def support(request: HttpRequest, program: Program) -> HttpResponse:
    """Three short lists. `?days=` of silence, `?mine=1` for one's own people."""
    today, asked = timezone.localdate(), _asked(request)
    mine = _own_people(request, program) if asked["mine"] else None
    silent = silent_people(program, asked["days"], today, among=mine)
    page = Paginator(silent, ROWS).get_page(request.GET.get("page"))
    alone = _without_supporter(program)
    due = FollowUp.objects.visible_to(request.user).filter(enrollment__cohort__program=program).open()
    if asked["mine"]:
        due = due.filter(assigned_to=request.user)
    due = mine_first(due.select_related("enrollment__worker", "assigned_to"), request.user)
    follow_ups = list(due[: FOLLOW_UPS_SHOWN + 1])
    names = list(alone[: NAMES_SHOWN + 1])
    return render(
        request,
        "workers/support.html",
        {
            **shell(request, program),
            **asked,
            "choices": [(days, _query(days, asked["mine"])) for days in DAYS],
            "everybody_query": _query(asked["days"], 0),
            "mine_query": _query(asked["days"], 1),
            "page": page,
            "page_query": f"{_query(asked['days'], asked['mine'])}&",
            "rows": _rows(program, list(page), asked),
            "verbs": VERBS,
            "follow_ups": follow_ups[:FOLLOW_UPS_SHOWN],
            "more_follow_ups": len(follow_ups) > FOLLOW_UPS_SHOWN,
            "alone": names[:NAMES_SHOWN],
            "more_alone": len(names) > NAMES_SHOWN,
            "near_lines": _near_lines(request, program, mine, today),
            "today": today,
            "logged": _just(request, program, Contact, "logged"),
            "done": _just(request, program, FollowUp, "done"),
            "once": new_token(),
        },
    )


@require_POST
@director_page
def contact_tap(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """電話した・送った・会った: today, in one tap. `once` stands in the address, because the row holds only buttons."""
    enrollment = enrollment_of(request, program, pk)
    asked = _asked(request)
    back = f"{reverse('workers:support', args=[program.slug])}?{_query(asked['days'], asked['mine'])}"
    tap = request.POST.get("tap", "")
    token = request.GET.get("once", "")[:64]
    if tap not in TAPS or not token:
        return redirect(back)
    medium, was_reached = TAPS[tap]

    def work() -> int:
        touch = Touch(happened_on=timezone.localdate(), medium=medium, was_reached=was_reached)
        contact = log_contact(enrollment=enrollment, touch=touch, by=request.user)
        note_person(request, program, enrollment, Action.CHANGED, f"contact {contact.pk} logged")
        return contact.pk

    content = {"enrollment": enrollment.pk, "tap": tap}
    try:
        sent = only_once(token, user=request.user, content=content, work=work, purpose="contact_tap")
    except Refused as refused:
        messages.error(request, refused.sentence)
    except TokenReused:
        messages.error(request, _("A contact with this person was written down a moment ago already."))
    else:
        return redirect(f"{back}&logged={sent.answer}")
    return redirect(back)


def _asked(request: HttpRequest) -> dict[str, int]:
    days = request.GET.get("days", "")
    chosen = int(days) if days in {str(one) for one in DAYS} else USUAL_DAYS
    return {"days": chosen, "mine": int(request.GET.get("mine") == "1")}


def _query(days: int, mine: int) -> str:
    return urlencode({"days": days} | ({"mine": 1} if mine else {}))


def _own_people(request: HttpRequest, program: Program):
    """Whom this member of staff accompanies today, as supporter or deputy."""
    own = Supporter.objects.on().filter(user=request.user)
    return Enrollment.objects.filter(cohort__program=program, pk__in=own.values("enrollment"))


def _near_lines(request: HttpRequest, program: Program, among: QuerySet[Enrollment] | None, today: dt.date) -> list:
    """People who let their director know that a line they watch is near: (enrollment, lines). Never an amount."""
    people = active_people(program).filter(worker__preference__tells_director=True)
    people = list((people if among is None else people.filter(pk__in=among)).select_related("worker"))
    told = told_to(request.user, program, [one.worker_id for one in people], today=today) if people else {}
    return [(one, told[one.worker_id]) for one in people if one.worker_id in told]


def _without_supporter(program: Program):
    main = Supporter.objects.on().filter(role=SupporterRole.MAIN)
    people = active_people(program).exclude(pk__in=main.values("enrollment"))
    return people.select_related("worker", "cohort")


def _rows(program: Program, silent: list[SilentPerson], asked: dict[str, int]) -> list[dict[str, Any]]:
    """One page of silent people with the last attempt, the supporter, and where a tap goes. Two queries."""
    people = [one.enrollment for one in silent]
    attempts, supporters = last_attempts([one.pk for one in people]), supporters_on(people)
    query = _query(asked["days"], asked["mine"])
    return [
        {
            "silent": one,
            "attempt": _since(attempts.get(one.enrollment.pk), one),
            "supporter": supporters.get(one.enrollment.pk, {}).get(SupporterRole.MAIN),
            "tap_url": f"{_tap_url(program, one.enrollment)}?{query}&once={new_token()}",
        }
        for one in silent
    ]


def _since(attempt: Contact | None, silent: SilentPerson) -> Contact | None:
    """An attempt before the last sign was answered by it."""
    return attempt if attempt and attempt.happened_on >= silent.last_on else None


def _tap_url(program: Program, enrollment: Enrollment) -> str:
    return reverse("workers:contact_tap", args=[program.slug, enrollment.pk])


def _just(request: HttpRequest, program: Program, model: type, name: str):
    """What was written down a moment ago, so that it can be taken back: the number in the address, if it is theirs."""
    number = request.GET.get(name, "")
    if not (number.isdecimal() and number.isascii() and len(number) < 18):
        return None
    rows = model.objects.visible_to(request.user).select_related("enrollment__worker")
    return rows.filter(enrollment__cohort__program=program, pk=number).first()
