"""Targets month by month: the plan of one person for those in charge, and a participant's own page with wishes."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page
from programs.domain.refusals import Refused
from programs.models import Program
from programs.shared.month import Month
from programs.views.shell import shell
from workers.access import enrollment_of, worker_page
from workers.domain.own_plans import copy_ramp_to_plans, plan_lines, set_plans
from workers.domain.plan_wishes import decide_wish, open_wishes, wish_plan
from workers.forms.plan import PlanForm, WishForm, months_in
from workers.models import Enrollment, PlanWish
from workers.views.earnings import shut_sentence
from workers.views.once_forms import number_in
from workers.views.own_tasks import do_own, own_refusal
from workers.views.pages import page_context
from workers.views.staff_tasks import note_change, sent, sent_status

ROWS = 50


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def plan_edit(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """A person's targets for a year, to be changed together with them."""
    enrollment = enrollment_of(request, program, pk)
    data = sent(request)
    lines = plan_lines(enrollment, also=months_in(data or {}))
    form = PlanForm(data, lines=lines)
    status = 200
    if form.is_bound:

        def work() -> None:
            set_plans(enrollment=enrollment, targets=form.targets())

        status = sent_status(
            request, program, enrollment, form, work=work, detail="own plan", said=_("The plan is saved.")
        )
        if status == 302:
            return redirect("workers:plan_edit", program.slug, enrollment.pk)
    wishes = enrollment.plan_wishes.select_related("decided_by").order_by("-pk")
    context = {
        **shell(request, program, enrollment.cohort),
        "enrollment": enrollment,
        "form": form,
        "now": Month.of(timezone.localdate()),
        "wishes": [one for one in wishes if one.decided_at is None],
        "decided": [one for one in wishes if one.decided_at is not None][:12],
        "may_copy": any(line.own is None and not line.rests and not line.closed for line in lines),
    }
    return render(request, "workers/plan_edit.html", context, status=status)


@require_POST
@director_page
def plan_copy(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The cohort's ramp as the person's own plan; pressed twice, the second time finds nothing to copy."""
    enrollment = enrollment_of(request, program, pk)
    with transaction.atomic():
        count = copy_ramp_to_plans(enrollment=enrollment)
        note_change(request, program, enrollment, f"ramp copied to {count} months")
    said = ngettext("The target of %(count)s month is copied.", "The targets of %(count)s months are copied.", count)
    messages.success(
        request, said % {"count": count} if count else _("Every open month has a plan of its own already.")
    )
    return redirect("workers:plan_edit", program.slug, enrollment.pk)


@require_safe
@director_page
def wish_list(request: HttpRequest, program: Program) -> HttpResponse:
    """Every wish of the program that waits for an answer."""
    wishes = open_wishes(program).filter(pk__in=PlanWish.objects.visible_to(request.user))
    page = Paginator(wishes, ROWS).get_page(request.GET.get("page"))
    return render(request, "workers/wish_list.html", {**shell(request, program), "page": page})


@require_POST
@director_page
def wish_decide(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Agree, or not this time. `target` is what the person in charge read."""
    wishes = PlanWish.objects.visible_to(request.user).select_related("enrollment__worker", "enrollment__cohort")
    wish = get_object_or_404(wishes, enrollment__cohort__program=program, pk=pk)
    agreed = request.POST.get("answer") == "agree"
    seen = request.POST.get("target", "")
    try:
        with transaction.atomic():
            decide_wish(wish=wish, agreed=agreed, by=request.user, seen=number_in(seen) if seen else None)
            note_change(request, program, wish.enrollment, f"wish {wish.pk} {'agreed' if agreed else 'declined'}")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The wish is agreed; the target is changed.") if agreed else _("The target stays."))
    if request.POST.get("asked_on") == "list":
        return redirect("workers:wish_list", program.slug)
    return redirect("workers:plan_edit", program.slug, wish.enrollment_id)


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def plan(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """A participant's targets and why; here they ask for another one."""
    shut = shut_sentence(enrollment)
    if shut and request.method == "POST":
        return own_refusal(request, enrollment, shut, back_url="/plan/")
    now = Month.of(timezone.localdate())
    lines = [line for line in plan_lines(enrollment) if line.month >= now]
    form = WishForm(sent(request), months=[line.month for line in lines])
    status = 200
    if form.is_bound:

        def work() -> None:
            wish_plan(enrollment=enrollment, **form.content())

        status = do_own(request, enrollment, form, work, purpose="wish")
        if status == 302:
            messages.success(request, _("Your wish is sent. Your director looks at it with you."))
            return redirect("workers:plan")
    context = {"lines": lines, "form": form, "shut": shut, "now": now}
    return render(request, "workers/plan.html", page_context(enrollment) | context, status=status)
