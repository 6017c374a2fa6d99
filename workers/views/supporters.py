"""Who accompanies whom: one participant's history, and the table of everybody with changes for several at once."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.domain.access_records import Action
from programs.domain.once import new_token, only_once
from programs.domain.refusals import Refused
from programs.models import Program
from programs.views.shell import shell
from workers.access import enrollment_of
from workers.domain.supporters import appoint_supporter, end_supporter, with_presence
from workers.forms.supporter import SupporterForm
from workers.models import Enrollment, Supporter
from workers.views.once_forms import done_once
from workers.views.persons import note_person

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def supporter_list(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Who is and was in charge of one participant, and appointing somebody."""
    enrollment = enrollment_of(request, program, pk)
    form = SupporterForm(request.POST if request.method == "POST" else None, program=program)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("user", "role", "joined_on")}

            def work() -> int:
                made = appoint_supporter(enrollment=enrollment, **said)
                note_person(request, program, enrollment, Action.CHANGED, f"supporter {made.pk} appointed")
                return made.pk

            if done_once(request, form, content=said | {"enrollment": enrollment.pk}, work=work, purpose="appoint"):
                messages.success(request, _("%(name)s is in charge now.") % {"name": said["user"]})
                return redirect(supporters_url(program, enrollment))
            status = 409
        form.renew_once()
    rows = with_presence(Supporter.objects.visible_to(request.user)).filter(enrollment=enrollment)
    context = shell(request, program, enrollment.cohort) | {
        "enrollment": enrollment,
        "form": form,
        "rows": [(one, _last_day(one)) for one in rows.select_related("user")],
        "is_over": enrollment.left_on is not None and enrollment.left_on <= timezone.localdate(),
    }
    return render(request, "workers/supporter_list.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def supporter_end(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """From today on in charge no more; whoever presses twice ends it once."""
    rows = Supporter.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort", "user")
    supporter = get_object_or_404(rows, enrollment__cohort__program=program, pk=pk)
    enrollment = supporter.enrollment
    if request.method != "POST":
        context = {"supporter": supporter, "enrollment": enrollment, "once": new_token()}
        return render(request, "workers/supporter_end.html", shell(request, program, enrollment.cohort) | context)

    def work() -> str:
        end_supporter(supporter=supporter, left_on=timezone.localdate())
        note_person(request, program, enrollment, Action.CHANGED, f"supporter {supporter.pk} ended")
        messages.success(request, _("%(name)s is in charge no more.") % {"name": supporter.user})
        return ""

    try:
        token = request.POST.get("once", "")[:64] or new_token()
        only_once(token, user=request.user, content={"supporter": pk}, work=work, purpose="supporter_end")
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    return redirect(supporters_url(program, enrollment))


def _last_day(supporter: Supporter) -> dt.date | None:
    """The last day in charge; who was replaced on the day they began has that day."""
    if supporter.left_on is None:
        return None
    return max(supporter.joined_on, supporter.left_on - dt.timedelta(days=1))


def supporters_url(program: Program, enrollment: Enrollment) -> str:
    return reverse("workers:supporter_list", args=[program.slug, enrollment.pk])
