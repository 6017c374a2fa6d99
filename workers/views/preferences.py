"""A person's own settings about money."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workers.access import worker_page
from workers.domain.lines import lines_in
from workers.domain.preferences import preference_of, save_preferences
from workers.forms.preference import PreferenceForm
from workers.models import Enrollment
from workers.views.own_tasks import do_own
from workers.views.pages import page_context


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def preference_edit(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Goal, lines to watch and what they are reckoned with. Open before, during and after the stay."""
    year = timezone.localdate().year
    sent = request.POST if request.method == "POST" else None
    form = PreferenceForm(sent, chosen=preference_of(enrollment.worker), lines=lines_in(year))
    status = 200
    if form.is_bound:

        def work() -> None:
            save_preferences(worker=enrollment.worker, choices=form.choices())

        status = do_own(request, enrollment, form, work, purpose="preferences")
        if status == 302:
            messages.success(request, _("Your settings are saved."))
            return redirect("workers:me")
    context = {"form": form, "year": year, "back_url": reverse("workers:me"), "task": _("Goal and income lines")}
    return render(request, "workers/preference_edit.html", page_context(enrollment) | context, status=status)
