"""Whose pages these are: a worker's own enrollment, or the one a town's page is about. Anything else is 404."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from programs.access import View
from programs.models import Program
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


def enrollment_of(request: HttpRequest, program: Program, pk: int) -> Enrollment:
    """The participant in the address of a town's page, among those of its program."""
    people = Enrollment.objects.visible_to(request.user).select_related("worker", "cohort")
    enrollment = get_object_or_404(people, cohort__program=program, pk=pk)
    enrollment.cohort.program = program
    return enrollment
