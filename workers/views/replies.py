"""A matter's conversation with the answer below it: the same for a participant's phone and the town's desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.domain.once import TokenReused, only_once
from programs.domain.refusals import Refused
from programs.domain.tries import give_back, take_try
from workers.domain.conversations import conversation
from workers.domain.matter_mails import tell_of_message
from workers.domain.matters import open_matter, read_matter, silence_sentence, write_message
from workers.forms.matter import MatterForm, ReplyForm
from workers.models import Enrollment, Matter, Message
from workers.views.pages import page_or_parts

PART, THREAD = "workers/_matter.html", "workers/_matter_thread.html"
AN_HOUR = {"limit": 60, "seconds": 3600}  # messages of one account


@dataclass(frozen=True)
class Place:
    """Where a conversation stands: its template, what that needs, its address, and what to note once it is shown."""

    page: str
    context: dict[str, Any]
    url: str
    shown: Callable[[], None]
    sent: Callable[[], None]


def show_matter(request: HttpRequest, matter: Matter, place: Place) -> HttpResponse:
    """The conversation; sent a message, it is added and everything written meanwhile is there, too."""
    silence = silence_sentence(matter.enrollment, by=request.user)
    form, status = ReplyForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = send(
            request,
            form,
            work=lambda: told(request, write_message(matter=matter, body=form.cleaned_data["body"], by=request.user)),
            purpose=f"message {matter.pk}",
            sent=place.sent,
        )
        if status == 200:
            if not request.htmx:
                return redirect(f"{place.url}#newest")
            matter.refresh_from_db()
            form = ReplyForm()
    talk = conversation(matter, request.user, before=_number(request.GET.get("before")))
    context = place.context | {"matter": matter, "talk": talk, "form": form, "silence": silence, "url": place.url}
    part = THREAD if request.GET.get("part") == "thread" else PART
    response = page_or_parts(request, place.page, [part], context, status=status)
    if request.method != "HEAD" and not talk.after:
        read_matter(matter=matter, user=request.user, upto=talk.newest)
    place.shown()
    return response


def told(request: HttpRequest, message: Message) -> int:
    """Write the mail that there is a message; its number. In the transaction of the message."""
    matter = message.matter
    slug = matter.enrollment.cohort.program.slug
    own = reverse("workers:message_thread", args=[matter.pk])
    desk = reverse("workers:matter_thread", args=[slug, matter.pk])
    tell_of_message(message, own_url=request.build_absolute_uri(own), desk_url=request.build_absolute_uri(desk))
    return message.pk


def begin(request: HttpRequest, form: MatterForm, enrollment: Enrollment) -> int:
    """Open the matter of a form that is right, and tell the other side; its number."""
    words = form.cleaned_data
    matter = open_matter(enrollment=enrollment, subject=words["subject"], body=words["body"], by=request.user)
    told(request, matter.messages.get())
    return matter.pk


def send(
    request: HttpRequest,
    form: ReplyForm,
    *,
    work: Callable[[], object],
    purpose: str,
    sent: Callable[[], None] = lambda: None,
) -> int:
    """Do `work` of a form that is right, once. 200, or the status of a form to be shown again with its sentence."""
    if not form.is_valid():
        if form.has_error("once"):
            form.renew_once()
        return 422
    receipt = take_try("message", str(request.user.pk), **AN_HOUR)
    if receipt is None:
        form.add_error("body", _("That were very many messages in one hour. Please wait a little and send it then."))
        return 429
    content = {name: value for name, value in form.cleaned_data.items() if name != "once"}
    try:
        with transaction.atomic():
            done = only_once(form.cleaned_data["once"], user=request.user, content=content, work=work, purpose=purpose)
            if not done.repeated:
                sent()
    except (Refused, TokenReused) as refusal:
        give_back(receipt)
        form.add_error(*_said(refusal, form))
        form.renew_once()
        return 409
    form.answer = done.answer
    if done.repeated:
        give_back(receipt)
    return 200


def _said(refusal: Exception, form: ReplyForm) -> tuple[str | None, str]:
    if isinstance(refusal, Refused):
        return (refusal.field if refusal.field in form.fields else None), str(refusal)
    return None, _("This message has already been sent with other words. Send it again to add another.")


def _number(text: str | None) -> int | None:
    """A message's number in an address."""
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise Http404
    return int(text)
