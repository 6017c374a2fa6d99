"""Announcements of a program: who is told what and when; writing them, withdrawing them, closing them for oneself."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import account_page, director_page, program_page
from programs.domain.announcements import announce, announcements_to_staff, change_announcement, withdraw_announcement
from programs.domain.once import TokenReused, only_once
from programs.domain.refusals import Refused
from programs.forms.announcement import AnnouncementForm
from programs.models import Announcement, Program
from programs.models.announcement import Audience
from programs.templatetags.told import CLOSED, announcements_at_top
from programs.views.shell import shell

ROWS = 50
REMEMBERED = 200


def announcements_on_dashboard(request: HttpRequest, program: Program) -> dict[str, object]:
    """What this member of the staff is told about the program today. One query."""
    told = announcements_to_staff(request.user, timezone.localdate()).filter(program=program)
    return announcements_at_top(request, told)


@require_safe
@program_page
def announcement_list(request: HttpRequest, program: Program) -> HttpResponse:
    """For viewers without what is told to directors or officials alone."""
    shown = _visible(request, program)
    shown = shown if program.is_directed else shown.filter(audience__in=(Audience.WORKERS, Audience.ALL))
    page = Paginator(shown, ROWS).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(announcement, _state(announcement, today)) for announcement in page]
    context = {**shell(request, program), "page": page, "rows": rows}
    return render(request, "programs/announcement_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def announcement_add(request: HttpRequest, program: Program) -> HttpResponse:
    form = AnnouncementForm(request.POST if request.method == "POST" else None, program=program)

    def work() -> None:
        only_once(
            form.cleaned_data["once"],
            user=request.user,
            content=form.words().as_columns() | {"program": program.pk},
            work=lambda: announce(program=program, words=form.words(), by=request.user).pk,
            purpose="announcement_add",
        )

    return _answer(request, program, form, work, announcement=None)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def announcement_change(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    announcement = get_object_or_404(_visible(request, program), pk=pk)
    if announcement.withdrawn_at:
        messages.warning(request, _("This announcement has been withdrawn in the meantime."))
        return redirect("programs:announcement_list", program.slug)
    data = request.POST if request.method == "POST" else None
    form = AnnouncementForm(data, program=program, announcement=announcement)

    def work() -> None:
        change_announcement(announcement=announcement, words=form.words())

    return _answer(request, program, form, work, announcement=announcement)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def announcement_withdraw(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    announcement = get_object_or_404(_visible(request, program), pk=pk)
    if request.method != "POST":
        context = {**shell(request, program), "announcement": announcement}
        return render(request, "programs/announcement_withdraw.html", context)
    withdraw_announcement(announcement=announcement)
    messages.success(request, _("«%(title)s» is withdrawn.") % {"title": announcement.title})
    return redirect("programs:announcement_list", program.slug)


@require_POST
@account_page
def announcement_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away in this browser until the next sign-in. Only a number is noted: nothing is looked up or told."""
    closed = [*request.session.get(CLOSED, []), pk]
    request.session[CLOSED] = closed[-REMEMBERED:]
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if safe else "/")  # `redirect` would look for a page of that name


def _answer(
    request: HttpRequest,
    program: Program,
    form: AnnouncementForm,
    work: Callable[[], None],
    *,
    announcement: Announcement | None,
) -> HttpResponse:
    """Show the form, or do its work; what is refused comes back beside its field with all that was typed."""
    status = 422 if form.is_bound else 200
    if form.is_bound:
        if form.is_valid():
            try:
                work()
            except Refused as refusal:
                form.add_error(refusal.field, str(refusal))
                status = 409
            except TokenReused:
                form.add_error(None, _("This form has already been sent with other content. Send it to add another."))
                status = 409
            else:
                messages.success(request, _("«%(title)s» is saved.") % {"title": form.cleaned_data["title"]})
                return redirect("programs:announcement_list", program.slug)
        form.renew_once()
    context = {**shell(request, program), "form": form, "announcement": announcement}
    return render(request, "programs/announcement_form.html", context, status=status)


def _visible(request: HttpRequest, program: Program):
    shown = Announcement.objects.visible_to(request.user).filter(program=program)
    return shown.select_related("cohort", "made_by")


def _state(announcement: Announcement, today) -> str:
    if announcement.withdrawn_at:
        return "withdrawn"
    if announcement.shows_from > today:
        return "planned"
    return "shown" if announcement.shows_until >= today else "over"
