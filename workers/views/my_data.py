"""A participant's own data: a copy of everything, and asking to be made nameless."""

from contextlib import ExitStack

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.domain.access_records import Action, record_access
from workers.access import worker_page
from workers.domain.about_person import person_of
from workers.domain.erasure import ask_for_erasure, open_request_of, withdraw_erasure
from workers.exports.my_data import my_data_archive
from workers.forms.cohort_life import TaskForm
from workers.models import Enrollment
from workers.views.own_tasks import do_own
from workers.views.pages import page_context
from workers.views.staff_tasks import sent


@require_safe
@worker_page
def my_data(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    context = page_context(enrollment) | {
        "wish": open_request_of(enrollment.worker),
        "task": _("My data"),
        "back_url": "/me/",
    }
    return render(request, "workers/my_data.html", context)


@require_safe
@worker_page
@reauthentication_required
def my_data_export(request: HttpRequest, enrollment: Enrollment) -> HttpResponse | FileResponse:
    """Everything about oneself as a ZIP file. Nothing goes out whose record could not be written."""
    worker = enrollment.worker
    with ExitStack() as stack:
        archive = stack.enter_context(my_data_archive(person_of(worker)))
        record_access(
            Action.EXPORTED,
            worker,
            user=request.user,
            municipality=worker.municipality,
            subject_worker=worker.pk,
            detail="own data",
        )
        stack.pop_all()  # the answer closes it
    name = f"hidane-my-data-{timezone.localdate():%Y%m%d}.zip"
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def erasure_ask(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """What happens and what stays, in plain words; sent, the town knows of it."""
    form = TaskForm(sent(request))
    status = 200

    def work() -> int:
        return ask_for_erasure(worker=enrollment.worker, by=request.user).pk

    if form.is_bound:
        status = do_own(request, enrollment, form, work, purpose="erasure")
        if status == 302:
            messages.success(request, _("Your request has reached the town. You can take it back until it is done."))
            return redirect("workers:my_data")
    elif open_request_of(enrollment.worker):
        return redirect("workers:my_data")
    context = {"form": form, "task": _("Ask to be made nameless"), "back_url": "/me/data/"}
    return render(request, "workers/erasure_ask.html", page_context(enrollment) | context, status=status)


@require_POST
@worker_page
def erasure_withdraw(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Pressed twice, the second time finds nothing to take back."""
    withdraw_erasure(worker=enrollment.worker, by=request.user)
    messages.success(request, _("Your request is taken back. Nothing was changed."))
    return redirect("workers:my_data")
