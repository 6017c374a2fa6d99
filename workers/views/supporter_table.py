"""The table of everybody and who accompanies them: several chosen, shown what will change, then changed."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from programs.access import director_page
from programs.domain.access_records import Action, record_access
from programs.models import Program
from programs.views.shell import shell
from workers.domain.supporters import (
    appoint_for_many,
    changes_of,
    mark_of,
    supporters_on,
    supporting_staff,
    with_presence,
)
from workers.forms.supporter import SupportersForm
from workers.models import Enrollment, Supporter
from workers.models.supporter import SupporterRole
from workers.views.once_forms import done_once

ROWS = 50
WHICH = ("all", "none", "absent", "mine")


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def supporter_table(request: HttpRequest, program: Program) -> HttpResponse:
    """`?which=` none, absent or mine, `?cohort=`; a POST shows what changes, with `seen` it is done."""
    if request.method != "POST":
        form = SupportersForm(program=program, people=_people(program))
        return _table(request, program, form)
    form = SupportersForm(request.POST, program=program, people=_people(program))
    if not form.is_valid():
        form.renew_once()
        return _table(request, program, form, status=422)
    said = form.cleaned_data
    people = list(said["people"].select_related("worker", "cohort"))
    if not said["seen"]:
        return _preview(request, program, form, people)

    def work() -> int:
        chosen = {"user": said["user"], "role": said["role"], "seen": said["seen"]}
        made = appoint_for_many(enrollments=people, joined_on=timezone.localdate(), **chosen)
        town = program.municipality
        detail = f"{len(made)} appointed: user {said['user'].pk} as {said['role']}"
        record_access(Action.CHANGED, Supporter, user=request.user, municipality=town, detail=detail)
        return len(made)

    content = {"people": sorted(one.pk for one in people)} | {name: said[name] for name in ("user", "role", "seen")}
    done = done_once(request, form, content=content, work=work, purpose="supporter_table")
    if done is None:
        form.renew_once()
        return _preview(request, program, form, people, status=409)
    count = int(done)
    text = ngettext(
        "%(name)s is in charge of %(count)s more person.", "%(name)s is in charge of %(count)s more people.", count
    )
    messages.success(request, text % {"name": said["user"], "count": count})
    return redirect("workers:supporter_table", program.slug)


def _people(program: Program) -> QuerySet[Enrollment]:
    """Everybody taking part today, on a break too."""
    today = timezone.localdate()
    here = Enrollment.objects.filter(Q(left_on=None) | Q(left_on__gt=today), joined_on__lte=today)
    return here.filter(cohort__program=program, worker__merged_into=None)


def _shown(request: HttpRequest, people: QuerySet[Enrollment], which: str, cohort: str) -> QuerySet[Enrollment]:
    if cohort.isdecimal() and len(cohort) < 6:
        people = people.filter(cohort__number=cohort)
    charge = Supporter.objects.on().filter(enrollment=OuterRef("pk"))
    if which == "none":
        return people.filter(~Exists(charge.filter(role=SupporterRole.MAIN)))
    if which == "absent":
        return people.filter(Exists(with_presence(charge).filter(is_present=False)))
    if which == "mine":
        return people.filter(Exists(charge.filter(user=request.user)))
    return people


def _table(request: HttpRequest, program: Program, form: SupportersForm, *, status: int = 200) -> HttpResponse:
    which = request.GET.get("which", "all")
    which = which if which in WHICH else "all"
    cohort = request.GET.get("cohort", "")
    people = _shown(request, _people(program), which, cohort).select_related("worker", "cohort")
    page = Paginator(people, ROWS).get_page(request.GET.get("page"))
    in_charge = supporters_on(list(page))
    frame = shell(request, program)
    context = {
        "form": form,
        "page": page,
        "page_query": urlencode({"which": which, "cohort": cohort}) + "&",
        "rows": [
            (
                one,
                in_charge.get(one.pk, {}).get(SupporterRole.MAIN),
                in_charge.get(one.pk, {}).get(SupporterRole.DEPUTY),
            )
            for one in page
        ],
        "chosen": set(form.data.getlist("people")) if form.is_bound else set(),
        "which": which,
        "cohort": cohort,
        "staff": list(supporting_staff(program)),
        "cohorts": program.cohorts.visible_to(request.user).order_by("number"),
    }
    return render(request, "workers/supporter_table.html", frame | context, status=status)


def _preview(
    request: HttpRequest, program: Program, form: SupportersForm, people: list[Enrollment], *, status: int = 200
) -> HttpResponse:
    """What will change, person by person; sent back with its mark it is done."""
    said = form.cleaned_data
    changes = changes_of(people, user=said["user"], role=said["role"])
    context = {
        "form": form,
        "changes": changes,
        "new": sum(not one.already for one in changes),
        "mark": mark_of(changes),
        "role": SupporterRole(said["role"]).label,
        "user": said["user"],
        "back_url": reverse("workers:supporter_table", args=[program.slug]),
    }
    return render(request, "workers/supporter_preview.html", shell(request, program) | context, status=status)
