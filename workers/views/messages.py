"""A participant's own messages: what they asked, what was answered."""

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.domain.refusals import Refused
from workers.access import worker_page
from workers.domain.conversations import name_of
from workers.domain.matter_lists import last_messages, own_matters
from workers.domain.matters import reopen, settle, silence_sentence
from workers.forms.matter import MatterForm
from workers.models import Enrollment, Matter
from workers.views.pages import page_context
from workers.views.replies import Place, begin, send, show_matter

ROWS = 50


@require_safe
@worker_page
def message_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Own matters of every cohort one was in: what is unread first, with who wrote last."""
    found = own_matters(request.user).select_related("enrollment__worker", "enrollment__cohort")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    last = last_messages(list(page))
    rows = [(matter, last[matter.pk], name_of(last[matter.pk].by, matter)) for matter in page]
    silence = silence_sentence(enrollment, by=request.user)
    context = page_context(enrollment) | {"page": page, "rows": rows, "silence": silence}
    return render(request, "workers/message_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def message_add(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Ask something new; it goes to the cohort one looks at."""
    form, status = MatterForm(request.POST if request.method == "POST" else None), 200
    if form.is_bound:
        status = send(
            request,
            form,
            work=lambda: begin(request, form, enrollment),
            purpose=f"matter {enrollment.pk}",
        )
        if status == 200:
            return redirect("workers:message_thread", form.answer)
    context = page_context(enrollment) | {
        "form": form,
        "task": _("Write a message"),
        "back_url": reverse("workers:message_list"),
        "silence": silence_sentence(enrollment, by=request.user),
    }
    return render(request, "workers/message_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def message_thread(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    matter = _own(request, pk)
    context = page_context(enrollment) | {
        "task": matter.subject,
        "back_url": reverse("workers:message_list"),
        "settle_url": reverse("workers:message_settle", args=[matter.pk]),
    }
    place = Place(
        page="workers/message_thread.html",
        context=context,
        url=reverse("workers:message_thread", args=[matter.pk]),
        shown=lambda: None,
        sent=lambda: None,
    )
    return show_matter(request, matter, place)


@require_POST
@worker_page
def message_settle(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """It is done, or it is not after all (`verb=reopen`)."""
    matter = _own(request, pk)
    verb = reopen if request.POST.get("verb") == "reopen" else settle
    try:
        verb(matter=matter, by=request.user)
    except Refused as refusal:
        notices.error(request, str(refusal))
    return redirect("workers:message_thread", matter.pk)


def _own(request: HttpRequest, pk: int) -> Matter:
    matters = Matter.objects.of(request.user).select_related("enrollment__worker", "enrollment__cohort__program")
    return get_object_or_404(matters, pk=pk)
