"""Skills: a participant's own judgement, the program's list of them, and what a cohort's people say."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from programs.access import director_page, program_page
from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Program, Skill
from programs.shared.charts.levels import LevelLine, LevelPoint
from programs.templatetags.dates import day_year
from programs.views.shell import shell
from workers.access import worker_page
from workers.domain.skills import (
    add_skill,
    asked_skills,
    change_skill,
    cohort_means,
    due_skill_check,
    end_skill,
    history_of,
    move_skill,
    record_check,
    takes_part,
)
from workers.forms.skill import SkillCheckForm, SkillForm
from workers.models import Enrollment, SkillCheck
from workers.models.skill_check import Milestone
from workers.views.once_forms import done_once, status_of
from workers.views.pages import page_context


@require_http_methods(["GET", "HEAD", "POST"])
@worker_page
def skill_check(request: HttpRequest, enrollment: Enrollment) -> HttpResponse:
    """Judge each skill from 1 to 5; the same day's set is corrected here, too."""
    today = timezone.localdate()
    skills = asked_skills(enrollment.cohort.program, today) if takes_part(enrollment, today) else []
    todays = list(SkillCheck.objects.filter(enrollment=enrollment, checked_on=today))
    milestone = todays[0].milestone if todays else due_skill_check(enrollment, today) or Milestone.OTHER
    form = SkillCheckForm(
        request.POST if request.method == "POST" else None,
        skills=skills,
        levels={check.skill_id: check.level for check in todays},
        initial={"milestone": milestone},
    )

    def work() -> str:
        record_check(enrollment=enrollment, milestone=form.cleaned_data["milestone"], levels=form.levels())
        return ""

    content = {"enrollment": enrollment, "said": str(sorted(form.cleaned_data.items())) if form.is_valid() else ""}
    if done_once(request, form, purpose="skill_check", content=content, work=work) is not None:
        messages.success(request, _("Saved. Today you can still correct it."))
        return redirect("workers:skill_check")
    context = page_context(enrollment) | {
        "form": form,
        "skills": skills,
        "is_today": bool(todays),
        "lines": level_lines(enrollment),
    }
    return render(request, "workers/skill_check.html", context, status=status_of(form))


@require_safe
@director_page
def skill_list(request: HttpRequest, program: Program) -> HttpResponse:
    context = {**shell(request, program), "skills": list(_skills(request, program)), "form": SkillForm()}
    return render(request, "workers/skill_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def skill_add(request: HttpRequest, program: Program) -> HttpResponse:
    form = SkillForm(request.POST if request.method == "POST" else None)

    def work() -> int:
        return add_skill(program=program, name=form.cleaned_data["name"], hint=form.cleaned_data["hint"]).pk

    content = {"program": program, "name": form["name"].value(), "hint": form["hint"].value()}
    if done_once(request, form, purpose="skill_add", content=content, work=work) is not None:
        messages.success(request, _("The skill has been added."))
        return redirect("workers:skill_list", program.slug)
    context = {**shell(request, program), "form": form, "skill": None}
    return render(request, "workers/skill_edit.html", context, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def skill_change(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    skill = get_object_or_404(_skills(request, program), pk=pk)
    initial = {"name": skill.name, "hint": skill.hint}
    form = SkillForm(request.POST if request.method == "POST" else None, initial=initial)

    def work() -> str:
        change_skill(skill=skill, name=form.cleaned_data["name"], hint=form.cleaned_data["hint"])
        return ""

    content = {"skill": skill, "name": form["name"].value(), "hint": form["hint"].value()}
    if done_once(request, form, purpose="skill_change", content=content, work=work) is not None:
        messages.success(request, _("Saved."))
        return redirect("workers:skill_list", program.slug)
    context = {**shell(request, program), "form": form, "skill": skill}
    return render(request, "workers/skill_edit.html", context, status=status_of(form))


@require_POST
@director_page
def skill_move(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    move_skill(skill=get_object_or_404(_skills(request, program), pk=pk), up=request.POST.get("to") == "up")
    return redirect("workers:skill_list", program.slug)


@require_POST
@director_page
def skill_end(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Ask for it no more, or again. Nothing that was said is lost."""
    skill = get_object_or_404(_skills(request, program), pk=pk)
    try:
        end_skill(skill=skill, ended=request.POST.get("ended") == "1")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("workers:skill_list", program.slug)


@require_safe
@program_page
def skill_results(request: HttpRequest, program: Program) -> HttpResponse:
    """`?cohort=2` chooses one; otherwise the newest. Viewers see no mean of fewer than five people."""
    cohorts = list(program.cohorts.visible_to(request.user).order_by("number"))
    asked = request.GET.get("cohort", "")
    cohort = next((one for one in cohorts if str(one.number) == asked), cohorts[-1] if cohorts else None)
    if asked and cohort and str(cohort.number) != asked:
        raise Http404
    means = cohort_means(cohort, withhold=not program.is_directed) if cohort else []
    milestones = [one for one in Milestone if any(one in by for _skill, by in means)]
    context = {
        **shell(request, program, cohort, cohorts),
        "cohorts": cohorts,
        "cohort": cohort,
        "milestones": milestones,
        "rows": [(skill, [(one.label, by.get(one)) for one in milestones]) for skill, by in means],
    }
    return render(request, "workers/skill_results.html", context)


@require_safe
@director_page
def person_skills(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """One participant's own levels. Every look is written to the access record."""
    people = Enrollment.objects.visible_to(request.user).filter(cohort__program=program)
    enrollment = get_object_or_404(people.select_related("worker", "cohort__program__municipality"), pk=pk)
    lines = level_lines(enrollment)
    record_access(
        Action.LOOKED,
        enrollment,
        user=request.user,
        municipality=program.municipality,
        subject_worker=enrollment.worker_id,
        detail="skills",
    )
    context = {**shell(request, program, enrollment.cohort), "enrollment": enrollment, "lines": lines}
    return render(request, "workers/person_skills.html", context)


def level_lines(enrollment: Enrollment) -> list[tuple[LevelLine, list[SkillCheck]]]:
    """A small line per skill, and its checks with the newest first."""
    return [
        (
            LevelLine(
                skill.name, tuple(LevelPoint(one.checked_on, day_year(one.checked_on), one.level) for one in checks)
            ),
            checks[::-1],
        )
        for skill, checks in history_of(enrollment)
    ]


def _skills(request: HttpRequest, program: Program):
    return Skill.objects.visible_to(request.user).filter(program=program).order_by("position", "pk")
