"""Answering on the phone, without an account."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from programs.models import FormToken, Survey
from tests.make_programme import make_survey
from workers.domain.survey_questions import Wording, add_question
from workers.models import SurveyAnswer, SurveyResponse
from workers.views.survey_answers import TRIES

pytestmark = pytest.mark.django_db
MY_NUMBER = "123456789018"


@pytest.fixture(autouse=True)
def no_tries():
    cache.clear()


@pytest.fixture
def survey() -> Survey:
    survey = make_survey(intro="1分で終わります。")
    survey.questions.filter(kind="scale").update(is_required=True)
    return survey


def address(survey: Survey) -> str:
    return f"/surveys/{survey.answer_key}/"


def sheet(client: Client, survey: Survey, **words) -> dict:
    """What the form sends, filled in as a person would."""
    form = client.get(address(survey) + words.pop("query", "")).context["form"]
    choice, choices, scale, text = (
        f"q{pk}" for pk in survey.questions.order_by("position").values_list("pk", flat=True)
    )
    answers = {choice: "1", choices: ["0", "1"], scale: "4", text: "よかったです"}
    named = {"choice": choice, "choices": choices, "scale": scale, "text": text}
    changed = {named.get(name, name): value for name, value in words.items()}
    hidden = {"once": form["once"].value(), "seen": form["seen"].value()}
    return {name: value for name, value in (hidden | answers | changed).items() if value is not None}


def test_anybody_answers_by_the_address(client, survey):
    answer = client.post(address(survey), sheet(client, survey), follow=True)
    assert answer.redirect_chain == [(address(survey), 302)]
    assert "回答を受け取りました" in answer.content.decode()
    assert SurveyResponse.objects.get().answered_on == dt.date(2026, 11, 22)
    assert SurveyAnswer.objects.count() == 5


def test_the_page_asks_no_name(client, survey):
    page = client.get(address(survey)).content.decode()
    assert "1分で終わります。" in page
    assert ("無記名です" in page, 'name="name"' in page, "email" in page) == (True, False, False)


def test_what_is_missing_is_said_beside_the_question_and_nothing_is_lost(client, survey):
    sent = sheet(client, survey, scale=None, text="消えては困る意見")
    answer = client.post(address(survey), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "1から5の数字を選んでください" in page
    assert "消えては困る意見" in page
    assert page.count("checked") == 3
    assert SurveyResponse.objects.count() == 0
    again = client.post(address(survey), sent | {f"q{survey.questions.get(kind='scale').pk}": "5"})
    assert (again.status_code, SurveyResponse.objects.count()) == (302, 1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"text": f"番号は{MY_NUMBER}です"}, "マイナンバー"),
        ({"text": "あ" * 1001}, "1000文字"),
        ({"choice": "7"}, "1つ選んでください"),
        ({"choices": ["0", "9"]}, "1つ以上選んでください"),
        ({"scale": "6"}, "1から5の数字"),
        ({"once": ""}, "もう一度"),
    ],
)
def test_bad_input_gets_one_sentence(client, survey, words, said):
    answer = client.post(address(survey), sheet(client, survey, **words))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert SurveyResponse.objects.count() == 0


def test_an_empty_sheet_is_told_so(client, survey):
    survey.questions.update(is_required=False)
    empty = {"choice": None, "choices": None, "scale": None, "text": ""}
    answer = client.post(address(survey), sheet(client, survey, **empty))
    assert answer.status_code == 409
    assert "1つ以上の質問に答えてください" in answer.content.decode()


def test_the_same_sheet_sent_twice_counts_once(client, survey):
    sent = sheet(client, survey)
    for _tap in range(3):
        assert client.post(address(survey), sent).status_code == 302
    assert SurveyResponse.objects.count() == 1
    other = Client()  # the first answer never came back to the phone
    assert other.post(address(survey), sent).status_code == 302
    assert SurveyResponse.objects.count() == 1


def test_nothing_beside_the_token_tells_what_was_answered(client, survey):
    client.post(address(survey), sheet(client, survey))
    other = Client()
    other.post(address(survey), sheet(other, survey, scale="1", text="別の意見"))
    tokens = list(FormToken.objects.values("user", "digest", "answer"))
    assert tokens[0] == tokens[1] == {"user": None, "digest": tokens[0]["digest"], "answer": ""}


def test_a_phone_that_has_answered_is_told_so(client, survey):
    client.post(address(survey), sheet(client, survey))
    page = client.get(address(survey)).content.decode()
    assert "この端末からの回答は済んでいます" in page
    assert "<form class" not in page
    assert "sessionid" not in client.cookies  # the server does not know it


def test_a_second_sheet_from_one_phone_needs_another_person(client, survey):
    client.post(address(survey), sheet(client, survey))
    silent = sheet(client, survey, query="?another=1", text="二人目の意見")
    answer = client.post(address(survey), silent)
    assert answer.status_code == 422
    assert "別の人が答えるとき" in answer.content.decode()
    assert "二人目の意見" in answer.content.decode()
    said = silent | {"another": "on", "once": answer.context["form"]["once"].value()}
    assert client.post(address(survey), said).status_code == 302
    assert SurveyResponse.objects.count() == 2


def test_a_form_left_open_while_the_phone_answered_is_asked_again(client, survey):
    first, second = sheet(client, survey), sheet(client, survey, text="もう一枚")
    client.post(address(survey), first)
    answer = client.post(address(survey), second)
    assert (answer.status_code, SurveyResponse.objects.count()) == (422, 1)
    assert "もう一枚" in answer.content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ({"opens_on": "2026-11-23", "closes_on": "2026-12-01"}, "2026年11月23日から答えられます"),
        ({"opens_on": "2026-11-01", "closes_on": "2026-11-21"}, "2026年11月21日に終わりました"),
    ],
)
def test_outside_its_days_one_sentence_stands_there(client, survey, days, said):
    sent = sheet(client, survey)
    Survey.objects.update(**days)
    for answer, status in ((client.get(address(survey)), 200), (client.post(address(survey), sent), 409)):
        assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert SurveyResponse.objects.count() == 0


def test_a_survey_without_questions_is_not_ready(client, survey):
    survey.questions.all().delete()
    assert "準備中" in client.get(address(survey)).content.decode()


def test_an_unknown_address_is_said_plainly(client):
    answer = client.get("/surveys/nothing-here/")
    assert answer.status_code == 404
    assert "このアドレスのアンケートはありません" in answer.content.decode()


def test_guessing_addresses_ends(client, monkeypatch):
    monkeypatch.setitem(TRIES, "limit", 3)
    assert [client.get(f"/surveys/guess{number}/").status_code for number in range(5)] == [404, 404, 404, 429, 429]


def test_a_hall_full_of_people_shares_one_address(survey):
    for person in range(12):
        client = Client()
        assert client.post(address(survey), sheet(client, survey, text=f"{person}人目")).status_code == 302
    assert SurveyResponse.objects.count() == 12


def test_so_many_sheets_from_one_address_are_stopped(client, survey, monkeypatch):
    monkeypatch.setitem(TRIES, "limit", 1)
    client.post(address(survey), sheet(client, survey))
    other = Client()
    assert other.post(address(survey), sheet(other, survey)).status_code == 429
    assert SurveyResponse.objects.count() == 1


def test_questions_changed_meanwhile_come_back_with_what_was_typed(client, survey):
    sent = sheet(client, survey, text="先に書いた意見")
    add_question(survey=survey, wording=Wording(kind="text", text="追加の質問"))
    answer = client.post(address(survey), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert ("その間に質問が変わりました" in page, "先に書いた意見" in page, "追加の質問" in page) == (True, True, True)
    form = answer.context["form"]
    again = client.post(address(survey), sent | {"once": form["once"].value(), "seen": form["seen"].value()})
    assert (again.status_code, SurveyResponse.objects.count()) == (302, 1)


@pytest.mark.parametrize("more", [0, 20])
def test_showing_the_questions_takes_two_queries(client, survey, more, django_assert_num_queries):
    for number in range(more):
        add_question(survey=survey, wording=Wording(kind="text", text=f"問{number}"))
    with django_assert_num_queries(2):
        client.get(address(survey))
