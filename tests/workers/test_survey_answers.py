"""Answering without a name: what is written, what is not, and two at once."""

import datetime as dt
import threading

import pytest
from auditlog.models import LogEntry
from django.db import connections, transaction
from django.utils import timezone

from programs.domain.refusals import Refused
from programs.models import AccessRecord, SurveyQuestion
from tests.make_programme import make_survey
from workers.domain.survey_answers import QuestionsChanged, record_response
from workers.domain.survey_questions import QuestionsFixed, Wording, add_question, version_of
from workers.models import SurveyAnswer, SurveyResponse

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make_survey()


def sheet(survey, choice=1, choices=(0, 1), scale=4, text="よかった") -> dict:
    keys = survey.questions.order_by("position").values_list("pk", flat=True)
    return dict(zip(keys, (choice, list(choices), scale, text), strict=True))


def seen(survey) -> str:
    return version_of(survey.questions.order_by("position"))


def answer(survey, **values) -> None:
    record_response(survey=survey, answers=sheet(survey, **values), seen=seen(survey))


def written() -> list[tuple]:
    rows = SurveyAnswer.objects.order_by("question__position", "number")
    return list(rows.values_list("question__kind", "number", "text"))


def test_a_sheet_is_written_whole(survey):
    answer(survey)
    assert written() == [
        ("choice", 1, ""),
        ("choices", 0, ""),
        ("choices", 1, ""),
        ("scale", 4, ""),
        ("text", None, "よかった"),
    ]


def test_what_is_left_out_is_not_written(survey):
    answer(survey, choice=None, choices=(), text="")
    assert written() == [("scale", 4, "")]


def test_nothing_leads_from_a_sheet_to_a_person(survey):
    """No moment, no order of arrival, no record of who changed what."""
    records = (LogEntry.objects.count(), AccessRecord.objects.count())
    for _person in range(12):
        answer(survey)
    columns = {field.name for field in SurveyResponse._meta.get_fields()}
    assert columns == {"id", "survey", "answered_on", "answers"}
    assert (LogEntry.objects.count(), AccessRecord.objects.count()) == records
    survey.refresh_from_db()
    assert timezone.localtime(survey.begun_at).time() == dt.time()
    sheets = list(SurveyAnswer.objects.filter(number=4).values_list("pk", "response").order_by("pk"))
    assert [response for _pk, response in sheets] != sorted(response for _pk, response in sheets)
    assert max(pk for pk, _response in sheets) > 10**9


def test_the_first_sheet_fixes_the_questions(survey):
    assert survey.begun_at is None
    answer(survey)
    with pytest.raises(QuestionsFixed):
        add_question(survey=survey, wording=Wording(kind="text", text="もうひとつ"))


def test_a_sheet_shown_before_an_edit_comes_back(survey):
    old = seen(survey)
    SurveyQuestion.objects.filter(survey=survey, kind="choice").update(options=["知人", "広報", "ウェブ"])
    with pytest.raises(QuestionsChanged):
        record_response(survey=survey, answers=sheet(survey), seen=old)
    assert SurveyResponse.objects.count() == 0


@pytest.mark.parametrize(("field", "value"), [("choice", 3), ("choice", -1), ("scale", 0), ("scale", 6)])
def test_what_was_not_offered_is_refused(survey, field, value):
    with pytest.raises(Refused, match="表示されている答え"):
        answer(survey, **{field: value})
    assert SurveyResponse.objects.count() == 0


def test_a_required_question_is_refused_at_its_field(survey):
    question = survey.questions.get(kind="scale")
    SurveyQuestion.objects.filter(pk=question.pk).update(is_required=True)
    with pytest.raises(Refused) as refused:
        answer(survey, scale=None)
    assert refused.value.field == f"q{question.pk}"


def test_an_empty_sheet_is_no_answer(survey):
    with pytest.raises(Refused, match="1つ以上"):
        answer(survey, choice=None, choices=(), scale=None, text="")


def test_a_closed_survey_takes_nothing(survey):
    survey.closes_on = dt.date(2026, 11, 21)
    survey.save()
    with pytest.raises(Refused, match="終わりました"):
        answer(survey)


def at_once(work, while_this) -> None:
    """Begin `work` while a transaction has done `while_this`: it has to wait for its end."""

    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    with transaction.atomic():
        while_this()
        late = threading.Thread(target=run)
        late.start()
        late.join(0.5)
        assert late.is_alive()
    late.join(10)
    assert not late.is_alive()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_for_the_edit_and_sees_it():
    survey = make_survey()
    answers, version, said = sheet(survey), seen(survey), []

    def reply() -> None:
        with pytest.raises(QuestionsChanged):
            record_response(survey=survey, answers=answers, seen=version)
        said.append("changed")

    at_once(reply, lambda: add_question(survey=survey, wording=Wording(kind="text", text="途中で")))
    assert (said, SurveyResponse.objects.count()) == (["changed"], 0)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_edit_waits_for_the_first_answer_and_finds_the_questions_fixed():
    survey = make_survey()
    answers, version, said = sheet(survey), seen(survey), []

    def edit() -> None:
        with pytest.raises(QuestionsFixed):
            add_question(survey=survey, wording=Wording(kind="text", text="途中で"))
        said.append("fixed")

    at_once(edit, lambda: record_response(survey=survey, answers=answers, seen=version))
    assert (said, survey.questions.count(), SurveyResponse.objects.count()) == (["fixed"], 4, 1)
