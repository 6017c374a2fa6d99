"""The answer to a month's question: all entered, no income, or taken back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from programs.domain.refusals import Refused
from workers.access import worker_page
from workers.domain.answers import answer_month
from workers.domain.refusals import OutsideEnrollment
from workers.models import Enrollment
from workers.models.income_month import Answer
from workers.views.earnings import month_url
from workers.views.months import list_context, month_context, month_or_404
from workers.views.pages import page_or_parts

OWN_ANSWERS = (Answer.REPORTED, Answer.NOTHING_EARNED, Answer.OPEN)


@require_POST
@worker_page
def month_answer(request: HttpRequest, enrollment: Enrollment, month: str) -> HttpResponse:
    """`asked_on` says on which page the question stood: «list» or «month»."""
    asked, on_list = month_or_404(month), request.POST.get("asked_on") == "list"
    name = "earning_list" if on_list else "earning_month"
    if request.POST.get("answer") not in OWN_ANSWERS:
        raise Http404
    status, sentence = 200, ""
    try:
        answer_month(enrollment=enrollment, month=asked, answer=Answer(request.POST["answer"]), by=request.user)
    except OutsideEnrollment:
        raise Http404 from None
    except Refused as refusal:
        status, sentence = 409, refusal.sentence
    if not sentence and not request.htmx:
        return redirect("workers:earning_list") if on_list else redirect(month_url(asked))
    context = list_context(enrollment) if on_list else month_context(enrollment, asked)
    page, part = f"workers/{name}.html", f"workers/_{name}.html"
    return page_or_parts(request, page, [part], context | {"refusal": sentence}, status=status)
