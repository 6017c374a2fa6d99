"""An entry of a closed month is taken back in an open one, and the right one written beside it."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.domain.once import TokenReused, only_once
from programs.domain.refusals import Refused
from programs.shared.month import Month
from programs.templatetags.dates import month_name
from workers.access import worker_page
from workers.domain.corrections import correct_earning
from workers.forms.correction import CorrectionForm
from workers.forms.earning import written_in
from workers.models import Earning, Enrollment
from workers.views.earnings import month_url, shut_sentence
from workers.views.evidences import month_is_closed
from workers.views.pages import page_context, refusal_page


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def earning_correct(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    earning = get_object_or_404(Earning, enrollment=enrollment, pk=pk)
    month = Earning.month_of(earning.earned_on)
    task, back_url = _("Correct an entry of a closed month"), month_url(month)
    bound = request.method == "POST"
    if refused := shut_sentence(enrollment) or _why_not(earning, sent=bound):
        status = 409 if bound else 200
        return refusal_page(request, enrollment, sentence=refused, task=task, back_url=back_url, status=status)
    initial = written_in(earning) | {"earned_on": timezone.localdate().isoformat()}
    form = CorrectionForm(request.POST if bound else None, enrollment=enrollment, initial=initial)
    status = _sent(request, form, earning) if bound else 200
    if status == 302:
        day = form.cleaned_data["earned_on"]
        messages.success(request, _("The entry of %(month)s is corrected.") % {"month": month_name(month)})
        return redirect(month_url(Month.of(day)))
    context = {"form": form, "earning": earning, "month": month, "task": task, "back_url": back_url}
    return render(request, "workers/earning_correct.html", page_context(enrollment) | context, status=status)


def _why_not(earning: Earning, *, sent: bool) -> str:
    """Said before a form is shown; a form that was sent is judged behind the lock, and twice it is right twice."""
    if sent:
        return ""
    if earning.gross < 0:
        return _("This entry takes an older one back. Correct the entry that came in its place.")
    if earning.corrections.exists():
        return _("This entry was corrected before. Correct the entry that came in its place.")
    if not month_is_closed(earning):
        return _("%(month)s is open: change the entry itself.") % {"month": month_name(earning.month)}
    return ""


def _sent(request: HttpRequest, form: CorrectionForm, earning: Earning) -> int:
    """302 when the correction is written, else what to answer the form with; nothing typed is lost."""
    if not form.is_valid():
        if form.has_error("once"):
            form.renew_once()
        return 422
    on, why = form.cleaned_data["earned_on"], form.why()
    right = None if form.only_takes_back else replace(form.entry(), worked_on=earning.worked_on)
    content = {"earning": earning.pk, "on": on, "why": why, "right": right and right.as_columns()}

    def work() -> int:
        return correct_earning(earning=earning, on=on, reason=why, right=right, by=request.user).counter.pk

    try:
        only_once(form.cleaned_data["once"], user=request.user, content=content, work=work, purpose="correction")
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    except TokenReused:
        form.add_error(None, _("This form was sent before with other content. Please check it and send it once more."))
    else:
        return 302
    form.renew_once()
    return 409
