"""Rates, tallies, and what is withheld of them."""

import datetime as dt

import pytest

from programs.models import Survey
from tests.make import make_cohort, make_enrollment, make_program, make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session, make_survey
from workers.domain.survey_answers import record_response
from workers.domain.survey_questions import version_of
from workers.domain.survey_rates import response_rate, with_rates
from workers.domain.survey_results import paired, read_results, twin_of

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def ask(survey: Survey, people: int) -> None:
    """So many were present at a session of its course."""
    session = make_session(survey.course, starts_at=dt.datetime(2026, 11, 2, 1, tzinfo=dt.UTC))
    for _person in range(people):
        make_attendance(session, state="present")


def answer(survey: Survey, *sheets: tuple, asked: int | None = None) -> None:
    """Each sheet: choice, choices, scale, text. As many are asked as answer, unless something else is said."""
    ask(survey, len(sheets) if asked is None else asked)
    questions = list(survey.questions.order_by("position"))
    for sheet in sheets:
        answers = dict(zip((one.pk for one in questions), sheet, strict=True))
        record_response(survey=survey, answers=answers, seen=version_of(questions))


def results_of(survey: Survey, *, with_texts: bool = True):
    return read_results(survey, today=TODAY, with_texts=with_texts)


def counts(question) -> list:
    return [figure.count for figure in question.figures]


def rates(survey: Survey, today: dt.date = TODAY) -> tuple[int, int]:
    row = with_rates(Survey.objects.filter(pk=survey.pk), today=today).get()
    return row.asked, row.responses_count


def test_people_present_are_counted_once():
    course = make_course()
    first = make_session(course, starts_at=dt.datetime(2026, 11, 1, 1, tzinfo=dt.UTC))
    second = make_session(course, starts_at=dt.datetime(2026, 11, 8, 1, tzinfo=dt.UTC))
    often = make_attendee(course.program.municipality)
    make_attendance(first, often, state="present")
    make_attendance(second, often, state="present")
    make_attendance(second, state="present")
    make_attendance(second, state="absent")
    make_attendance(state="present")  # of another course
    survey = make_survey(course)
    answer(survey, (0, [0], 4, ""), asked=0)
    assert rates(survey) == (2, 1)


def test_who_came_after_the_last_day_was_not_asked():
    course = make_course()
    session = make_session(course, starts_at=dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC))
    make_attendance(session, state="present")
    days = {"opens_on": dt.date(2026, 11, 1), "closes_on": dt.date(2026, 11, 10)}
    assert rates(make_survey(course, **days)) == (0, 0)
    assert rates(make_survey(course, moment="before", **days)) == (1, 0)


def test_a_cohort_is_asked_as_it_was_on_the_last_day():
    cohort = make_cohort()
    for left_on in (None, None, dt.date(2026, 11, 20), dt.date(2026, 12, 10)):
        reason = {"leaving_reason": "moved"} if left_on else {}
        make_enrollment(cohort, left_on=left_on, **reason)
    make_enrollment(cohort, joined_on=dt.date(2026, 11, 25))
    make_enrollment(make_cohort(cohort.program), worker=make_worker(cohort.program.municipality))
    survey = make_survey(cohort=cohort, closes_on=dt.date(2026, 12, 31))
    assert rates(survey) == (3, 0)  # today: two, and the one who leaves in December
    assert rates(survey, dt.date(2027, 1, 5)) == (3, 0)  # 31 December: two, and the one who joined
    assert rates(make_survey(cohort=cohort, closes_on=dt.date(2026, 11, 19))) == (4, 0)


@pytest.mark.parametrize(("part", "whole", "said"), [(0, 0, None), (1, 3, 33), (1, 8, 13), (5, 5, 100), (6, 5, None)])
def test_a_rate_is_whole_percent_and_never_over_100(part, whole, said):
    assert response_rate(part, whole) == said


@pytest.mark.parametrize(("asked", "is_withheld"), [(0, True), (4, True), (5, False)])
def test_more_answers_than_people_do_not_lift_the_protection(asked, is_withheld):
    """The link can be opened any number of times: who was asked counts, too."""
    survey = make_survey()
    answer(survey, *[(0, [0], 5, "秘密の言葉")] * 7, asked=asked)
    results = results_of(survey)
    assert (results.is_withheld, results.questions == ()) == (is_withheld, is_withheld)
    assert (results.has_too_many, results.rate) == (True, None)


@pytest.mark.parametrize(("written", "shown"), [(0, 0), (4, 0), (5, 5)])
def test_free_texts_need_five_who_wrote_some(written, shown):
    survey = make_survey()
    answer(survey, *[(0, [0], 5, "意見")] * written, *[(0, [0], 5, "")] * (9 - written))
    assert len(results_of(survey).questions[3].texts) == shown


def test_fewer_than_five_sheets_show_their_number_only():
    survey = make_survey()
    answer(survey, *[(0, [0], 5, "秘密の言葉")] * 4)
    results = results_of(survey)
    assert (results.responses, results.is_withheld, results.questions) == (4, True, ())


def test_sheets_are_tallied():
    survey = make_survey()
    answer(survey, *[(0, [0, 1], 5, "")] * 6, *[(1, [1], 4, "")] * 5, *[(2, [], 3, "")] * 5)
    choice, choices, scale, _text = results_of(survey).questions
    assert (counts(choice), choice.answered) == ([6, 5, 5], 16)
    assert [figure.percent for figure in choice.figures] == [38, 31, 31]
    assert (counts(choices), choices.answered) == ([6, 11], 11)
    assert [figure.percent for figure in choices.figures] == [55, 100]
    assert (counts(scale), scale.mean) == ([0, 0, 5, 5, 6], 4.1)


def test_small_cells_are_withheld():
    survey = make_survey()
    answer(survey, *[(0, [0], 4, "")] * 9, *[(1, [0], 4, "")] * 2, (2, [1], 2, ""))
    choice, choices, scale, _text = results_of(survey).questions
    assert (counts(choice), choice.answered) == ([None, None, None], None)
    assert (counts(choices), choices.answered) == ([None, None], 12)
    assert (counts(scale), scale.mean, scale.answered) == ([None] * 5, 3.8, 12)
    assert scale.withholds


def test_where_everybody_had_to_answer_no_silence_hides_an_answer():
    """Two options of four people each: beside a silence of nobody they could be computed."""
    survey = make_survey()
    survey.questions.filter(kind="choice").update(is_required=True)
    answer(survey, *[(0, [0], 4, "")] * 9, *[(1, [0], 4, "")] * 4, *[(2, [0], 4, "")] * 4)
    choice = results_of(survey).questions[0]
    assert (counts(choice), choice.answered) == ([None, None, None], 17)


def test_free_texts_are_for_some_only_and_in_no_order():
    survey = make_survey()
    answer(survey, *[(0, [0], 4, f"意見{number}") for number in range(12)])
    texts = results_of(survey).questions[3].texts
    assert sorted(texts) == sorted(f"意見{number}" for number in range(12))
    assert list(texts) != [f"意見{number}" for number in range(12)]
    assert texts == results_of(survey).questions[3].texts
    assert results_of(survey, with_texts=False).questions[3].texts == ()


def test_the_twin_is_the_nearest_at_the_other_moment():
    course = make_course()
    old = make_survey(course, moment="before", opens_on=dt.date(2026, 5, 1))
    before = make_survey(course, moment="before", opens_on=dt.date(2026, 9, 1))
    after = make_survey(course, moment="after", opens_on=dt.date(2026, 11, 1))
    make_survey(make_course(course.program), moment="before")
    assert (twin_of(after), twin_of(before), twin_of(old)) == (before, after, after)
    assert twin_of(make_survey(course, moment="other")) is None


def test_before_and_after_stand_in_the_order_of_time():
    course = make_course(make_program())
    before, after = make_survey(course, moment="before"), make_survey(course, moment="after")
    after.questions.filter(kind="choice").update(text="ほかの言葉")
    answer(before, *[(0, [0], 2, "前")] * 6)
    answer(after, *[(0, [0], 4, "後")] * 7)
    pages = [(results_of(after), results_of(before)), (results_of(before), results_of(after))]
    for results, twin in pages:
        pairs, is_compared = paired(results, twin)
        assert is_compared
        assert [bool(pair.before) for pair in pairs] == [False, True, True, False]
        assert (counts(pairs[2].before), counts(pairs[2].now)) == ([0, 6, 0, 0, 0], [0, 0, 0, 7, 0])
    assert paired(results_of(after), None)[1] is False


def test_an_after_with_too_few_sheets_is_not_compared():
    course = make_course()
    before, after = make_survey(course, moment="before"), make_survey(course, moment="after")
    answer(before, *[(0, [0], 2, "")] * 4)
    answer(after, *[(0, [0], 4, "")] * 7)
    pairs, is_compared = paired(results_of(after), results_of(before))
    assert (is_compared, [pair.before for pair in pairs]) == (False, [None] * 4)


@pytest.mark.parametrize("sheets", [6, 40])
def test_reading_costs_the_same_however_many_answered(sheets, django_assert_num_queries):
    survey = make_survey()
    answer(survey, *[(0, [0, 1], 4, "意見")] * sheets)
    with django_assert_num_queries(5):
        results_of(survey)
