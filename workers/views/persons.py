"""Pages about one participant: who it is, what is written down about looking, and forms answered once."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.once import Once, TokenReused, only_once
from programs.domain.refusals import Refused
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


def done_once(
    request: HttpRequest, form: forms.Form, *, content: Mapping[str, Any], work: Callable[[], object], purpose: str
) -> Once | None:
    """`work` of a valid form, once; None when a rule refused it, with the sentence beside its field."""
    try:
        return only_once(form.cleaned_data["once"], user=request.user, content=content, work=work, purpose=purpose)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    except TokenReused:
        sentence = _("This form has already been recorded with other content. Send it again to add another.")
        form.add_error(None, sentence)
    return None
