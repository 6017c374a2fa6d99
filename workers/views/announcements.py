"""What is announced to a participant, all of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workers.access import worker_page
from workers.domain.announcements import announcements_for
from workers.models import Enrollment
from workers.views.pages import page_context


@require_safe
@worker_page
def announcement_list(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Those of today, also the ones closed at home."""
    context = page_context(enrollment) | {
        "announcements": announcements_for(enrollment, timezone.localdate()),
        "task": _("Announcements"),
        "back_url": "/",
    }
    return render(request, "workers/announcement_list.html", context)
