"""Taking an entry out of an open month: asked once, done once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.templatetags.dates import month_name
from programs.templatetags.money import yen
from workers.access import worker_page
from workers.domain.earnings import remove_earning
from workers.models import Earning, Enrollment, IncomeMonth
from workers.views.earnings import closed_sentence, month_url, shut_sentence
from workers.views.pages import page_context, refusal_page


@worker_page
def earning_remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Ask, and on POST remove. The form sent twice gets the same answer, though the entry is gone by then."""
    if shut := shut_sentence(enrollment):
        status = 409 if request.method == "POST" else 200
        task = _("Remove an entry")
        return refusal_page(request, enrollment, sentence=shut, task=task, back_url="/earnings/", status=status)
    if request.method == "POST" and request.POST.get("once"):
        return _remove(request, enrollment, pk)
    earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk)
    month = Earning.month_of(earning.earned_on)
    row = IncomeMonth.objects.filter(enrollment=enrollment).in_month(month).select_related("closed_by").first()
    if row and row.is_closed:
        return refusal_page(
            request,
            enrollment,
            sentence=closed_sentence(row),
            task=_("Remove an entry"),
            back_url=month_url(month),
            earning=earning,
        )
    counted = earning.net if enrollment.cohort.program.counts_net else earning.gross
    then = _("%(month)s adds up to %(amount)s less then. This cannot be undone.") % {
        "amount": yen(counted),
        "month": month_name(month),
    }
    context = {"earning": earning, "then": then, "once": new_token(), "task": _("Remove an entry")}
    context |= {"back_url": month_url(month)}
    return render(request, "workers/earning_remove.html", page_context(enrollment) | context)


def _remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    def work() -> str:
        earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk)
        remove_earning(earning=earning, by=request.user)
        messages.success(request, _("Removed: %(title)s") % {"title": earning.title})
        return str(Earning.month_of(earning.earned_on))

    content = {"earning": pk, "enrollment": enrollment.pk}
    try:
        sent = only_once(
            request.POST["once"][:200], user=request.user, content=content, work=work, purpose="earning_remove"
        )
    except Refused as refusal:
        return refusal_page(
            request, enrollment, sentence=refusal.sentence, task=_("Remove an entry"), back_url="/earnings/", status=409
        )
    return redirect(month_url(sent.answer))
