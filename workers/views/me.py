from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from workers.access import CHOSEN, worker_page
from workers.models import Enrollment


@require_safe
@worker_page
def me(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    own = list(Enrollment.objects.of(request.user).select_related("cohort__program__municipality"))
    program = enrollment.cohort.program
    context = {
        "enrollment": enrollment,
        "worker": enrollment.worker,
        "enrollments": own,
        "program": program,
        "year": timezone.localdate().year,
        "place": f"{program.municipality.name} {enrollment.cohort}",
    }
    return render(request, "workers/me.html", context)


@require_POST
@worker_page
def enrollment_choose(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Which of one's enrollments the pages show from now on."""
    asked = request.POST.get("enrollment", "")
    chosen = next((one for one in Enrollment.objects.of(request.user) if str(one.pk) == asked), None)
    if chosen is None:
        raise Http404
    request.session[CHOSEN] = chosen.pk
    return redirect("/")
