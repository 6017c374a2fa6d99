import logging

from django.http import HttpRequest, HttpResponse

from programs.access import public_page
from reports.domain.readiness import failing_checks

log = logging.getLogger(__name__)


@public_page
def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives: asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@public_page
def readyz(request: HttpRequest) -> HttpResponse:
    """Fit to serve people, or 503. What is wrong stands in the log, not in the answer."""
    failing = failing_checks()
    if failing:
        log.error("Not ready: %s", ", ".join(failing))
        return HttpResponse("not ready\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")
