"""A survey's figures as an Excel file: one row per answer, withheld cells as the word 秘匿."""

from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.exports.workbook import Sheet, explanations, workbook_of
from programs.models.survey import QuestionKind
from workers.domain.survey_results import Pair, QuestionResult, Results

_WIDTHS = (44, 16, 30, 12, 12, 14, 10)


def results_workbook(results: Results, pairs: Sequence[Pair]) -> bytes:
    """`pairs` as `paired` gives them; where a question was asked before and after, both stand one below the other."""
    head = (
        _("Question"),
        _("Before or after"),
        _("Answer"),
        _("People"),
        _("Percent"),
        _("Answered the question"),
        _("Mean"),
    )
    rows = (row for pair in pairs for one in (pair.before, pair.now) if one for row in _rows(one))
    return workbook_of(Sheet("データ", head, rows, _WIDTHS), explanations("説明", *_explained(results)))


def _rows(result: QuestionResult) -> Iterator[tuple]:
    withheld = pgettext("chart", "withheld")
    question = result.question
    moment = question.survey.get_moment_display()
    if question.kind == QuestionKind.TEXT:
        return
    answered = withheld if result.answered is None else result.answered
    mean = "" if question.kind != QuestionKind.SCALE else withheld if result.mean is None else str(result.mean)
    for figure in result.figures:
        count = withheld if figure.count is None else figure.count
        percent = "" if figure.percent is None else figure.percent
        yield question.text, moment, figure.name, count, percent, answered, mean


def _explained(results: Results) -> tuple[tuple[str, str], list[tuple[str, str]]]:
    survey = results.survey
    rate = "" if results.rate is None else f"{results.rate}%"
    if results.has_too_many:
        rate = _("more answers than people asked")
    return (_("Word"), _("Meaning")), [
        (_("Survey"), survey.title),
        (_("Who is asked"), str(survey.course or survey.cohort)),
        (_("Sheets"), str(results.responses)),
        (_("Asked"), str(results.asked)),
        (_("Response rate"), rate),
        (_("Made at"), date_format(timezone.localtime(), "DATETIME_FORMAT")),
        (
            _("Percent"),
            _("Of those who answered the question; of all sheets where their number is withheld."),
        ),
        (
            pgettext("chart", "withheld"),
            _("Fewer than five people, or a figure from which fewer than five could be computed."),
        ),
        (_("Words of their own"), _("They are not exported: who wrote them might be recognized.")),
    ]
