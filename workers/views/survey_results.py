"""What a survey came to: figures with small cells withheld, for everybody alike; the same as an Excel file."""

from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programs.access import program_page
from programs.domain.access_records import Action, record_access
from programs.exports.workbook import XLSX
from programs.models import Program, Survey
from programs.models.survey import QuestionKind, SurveyMoment
from programs.shared.charts.answers import AnswerBar, AnswerBars, Share
from programs.views.shell import shell
from workers.domain.survey_results import Pair, QuestionResult, Results, paired, read_results, twin_of
from workers.exports.survey_results import results_workbook
from workers.views.surveys import answer_address, state_of, survey_of


@dataclass(frozen=True, slots=True)
class Section:
    """One question on the page; `bars` None where there is nothing to draw."""

    pair: Pair
    bars: AnswerBars | None

    @property
    def now(self) -> QuestionResult:
        return self.pair.now


@require_safe
@program_page
def survey_result(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """While people still answer, viewers see no figures: two looks apart would show what one person said."""
    survey = survey_of(request, program, pk)
    results, twin, state = _read(request, program, survey)
    pairs, is_compared = paired(results, twin)
    context = {
        **shell(request, program),
        "survey": results.survey,
        "results": results,
        "twin": twin,
        "is_compared": is_compared,
        "state": state,
        "must_wait": must_wait(program, state),
        "sections": [Section(pair, bars_of(pair)) for pair in pairs],
        "address": answer_address(request, survey),
    }
    return render(request, "workers/survey_result.html", context)


@require_safe
@program_page
@reauthentication_required
def survey_export(request: HttpRequest, program: Program, pk: int) -> HttpResponse:
    """The figures of the page, with the same cells withheld. Free texts stay on the page."""
    survey = survey_of(request, program, pk)
    results, twin, state = _read(request, program, survey)
    if must_wait(program, state):
        return redirect("workers:survey_result", program.slug, survey.pk)  # which says why
    pairs, _compared = paired(results, twin)
    content = results_workbook(results, pairs)
    record_access(
        Action.EXPORTED, survey, user=request.user, municipality=program.municipality, detail=f"survey {survey.pk}"
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="hidane-{program.slug}-survey-{survey.pk}.xlsx"'
    return response


def must_wait(program: Program, state: str) -> bool:
    return state != "closed" and not program.is_directed


def bars_of(pair: Pair) -> AnswerBars | None:
    """The chart of one question, before and after side by side where both were asked."""
    results = [one for one in (pair.before, pair.now) if one]
    if not any(one.shows_figures for one in results):
        return None
    series = (str(SurveyMoment.BEFORE.label), str(SurveyMoment.AFTER.label)) if pair.before else ("",)
    names = [_name_of(pair.now, place) for place in range(len(pair.now.figures))]
    bars = tuple(
        AnswerBar(name, tuple(Share(one.figures[place].count, one.figures[place].percent) for one in results))
        for place, name in enumerate(names)
    )
    return AnswerBars(pair.now.question.text, bars, series)


def _name_of(result: QuestionResult, place: int) -> str:
    name = result.figures[place].name
    if result.question.kind != QuestionKind.SCALE:
        return name
    return {1: _("1 (lowest)"), 5: _("5 (highest)")}.get(int(name), name)


def _read(request: HttpRequest, program: Program, survey: Survey) -> tuple[Results, Results | None, str]:
    today = timezone.localdate()
    state = state_of(survey, today)
    results = read_results(survey, today=today, with_texts=program.is_directed)
    other = twin_of(survey)
    if other is None or must_wait(program, state_of(other, today)):
        return results, None, state
    return results, read_results(other, today=today, with_texts=False), state
