"""Surveys on the town's side: the list, making and changing them, the sheet of paper, and taking them back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from programs.access import director_page, program_page
from programs.domain.refusals import Refused
from programs.models import Program, Survey
from programs.models.survey import SurveyMoment
from programs.shared.qr import qr_code
from programs.shared.town_office import office_of
from programs.views.shell import shell
from workers.domain.survey_rates import response_rate, with_rates
from workers.domain.surveys import change_survey, copy_survey, make_survey, remove_survey
from workers.forms.survey import NewSurveyForm, SurveyForm
from workers.views.once_forms import done_once, status_of

ROWS = 50


@require_safe
@program_page
def survey_list(request: HttpRequest, program: Program) -> HttpResponse:
    """For viewers too, who reach the figures from here."""
    today = timezone.localdate()
    surveys = with_rates(_surveys(request, program), today=today).annotate(questions_count=Count("questions"))
    surveys = surveys.order_by("-opens_on", "-pk")
    page = Paginator(surveys, ROWS).get_page(request.GET.get("page"))
    rows = [(one, state_of(one, today), response_rate(one.responses_count, one.asked)) for one in page]
    return render(request, "workers/survey_list.html", {**shell(request, program), "page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def survey_add(request: HttpRequest, program: Program) -> HttpResponse:
    """`?asks=course-3` or `?asks=cohort-2` chooses beforehand."""
    initial = {"asks": request.GET.get("asks", "")}
    form = NewSurveyForm(request.POST if request.method == "POST" else None, program=program, initial=initial)

    def work() -> int:
        return make_survey(program=program, asks=form.asked(), plan=form.plan()).pk

    made = done_once(request, form, purpose="survey_add", content=_content(request, program), work=work)
    if made is not None:
        messages.success(request, _("The survey has been made. Now add its questions."))
        return redirect("workers:survey_questions", program.slug, made)
    words = {"title": _("Make a survey"), "press": _("Make it and write the questions"), "survey": None}
    return _edit_page(request, program, form, words)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def survey_change(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    survey = survey_of(request, program, pk)
    form = SurveyForm(request.POST if request.method == "POST" else None, survey=survey)

    def work() -> str:
        change_survey(survey=survey, plan=form.plan())
        return ""

    if done_once(request, form, purpose="survey_change", content=_content(request, survey), work=work) is not None:
        messages.success(request, _("Saved."))
        return redirect("workers:survey_questions", program.slug, survey.pk)
    words = {"title": _("Title, days and introduction"), "press": _("Save"), "survey": survey}
    return _edit_page(request, program, form, words)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def survey_copy(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The same questions once more: to compare before and after, or to change what is fixed."""
    survey = survey_of(request, program, pk)
    later = SurveyMoment.AFTER if survey.moment == SurveyMoment.BEFORE else survey.moment
    initial = {"moment": later, "opens_on": timezone.localdate(), "closes_on": None}
    form = SurveyForm(request.POST if request.method == "POST" else None, survey=survey, initial=initial)

    def work() -> int:
        return copy_survey(survey=survey, plan=form.plan()).pk

    made = done_once(request, form, purpose="survey_copy", content=_content(request, survey), work=work)
    if made is not None:
        messages.success(request, _("The copy has been made. Its questions can be changed until somebody answers."))
        return redirect("workers:survey_questions", program.slug, made)
    words = {"title": _("Copy the survey"), "press": _("Make the copy"), "survey": survey, "is_copy": True}
    return _edit_page(request, program, form, words)


@require_http_methods(["GET", "HEAD", "POST"])
@director_page
def survey_remove(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """Only while nobody has answered; asked once more before."""
    survey = survey_of(request, program, pk)
    if request.method != "POST":
        return render(request, "workers/survey_remove.html", {**shell(request, program), "survey": survey})
    try:
        remove_survey(survey=survey)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("workers:survey_questions", program.slug, survey.pk)
    messages.success(request, _("Removed: %(title)s") % {"title": survey.title})
    return redirect("workers:survey_list", program.slug)


@require_safe
@director_page
def survey_paper(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """A sheet of A4 to hang up or hand out: QR code, address, what is asked of whom."""
    survey = survey_of(request, program, pk)
    address = answer_address(request, survey)
    context = {
        **shell(request, program),
        "survey": survey,
        "address": address,
        "qr": qr_code(address),
        "town": program.municipality,
        "office": office_of(program.municipality.name),
    }
    return render(request, "workers/survey_paper.html", context)


def survey_of(request: HttpRequest, program: Program, pk: int) -> Survey:
    """The program's survey, or 404."""
    return get_object_or_404(_surveys(request, program), pk=pk)


def state_of(survey: Survey, today) -> str:
    """planned, open or closed."""
    if today < survey.opens_on:
        return "planned"
    return "open" if today <= survey.closes_on else "closed"


def answer_address(request: HttpRequest, survey: Survey) -> str:
    """Begins with the host this page was asked from."""
    return request.build_absolute_uri(reverse("workers:survey_answer", args=[survey.answer_key]))


def _surveys(request: HttpRequest, program: Program):
    return Survey.objects.visible_to(request.user).filter(program=program).select_related("program", "course", "cohort")


def _content(request: HttpRequest, about: Program | Survey) -> dict[str, Any]:
    sent = {name: values for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "once")}
    return {"about": about, "sent": sent}


def _edit_page(request: HttpRequest, program: Program, form: SurveyForm, words: dict[str, Any]) -> HttpResponse:
    context = {**shell(request, program), "form": form, "is_copy": False, **words}
    return render(request, "workers/survey_edit.html", context, status=status_of(form))
