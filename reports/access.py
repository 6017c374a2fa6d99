"""What stands in the address of a town's page: a cohort of the program, a month, a person. Anything else is 404."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from programs.models import Cohort, Program
from programs.shared.month import Month


def cohort_of(request: HttpRequest, program: Program, number: int) -> Cohort:
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), program=program, number=number)
    cohort.program = program
    return cohort


def month_of(text: str, cohort: Cohort | None = None) -> Month:
    """The month written in an address: not in the future, and not before the cohort's start."""
    try:
        month = Month.parse(text)
    except ValueError:
        raise Http404 from None
    if month > Month.of(timezone.localdate()) or (cohort and month < Month.of(cohort.starts_on)):
        raise Http404
    return month


def may_direct(request: HttpRequest, program: Program) -> bool:
    return Program.objects.directed_by(request.user).filter(pk=program.pk).exists()


def may_close(request: HttpRequest, program: Program) -> bool:
    """Officials of the town sign months off."""
    return Program.objects.run_by(request.user).filter(pk=program.pk).exists()
