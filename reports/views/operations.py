from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST

from programs.access import administrator_page
from programs.domain import outbox
from programs.domain.access_records import Action, record_access
from programs.models import OutgoingMail
from reports.domain.operations import job_states, read_backlog, read_messages, retry_parked
from reports.domain.queue import queue_state
from workers.domain.hourly import prefectures_without_wage


@administrator_page
def operations(request: HttpRequest) -> HttpResponse:
    """The engine room, for system administrators: jobs, backlog, queue. No names of people."""
    jobs = job_states()
    context = {
        "jobs": [(job, job_name(job.name)) for job in jobs],
        "alarms": [job for job in jobs if job.alarm],
        "backlog": read_backlog(),
        "queue": queue_state(),
        "outbox": read_messages(),
        "without_wage": prefectures_without_wage(timezone.localdate()),
        "now": timezone.localtime(),
    }
    return render(request, "reports/operations.html", context)


@require_POST
@administrator_page
def parked_retry(request: HttpRequest) -> HttpResponse:
    is_outbox = request.POST.get("what") == "messages"
    with transaction.atomic():
        freed = outbox.retry_parked() if is_outbox else retry_parked()
        what = OutgoingMail if is_outbox else "parked rows"
        record_access(Action.CHANGED, what, user=request.user, municipality=None, detail=f"{freed} retried")
    if is_outbox:
        said = ngettext("%(count)s message will be tried again.", "%(count)s messages will be tried again.", freed)
    else:
        said = ngettext("%(count)s row will be tried again.", "%(count)s rows will be tried again.", freed)
    messages.success(request, said % {"count": freed})
    return redirect("reports:operations")


def job_name(name: str) -> str:
    known = {
        "roll_up": pgettext("job", "Sweep of due months"),
        "rebuild": pgettext("job", "Nightly rebuild"),
        "check": pgettext("job", "Nightly check"),
    }
    return known.get(name, name)
