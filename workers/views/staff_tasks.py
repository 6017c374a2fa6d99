"""One small task about a participant on the town's side: a form, what pressing does, the work once, the way back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.once import Once, TokenReused, only_once
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.forms.cohort_life import TaskForm
from workers.models import Enrollment

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class StaffTask:
    """`work` does it; `then` says what pressing does; `detail` is for the access record: ids, no names, no reasons."""

    enrollment: Enrollment
    form: TaskForm
    title: Text
    then: Text
    press: Text
    work: Callable[[], object]
    said: Text
    detail: str
    back_url: str
    bad: bool = False
    remove_url: str = ""


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form was sent with; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def staff_task(request: HttpRequest, program: Program, task: StaffTask) -> HttpResponse:
    """The page of a task; once done, back to where it began."""
    status = _task_status(request, program, task) if task.form.is_bound else 200
    if status == 302:
        return redirect(task.back_url)
    context = {**shell(request, program, task.enrollment.cohort), "task": task, "form": task.form}
    return render(request, "workers/staff_task.html", context | {"enrollment": task.enrollment}, status=status)


def _task_status(request: HttpRequest, program: Program, task: StaffTask) -> int:
    return sent_status(request, program, task.enrollment, task.form, work=task.work, detail=task.detail, said=task.said)


def sent_status(
    request: HttpRequest,
    program: Program,
    enrollment: Enrollment,
    form: TaskForm,
    *,
    work: Callable[[], object],
    detail: str,
    said: Text,
) -> int:
    """Do the work of a form that was sent: 302 when it is done; else the sentence stands beside its field."""
    if not form.is_valid():
        if form.has_error("once"):
            form.renew_once()
        return 422
    try:
        done = do_once(request, program, enrollment, form=form, work=work, detail=detail)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.for_staff or refusal.sentence)
    except TokenReused:
        form.add_error(None, _("This form was sent before with other content. Please check it and send it once more."))
    else:
        if not done.repeated:
            messages.success(request, said)
        return 302
    form.renew_once()
    return 409


def do_once(
    request: HttpRequest,
    program: Program,
    enrollment: Enrollment,
    *,
    form: TaskForm,
    work: Callable[[], object],
    detail: str,
) -> Once:
    """The work of a valid form, once, with its line in the access record. Raises Refused, TokenReused."""

    def all_of_it() -> str:
        work()
        note_change(request, program, enrollment, detail)
        return ""

    content = form.content() | {"enrollment": enrollment.pk, "path": request.path}
    return only_once(form.cleaned_data["once"], user=request.user, content=content, work=all_of_it, purpose=detail)


def note_change(request: HttpRequest, program: Program, enrollment: Enrollment, detail: str) -> None:
    """Last in its transaction."""
    record_access(
        Action.CHANGED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail=detail,
    )
