"""Who is signed in and tried a page of the staff that is not theirs: written down."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from programs.domain.access_records import Action, record_access
from programs.domain.tries import take_try
from programs.models import Municipality

STAFF_GUARDS = {"program_page", "director_page", "official_page", "administrator_page"}
AN_HOUR = {"limit": 20, "seconds": 3600}  # records of one account: nobody fills a town's book by pressing reload


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in {403, 404} and request.user.is_authenticated and _is_for_staff(request):
            _write_down(request, response.status_code)
        return response


def _is_for_staff(request: HttpRequest) -> bool:
    match = request.resolver_match
    return bool(match) and ("admin" in match.app_names or getattr(match.func, "guard", None) in STAFF_GUARDS)


def _write_down(request: HttpRequest, status: int) -> None:
    if not take_try("refused", f"account {request.user.pk}", **AN_HOUR):
        return
    match = request.resolver_match
    town = Municipality.objects.filter(programs__slug=match.kwargs.get("slug", "")).first()
    number = next((str(match.kwargs[name]) for name in ("pk", "object_id") if name in match.kwargs), "")
    record_access(
        Action.REFUSED,
        match.view_name[:60],
        user=request.user,
        municipality=town,
        detail=" ".join([str(status), request.method or "", number if number.isdecimal() else ""]).strip(),
    )
