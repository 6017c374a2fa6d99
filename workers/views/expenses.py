"""A person's expenses of one calendar year: theirs alone, for their own tax return."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.domain.once import new_token, only_once
from workers.access import worker_page
from workers.domain.expenses import Spent, add_expense, change_expense, remove_expense
from workers.domain.years import FIRST_YEAR
from workers.forms.expense import ExpenseForm
from workers.models import Enrollment, Expense
from workers.views.own_tasks import do_own
from workers.views.pages import page_context

ROWS = 50


def asked_year(text: str) -> int:
    """The calendar year in an address, if it can be one; else this year."""
    this_year = timezone.localdate().year
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if FIRST_YEAR <= year <= this_year else this_year


def list_url(year: int) -> str:
    return f"{reverse('workers:expense_list')}?year={year}"


@require_safe
@worker_page
def expense_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """One year's expenses, the newest first."""
    year, this_year = asked_year(request.GET.get("year", "")), timezone.localdate().year
    spent = Expense.objects.of(request.user).in_year(year)
    page = Paginator(spent.annotate(files=Count("receipts")).order_by("-spent_on", "-pk"), ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "year": year,
        "previous_year": year - 1 if year > FIRST_YEAR else None,
        "next_year": year + 1 if year < this_year else None,
        "page": page,
        "page_query": f"year={year}&",
        "total": spent.order_by().aggregate(yen=Sum("amount"))["yen"] or 0,
    }
    return render(request, "workers/expense_list.html", page_context(enrollment) | context)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def expense_add(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    form = ExpenseForm(_sent(request))
    status = 200
    if form.is_bound:
        status = do_own(
            request,
            enrollment,
            form,
            lambda: add_expense(worker=enrollment.worker, spent=form.spent()).pk,
            purpose="expense_add",
        )
        if status == 302:
            messages.success(request, _("The expense is saved."))
            return redirect(list_url(form.cleaned_data["spent_on"].year))
    return _form_page(request, enrollment, form, {"task": _("Write down an expense")}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def expense_change(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    expense = get_object_or_404(Expense.objects.of(request.user), pk=pk)
    written = {name: getattr(expense, name) for name in Spent.__dataclass_fields__}
    form = ExpenseForm(_sent(request), initial=written)
    status = 200
    if form.is_bound:
        purpose = f"expense_change {pk}"
        status = do_own(
            request,
            enrollment,
            form,
            lambda: change_expense(expense=expense, spent=form.spent()).pk,
            purpose=purpose,
        )
        if status == 302:
            messages.success(request, _("The expense is saved."))
            return redirect(list_url(form.cleaned_data["spent_on"].year))
    return _form_page(request, enrollment, form, {"task": _("Change an expense"), "expense": expense}, status)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def expense_remove(request: HttpRequest, enrollment: Enrollment, pk: int) -> HttpResponse:
    """Ask, and on POST remove; sent twice it is done once."""
    if request.method == "POST" and request.POST.get("once"):

        def work() -> str:
            expense = get_object_or_404(Expense.objects.of(request.user), pk=pk)
            year = expense.spent_on.year
            remove_expense(expense=expense)
            messages.success(request, _("Removed: %(title)s") % {"title": expense.title})
            return str(year)

        content = {"expense": pk}
        sent = only_once(
            request.POST["once"][:200], user=request.user, content=content, work=work, purpose="expense_remove"
        )
        return redirect(list_url(int(sent.answer)))
    expense = get_object_or_404(Expense.objects.of(request.user), pk=pk)
    context = {"expense": expense, "once": new_token(), "task": _("Remove an expense")}
    context |= {"back_url": list_url(expense.spent_on.year)}
    return render(request, "workers/expense_remove.html", page_context(enrollment) | context)


def _sent(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _form_page(
    request: HttpRequest, enrollment: Enrollment, form: ExpenseForm, context: dict[str, Any], status: int
) -> HttpResponse:
    expense = context.get("expense")
    year = expense.spent_on.year if expense else timezone.localdate().year
    page = page_context(enrollment) | {"form": form, "expense": None, "back_url": list_url(year)} | context
    return render(request, "workers/expense_form.html", page, status=status)
