"""Receipts of an expense: given on the phone, looked at, taken away; nobody who works for the town sees them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.domain.refusals import Refused
from workers.access import worker_page
from workers.domain.evidences import add_evidence, remove_evidence
from workers.forms.evidence import EvidenceForm
from workers.models import Enrollment, Evidence, Expense
from workers.models.evidence import EVIDENCE_LIMIT
from workers.views.expenses import list_url
from workers.views.own_tasks import do_own
from workers.views.pages import page_context, refusal_page
from workers.views.staff_tasks import sent


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def receipt_list(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """The receipts of one expense, and the form to add more."""
    expense = get_object_or_404(Expense.objects.of(request.user), pk=pk)
    form = EvidenceForm(sent(request), request.FILES if request.method == "POST" else None)
    status = 200
    if form.is_bound:

        def work() -> None:
            add_evidence(expense=expense, by=request.user, **form.given())

        status = do_own(request, enrollment, form, work, purpose=f"receipt {expense.pk}")
        if status == 302:
            messages.success(request, _("The file is added."))
            return redirect("workers:receipt_list", expense.pk)
    context = page_context(enrollment) | {
        "expense": expense,
        "receipts": list(expense.receipts.all()),
        "form": form,
        "limit": EVIDENCE_LIMIT,
        "task": _("Receipts"),
        "back_url": list_url(expense.spent_on.year),
    }
    return render(request, "workers/receipt_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def receipt_remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Ask, and on POST remove."""
    own = Evidence.objects.of(request.user).filter(expense__isnull=False).select_related("expense")
    receipt = get_object_or_404(own, pk=pk)
    task, back_url = _("Remove the file"), reverse("workers:receipt_list", args=[receipt.expense_id])
    if request.method == "POST":
        try:
            remove_evidence(evidence=receipt, by=request.user)
        except Refused as refusal:
            return refusal_page(
                request, enrollment, sentence=refusal.sentence, task=task, back_url=back_url, status=409
            )
        messages.success(request, _("Removed: %(title)s") % {"title": receipt.file_name})
        return redirect(back_url)
    context = {"receipt": receipt, "task": task, "back_url": back_url}
    return render(request, "workers/receipt_remove.html", page_context(enrollment) | context)
