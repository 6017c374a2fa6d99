"""Making surveys and their questions."""

import datetime as dt

import pytest

from programs.domain.refusals import Refused
from programs.models import Survey, SurveyQuestion
from tests.make import make_cohort, make_enrollment, make_program
from tests.make_programme import make_attendance, make_attendee, make_course, make_session, make_survey
from workers.domain.survey_questions import (
    DOWN,
    UP,
    QuestionsFixed,
    Wording,
    add_question,
    change_question,
    move_question,
    remove_question,
    version_of,
)
from workers.domain.surveys import (
    KEY_SIGNS,
    SurveyPlan,
    change_survey,
    copy_survey,
    find_survey,
    open_surveys_for,
    remove_survey,
    why_shut,
)
from workers.domain.surveys import (
    make_survey as make,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def plan(**words) -> SurveyPlan:
    return SurveyPlan(**{"title": "受講後", "opens_on": TODAY, "closes_on": dt.date(2026, 12, 6)} | words)


def texts(survey: Survey) -> list[str]:
    return list(survey.questions.order_by("position").values_list("text", flat=True))


def begun(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(begun_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC))
    survey.refresh_from_db()
    return survey


def test_a_survey_asks_a_course_or_a_cohort():
    program = make_program()
    course, cohort = make_course(program), make_cohort(program)
    of_course, of_cohort = (
        make(program=program, asks=course, plan=plan()),
        make(program=program, asks=cohort, plan=plan()),
    )
    assert (of_course.course, of_course.cohort) == (course, None)
    assert (of_cohort.course, of_cohort.cohort) == (None, cohort)
    assert len({of_course.answer_key, of_cohort.answer_key}) == 2
    assert set(of_course.answer_key) <= set(KEY_SIGNS)


def test_another_programs_course_is_refused():
    with pytest.raises(Refused, match="この事業の"):
        make(program=make_program(), asks=make_course(make_program()), plan=plan())


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-22", "2026-11-21"), ("2026-11-22", "2028-11-22"), ("1926-11-22", "1926-11-23")]
)
def test_impossible_days_are_refused(first, last):
    days = {"opens_on": dt.date.fromisoformat(first), "closes_on": dt.date.fromisoformat(last)}
    with pytest.raises(Refused) as refused:
        make(program=(program := make_program()), asks=make_course(program), plan=plan(**days))
    assert refused.value.field == "closes_on"


def test_days_can_be_changed_after_answers_but_not_before_or_after():
    survey = begun(make_survey())
    change_survey(survey=survey, plan=plan(title="新しい題"))
    survey.refresh_from_db()
    assert (survey.title, survey.closes_on) == ("新しい題", dt.date(2026, 12, 6))
    with pytest.raises(Refused) as refused:
        change_survey(survey=survey, plan=plan(moment="before"))
    assert refused.value.field == "moment"


def test_a_copy_has_the_questions_and_nothing_else():
    survey = begun(make_survey(title="受講前", moment="before"))
    copy = copy_survey(survey=survey, plan=plan(moment="after"))
    assert texts(copy) == texts(survey) == ["どこで知りましたか", "学びたいこと", "満足度", "ご感想"]
    assert (copy.course, copy.moment, copy.begun_at) == (survey.course, "after", None)
    assert copy.answer_key != survey.answer_key
    assert copy.questions.first().options == ["広報", "知人", "ウェブ"]


def test_only_a_survey_without_answers_is_removed():
    survey = make_survey()
    with pytest.raises(Refused, match="消せません"):
        remove_survey(survey=begun(survey))
    Survey.objects.update(begun_at=None)
    remove_survey(survey=survey)
    assert (Survey.objects.count(), SurveyQuestion.objects.count()) == (0, 0)


def test_an_address_is_found_however_it_is_typed():
    survey = make(program=(program := make_program()), asks=make_course(program), plan=plan())
    assert find_survey(f" {survey.answer_key.upper()} ") == survey
    assert find_survey("nothing") is None


@pytest.mark.parametrize(
    ("today", "questions", "said"),
    [
        (TODAY, 1, ""),
        (dt.date(2026, 12, 6), 1, ""),
        (dt.date(2026, 11, 21), 1, "2026年11月22日から"),
        (dt.date(2026, 12, 7), 1, "2026年12月6日に終わりました"),
        (TODAY, 0, "準備中"),
    ],
)
def test_why_it_is_shut_is_said_in_one_sentence(today, questions, said):
    survey = make(program=(program := make_program()), asks=make_course(program), plan=plan())
    assert said in why_shut(survey, today=today, questions=questions)
    assert bool(said) == bool(why_shut(survey, today=today, questions=questions))


def test_questions_are_added_at_the_end_and_move():
    survey = make_survey()
    add_question(survey=survey, wording=Wording(kind="text", text="ほかに"))
    last = survey.questions.order_by("position").last()
    move_question(question=last, to=UP)
    assert texts(survey) == ["どこで知りましたか", "学びたいこと", "満足度", "ほかに", "ご感想"]
    move_question(question=survey.questions.get(text="どこで知りましたか"), to=UP)
    move_question(question=survey.questions.get(text="どこで知りましたか"), to=DOWN)
    assert texts(survey)[:2] == ["学びたいこと", "どこで知りましたか"]


def test_a_question_is_changed_and_removed():
    survey = make_survey()
    first, second = survey.questions.order_by("position")[:2]
    change_question(question=first, wording=Wording(kind="scale", text="役に立ちましたか", options=("a", "b")))
    remove_question(question=second)
    first.refresh_from_db()
    assert (first.kind, first.options) == ("scale", [])  # a scale has no choices
    assert texts(survey) == ["役に立ちましたか", "満足度", "ご感想"]


def test_what_was_answered_stays():
    survey = begun(make_survey())
    question = survey.questions.first()
    wording = Wording(kind="text", text="別の質問")
    for work in (
        lambda: add_question(survey=survey, wording=wording),
        lambda: change_question(question=question, wording=wording),
        lambda: move_question(question=question, to=DOWN),
        lambda: remove_question(question=question),
    ):
        with pytest.raises(QuestionsFixed, match="コピー"):
            work()
    assert texts(survey)[0] == "どこで知りましたか"


@pytest.mark.parametrize("options", [(), ("ひとつ",), ("同じ", "同じ"), ("あ" * 61, "い"), tuple("abcdefghijklm")])
def test_wrong_choices_are_refused_at_their_field(options):
    with pytest.raises(Refused) as refused:
        add_question(survey=make_survey(), wording=Wording(kind="choice", text="どれ", options=options))
    assert refused.value.field == "options"


def test_a_survey_has_an_end_of_questions():
    survey = make_survey()
    for number in range(26):
        add_question(survey=survey, wording=Wording(kind="text", text=f"問{number}"))
    with pytest.raises(Refused, match="30問まで"):
        add_question(survey=survey, wording=Wording(kind="text", text="もうひとつ"))


def test_the_version_of_the_questions_changes_with_their_words():
    survey = make_survey()
    before = version_of(survey.questions.order_by("position"))
    SurveyQuestion.objects.filter(survey=survey, kind="choice").update(options=["知人", "広報", "ウェブ"])
    assert version_of(survey.questions.order_by("position")) != before


def test_open_surveys_for_a_participant():
    enrollment = make_enrollment()
    program = enrollment.cohort.program
    came, missed, signed_up = make_course(program), make_course(program), make_course(program)
    person = make_attendee(program.municipality, worker=enrollment.worker)
    for course, state in ((came, "present"), (missed, "absent"), (signed_up, "signed_up")):
        make_attendance(make_session(course), person, state=state)
    of_cohort = make_survey(cohort=enrollment.cohort, title="期のアンケート", closes_on=dt.date(2026, 11, 30))
    make_survey(came, title="出た講座")
    make_survey(missed, title="休んだ講座")
    make_survey(signed_up, title="申し込んだ講座の事前", moment="before")
    make_survey(signed_up, title="申し込んだ講座の事後", moment="after")
    make_survey(came, title="終わった", closes_on=dt.date(2026, 11, 21))
    make_survey(cohort=make_cohort(program), title="ほかの期")
    found = open_surveys_for(enrollment, TODAY)
    assert [one.title for one in found] == ["期のアンケート", "出た講座", "申し込んだ講座の事前"]
    assert (found[0].key, found[0].closes_on) == (of_cohort.answer_key, dt.date(2026, 11, 30))
