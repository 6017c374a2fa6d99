from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from programs.access import account_page


@require_safe
@account_page
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: password, addresses, second factor."""
    return render(request, "programs/account.html")
