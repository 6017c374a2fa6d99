"""Pages about one participant: who it is, and what is written down about looking."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from programs.domain.access_records import Action, record_access
from programs.models import Program
from workers.models import Enrollment


def person_of(request: HttpRequest, program: Program, pk: int) -> Enrollment:
    """The participant of this program with that enrollment, or 404."""
    people = Enrollment.objects.visible_to(request.user).select_related("worker", "cohort")
    enrollment = get_object_or_404(people, cohort__program=program, pk=pk)
    enrollment.cohort.program = program
    return enrollment


def note_person(request: HttpRequest, program: Program, enrollment: Enrollment, action: Action, detail: str) -> None:
    """Into the access record, last in the transaction. `detail` without names."""
    record_access(
        action,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail=detail,
    )
