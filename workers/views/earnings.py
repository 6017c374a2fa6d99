"""Writing down one pay: add, repeat, change, remove, and what it would come to while it is typed."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from programs.domain.once import TokenReused, only_once
from programs.domain.refusals import Refused
from programs.shared.month import Month
from workers.access import worker_page
from workers.domain.earnings import record_earning
from workers.domain.seen import ChangedMeanwhile, change_as_seen
from workers.forms.day import ANOTHER_DAY
from workers.forms.earning import EarningForm, written_in
from workers.models import Earning, Enrollment
from workers.views.pages import begun, is_over, page_context, page_or_parts, refusal_page

HOME = "/"
FORM_PARTS = ("workers/_earning_form.html", "workers/_earning_dock.html")
SUM_PARTS = ("workers/_earning_strip.html", "workers/_earning_dock.html", "workers/_withholding_name.html")


@worker_page
def earning_add(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """`?month=2026-10` begins with a day of that month."""
    month = _month_asked_for(request)
    initial: dict[str, Any] = {}
    if month and month < Month.of(timezone.localdate()):
        initial = {"earned_on": ANOTHER_DAY, "other_day": month.last.isoformat()}
    return _record(request, enrollment, initial, may_repeat=True)


@worker_page
def earning_repeat(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """The form filled in with an earlier job, for today."""
    like = get_object_or_404(Earning, enrollment=enrollment, pk=pk, gross__gt=0)
    again = {"earned_on": timezone.localdate().isoformat(), "paid_on": None}
    return _record(request, enrollment, written_in(like) | again, may_repeat=False)


@worker_page
def earning_change(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk)
    task, back_url = _("Change an entry"), month_url(Earning.month_of(earning.earned_on))
    data = request.POST if request.method == "POST" else None
    if shut := shut_sentence(enrollment):
        return refusal_page(
            request, enrollment, sentence=shut, task=task, back_url=back_url, status=409 if data else 200
        )
    form = EarningForm(data, enrollment=enrollment, earning=earning)
    row = form.month_row(Earning.month_of(earning.earned_on))
    if row and row.is_closed:
        return refusal_page(
            request,
            enrollment,
            sentence=closed_sentence(row),
            task=task,
            back_url=back_url,
            earning=earning,
            status=409 if data else 200,
        )
    if earning.gross < 0:
        return _counter_page(request, enrollment, earning, task=_("A correction"), back_url=back_url)

    def work() -> HttpResponse:
        seen = form.cleaned_data["seen"]
        changed = change_as_seen(earning=earning, entry=form.entry(), seen=seen, by=request.user)
        return _done(request, Earning.month_of(changed.earned_on), _("Saved: %(title)s") % {"title": changed.title})

    context = {"task": task, "back_url": back_url, "earning": earning, "last": None}
    return _answer_form(request, form, context, page="workers/earning_change.html", work=work)


def _counter_page(request: HttpRequest, enrollment: Enrollment, earning: Earning, **frame: str) -> HttpResponse:
    """What takes an older entry back is shown, and may be removed; it never changes."""
    context = page_context(enrollment) | frame | {"earning": earning}
    status = 409 if request.method == "POST" else 200
    return render(request, "workers/earning_counter.html", context, status=status)


@require_POST
@worker_page
def earning_preview(request: HttpRequest, enrollment: Enrollment, pk: int | None = None) -> HttpResponse:
    """The strip and the sum for what is typed so far; nothing is written."""
    earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk) if pk else None
    form = EarningForm(request.POST, enrollment=enrollment, earning=earning)
    form.is_valid()
    context = form_context(form) | {"task": _("What it comes to"), "back_url": HOME}
    return page_or_parts(request, "workers/earning_preview.html", SUM_PARTS, context)


def form_context(form: EarningForm) -> dict[str, Any]:
    return page_context(form.enrollment) | {"form": form, "sums": form.sums()}


def month_url(month: Month | str) -> str:
    return reverse("workers:earning_month", args=[str(month)])


def closed_sentence(row) -> str:
    """Who closed the month and when; what to do stands beside it."""
    return _("%(person)s closed %(month)s on %(day)s.") % {
        "month": date_format(row.month, "YEAR_MONTH_FORMAT"),
        "day": date_format(timezone.localdate(row.closed_at), "MONTH_DAY_FORMAT"),
        "person": row.closed_by,
    }


def over_sentence(enrollment: Enrollment) -> str:
    return _(
        "Your participation ended on %(day)s. Your entries stay readable here; "
        "if one is missing or wrong, tell your director."
    ) % {"day": date_format(enrollment.left_on, "DATE_FORMAT")}


def starts_sentence(enrollment: Enrollment) -> str:
    return _("Your participation starts on %(day)s. From that day on you can record your income here.") % {
        "day": date_format(enrollment.joined_on, "DATE_FORMAT")
    }


def shut_sentence(enrollment: Enrollment) -> str:
    """Why this person may write nothing by themselves, before the stay and after it; empty during it."""
    if is_over(enrollment):
        return over_sentence(enrollment)
    return "" if begun(enrollment) else starts_sentence(enrollment)


def _record(request: HttpRequest, enrollment: Enrollment, initial: dict, *, may_repeat: bool) -> HttpResponse:
    task = _("Record income")
    if shut := shut_sentence(enrollment):
        status = 409 if request.method == "POST" else 200
        return refusal_page(request, enrollment, sentence=shut, task=task, back_url=HOME, status=status)
    form = EarningForm(request.POST if request.method == "POST" else None, enrollment=enrollment, initial=initial)

    def work() -> HttpResponse:
        entry = form.entry()
        sent = only_once(
            form.cleaned_data["once"],
            user=request.user,
            content=entry.as_columns() | {"enrollment": enrollment.pk},
            work=lambda: Month.of(record_earning(enrollment=enrollment, entry=entry, by=request.user).earned_on),
            purpose="earning_add",
        )
        said = "" if sent.repeated else _("Recorded: %(title)s") % {"title": entry.title}
        return _done(request, sent.answer, said)

    may_repeat = may_repeat and not form.is_bound
    last = Earning.objects.filter(enrollment=enrollment).order_by("-recorded_at", "-pk").first() if may_repeat else None
    context = {"task": task, "back_url": _back_url(request), "earning": None, "last": last}
    return _answer_form(request, form, context, page="workers/earning_add.html", work=work)


def _answer_form(
    request: HttpRequest, form: EarningForm, context: dict, *, page: str, work: Callable[[], HttpResponse]
) -> HttpResponse:
    """Show the form, or do its work; whatever is refused comes back beside its field with all that was typed."""
    status = 200
    if form.is_bound and "work_out" in request.POST:
        form.is_valid()
        form.work_out_withholding()
    elif form.is_bound:
        try:
            if form.is_valid():
                return work()
            status = 422
        except ChangedMeanwhile as refusal:
            form.add_error(None, refusal.sentence)
            form.show_newer(refusal.current)
            status = 409
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
            status = 409
        except TokenReused:
            form.add_error(
                None, _("This form has already been recorded with other content. Send it again to add another.")
            )
            status = 409
        if status == 409 or form.has_error("once"):
            form.renew_once()
    return page_or_parts(request, page, FORM_PARTS, form_context(form) | context, status=status)


def _done(request: HttpRequest, month: Month | str, said: str) -> HttpResponse:
    if said:
        messages.success(request, said)
    return HttpResponseClientRedirect(month_url(month)) if request.htmx else redirect(month_url(month))


def _month_asked_for(request: HttpRequest) -> Month | None:
    text = request.GET.get("month")
    if text is None:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None


def _back_url(request: HttpRequest) -> str:
    month = _month_asked_for(request)
    return month_url(month) if month else HOME
