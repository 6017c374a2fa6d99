"""How one is reminded: by mail, by LINE where it is switched on, or on the first page alone; and the quiet hours."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from programs.domain.once import new_token
from workers.access import worker_page
from workers.domain.line_accounts import line_can_be_linked, line_is_on, new_line_code, unlink_line_id
from workers.domain.reminder_settings import reminder_settings, set_reminders
from workers.forms.reminders import RemindersForm
from workers.models import Enrollment
from workers.views.own_tasks import do_own
from workers.views.pages import page_context


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def my_reminders(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """One form with everything about it."""
    worker = enrollment.worker
    written = reminder_settings(worker)
    with_line = line_is_on() and bool(written.line_id)
    data = request.POST if request.method == "POST" else None
    form = RemindersForm(data, written=written, with_line=with_line, initial={"once": new_token()})
    status = 200
    if request.method == "POST":
        work = lambda: set_reminders(worker=worker, **form.content())  # noqa: E731 (needs the form once it is valid)
        status = do_own(request, enrollment, form, work, purpose="reminders")
        if status == 302:
            messages.success(request, _("Your choice is saved."))
            return redirect("workers:my_reminders")
    context = page_context(enrollment) | {
        "form": form,
        "mail_address": request.user.email if settings.MAIL_WORKS else "",
        "may_link_line": line_can_be_linked() and not written.line_id,
        "has_line": with_line,
        "line_code": "",
    }
    return render(request, "workers/my_reminders.html", context, status=status)


@require_POST
@worker_page
def my_line(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Give a code for linking one's LINE account, shown once; or take the account away again."""
    worker = enrollment.worker
    written = reminder_settings(worker)
    if request.POST.get("do") == "unlink":
        unlink_line_id(written.line_id)
        messages.success(request, _("Your LINE account is forgotten here. You are reminded by e-mail."))
        return redirect("workers:my_reminders")
    if not line_can_be_linked():
        raise Http404
    context = page_context(enrollment) | {"line_code": new_line_code(worker), "back_url": "/me/reminders/"}
    return render(request, "workers/my_line.html", context | {"task": _("Link LINE")})
