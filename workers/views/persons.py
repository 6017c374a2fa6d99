"""Pages about one participant: what is written down about looking."""

from django.http import HttpRequest

from programs.domain.access_records import Action, record_access
from programs.models import Program
from workers.models import Enrollment


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
