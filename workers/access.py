"""A worker's own pages: the decorator hands the view the person's enrollment or answers 404."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from programs.access import View
from workers.models import Enrollment

CHOSEN = "enrollment"  # session key: which of several enrollments the person looks at


def own_enrollment(request: HttpRequest) -> Enrollment | None:
    """The enrollment the signed-in person looks at: the chosen one, else the one in force, else the latest."""
    own = Enrollment.objects.of(request.user).select_related("worker", "cohort__program__municipality")
    chosen = request.session.get(CHOSEN)
    return (own.filter(pk=chosen).first() if chosen else None) or own.first()


def worker_page(view: View) -> View:
    """For participants: gives the enrollment."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        enrollment = own_enrollment(request)
        if enrollment is None:
            raise Http404
        return view(request, enrollment, *args, **kwargs)

    guarded.guard = "worker_page"
    return guarded
