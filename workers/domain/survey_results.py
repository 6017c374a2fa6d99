"""What a survey's sheets come to, question by question, with small cells withheld for everybody alike."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.crypto import salted_hmac

from programs.models import Survey, SurveyQuestion
from programs.models.survey import QuestionKind, SurveyMoment
from workers.domain.suppression import LEVELS, MINIMUM, suppressed, suppressed_choices, suppressed_scale
from workers.domain.survey_rates import percent, response_rate, with_rates
from workers.models import SurveyAnswer


@dataclass(frozen=True, slots=True)
class Figure:
    """How many gave one answer; None is withheld. `percent` of those who answered the question."""

    name: str
    count: int | None
    percent: int | None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """`answered` is None where it is withheld; percents are then of all sheets. `mean` of a scale, to one decimal."""

    question: SurveyQuestion
    figures: tuple[Figure, ...]
    answered: int | None
    base: int
    mean: float | None = None
    texts: tuple[str, ...] = ()

    @property
    def withholds(self) -> bool:
        return self.answered is None or any(figure.count is None for figure in self.figures)

    @property
    def shows_figures(self) -> bool:
        return any(figure.count is not None for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Results:
    """`questions` is empty while fewer than five were asked or have answered.

    The link may be opened by anybody any number of times: more sheets than people protect nobody.
    """

    survey: Survey
    responses: int
    asked: int
    questions: tuple[QuestionResult, ...]

    @property
    def is_withheld(self) -> bool:
        return min(self.responses, self.asked) < MINIMUM

    @property
    def has_too_many(self) -> bool:
        return self.responses > self.asked

    @property
    def rate(self) -> int | None:
        return response_rate(self.responses, self.asked)


@dataclass(frozen=True, slots=True)
class Pair:
    """One question before and after; `before` is None where it was not asked then."""

    now: QuestionResult
    before: QuestionResult | None


def read_results(survey: Survey, *, today: dt.date, with_texts: bool) -> Results:
    """Four queries at most, however many questions. Free texts only for whom they are meant."""
    survey = with_rates(Survey.objects.filter(pk=survey.pk), today=today).get()
    total = survey.responses_count
    if min(total, survey.asked) < MINIMUM:
        return Results(survey, total, survey.asked, ())
    counts, answered = _tally(survey)
    texts = _texts(survey) if with_texts else {}
    questions = tuple(
        _result(one, counts[one.pk], answered.get(one.pk, 0), total, texts.get(one.pk, ()))
        for one in survey.questions.order_by("position")
    )
    return Results(survey, total, survey.asked, questions)


def twin_of(survey: Survey) -> Survey | None:
    """The survey to the same people at the other moment: the nearest one before for an after, the other way round."""
    if survey.moment not in (SurveyMoment.BEFORE, SurveyMoment.AFTER):
        return None
    others = Survey.objects.filter(course=survey.course_id, cohort=survey.cohort_id).exclude(pk=survey.pk)
    if survey.moment == SurveyMoment.AFTER:
        others = others.filter(moment=SurveyMoment.BEFORE, opens_on__lte=survey.opens_on).order_by("-opens_on", "-pk")
    else:
        others = others.filter(moment=SurveyMoment.AFTER, opens_on__gte=survey.opens_on).order_by("opens_on", "pk")
    return others.first()


def paired(results: Results, twin: Results | None) -> tuple[list[Pair], bool]:
    """Every question with the same one of the twin: the same words, kind and choices. Always in the order of time, so
    `now` is the later one where there are two; the bool says whether any was found.
    """
    before_by_words = {_words(one): one for one in twin.questions if one.figures} if twin else {}
    is_later = results.survey.moment == SurveyMoment.AFTER
    pairs = []
    for one in results.questions:
        other = before_by_words.get(_words(one))
        pairs.append(Pair(one, other) if is_later or other is None else Pair(other, one))
    return pairs, any(pair.before for pair in pairs)


def _words(result: QuestionResult) -> tuple:
    return result.question.text, result.question.kind, tuple(result.question.options)


def _tally(survey: Survey) -> tuple[dict[int, dict[int, int]], dict[int, int]]:
    """People by question and number, and how many answered each question."""
    rows = SurveyAnswer.objects.filter(response__survey=survey).order_by()
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    for question, number, people in (
        rows.filter(number__isnull=False).values_list("question", "number").annotate(people=Count("pk"))
    ):
        counts[question][number] = people
    answered = rows.values_list("question").annotate(people=Count("response", distinct=True))
    return counts, dict(answered)


def _texts(survey: Survey) -> dict[int, tuple[str, ...]]:
    """Of questions to which five wrote something; in an order that is the same at each look and has nothing to do
    with who wrote first.
    """
    rows = SurveyAnswer.objects.filter(response__survey=survey).exclude(text="").values_list("question", "pk", "text")
    by_question: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for question, pk, text in rows:
        by_question[question].append((salted_hmac("workers.survey_texts", str(pk)).hexdigest(), text))
    return {
        question: tuple(text for _order, text in sorted(texts))
        for question, texts in by_question.items()
        if len(texts) >= MINIMUM
    }


def _result(
    question: SurveyQuestion, people: dict[int, int], answered: int, total: int, texts: Sequence[str]
) -> QuestionResult:
    if question.kind == QuestionKind.TEXT:
        return QuestionResult(question, (), None, total, texts=tuple(texts))
    if question.kind == QuestionKind.SCALE:
        return _scale(question, [people.get(level, 0) for level in range(1, LEVELS + 1)], total)
    chosen = [people.get(place, 0) for place in range(len(question.options))]
    if question.kind == QuestionKind.CHOICES:
        shown = suppressed_choices(chosen, answered=answered, total=total)
        return _with_percents(question, question.options, shown.chosen, shown.answered, total)
    if question.is_required:  # nobody could be silent, so no silence hides among the answers
        return _with_percents(question, question.options, suppressed(chosen), total, total)
    *cells, silent = suppressed([*chosen, total - answered])
    return _with_percents(question, question.options, cells, None if silent is None else answered, total)


def _scale(question: SurveyQuestion, levels: list[int], total: int) -> QuestionResult:
    shown = suppressed_scale(levels, silent=None if question.is_required else total - sum(levels))
    names = [str(level) for level in range(1, LEVELS + 1)]
    answered = None if shown.silent is None else sum(levels)
    return _with_percents(question, names, shown.levels, answered, total, mean=shown.mean)


def _with_percents(
    question: SurveyQuestion,
    names: Sequence[str],
    counts: Sequence[int | None],
    answered: int | None,
    total: int,
    mean: float | None = None,
) -> QuestionResult:
    base = total if answered is None else answered
    figures = tuple(
        Figure(name, count, None if count is None else percent(count, base) or 0)
        for name, count in zip(names, counts, strict=True)
    )
    return QuestionResult(question, figures, answered, base, mean)
