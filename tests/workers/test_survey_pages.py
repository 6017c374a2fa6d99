"""Surveys at the desk: list, editor, paper, results."""

import datetime as dt
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from programs.models import AccessRecord, Membership, Survey
from tests.doors import prove
from tests.make import make_user
from tests.make_programme import make_attendance, make_course, make_session, make_survey
from tests.workers.test_survey_results import answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return prove(client)


@pytest.fixture
def viewer(nichinan) -> Client:
    user, client = make_user("議員"), Client()
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    client.force_login(user)
    return prove(client)


@pytest.fixture
def survey(nichinan) -> Survey:
    return make_survey(make_course(nichinan.program))


def once(client: Client, url: str) -> dict:
    return {"once": client.get(url).context["form"]["once"].value()}


def closed(survey: Survey) -> Survey:
    Survey.objects.filter(pk=survey.pk).update(closes_on=dt.date(2026, 11, 21))
    survey.refresh_from_db()
    return survey


def page(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_survey_list_shows_who_was_asked_and_who_answered(director, nichinan, survey):
    held = {"starts_at": dt.datetime(2026, 11, 20, 1, tzinfo=dt.UTC)}
    make_attendance(make_session(survey.course, **held), state="present")
    answer(survey, (0, [0], 4, ""), (0, [0], 4, ""), asked=0)
    rows = director.get("/p/nichinan/surveys/").context["rows"]
    assert [(one.asked, one.responses_count, state, rate) for one, state, rate in rows] == [(1, 2, "open", None)]
    text = page(director, "/p/nichinan/surveys/")
    assert ("受講後のアンケート" in text, "対象の人数より回答が多い" in text, "200%" in text) == (True, True, False)


def test_seven_answers_of_three_people_show_nothing(director, survey):
    answer(survey, *[(0, [0], 5, "秘密の言葉")] * 7, asked=3)
    text = page(director, f"/p/nichinan/surveys/{closed(survey).pk}/")
    assert ("対象の人数より回答が多く" in text, "対象者が5人未満" in text, "233" in text) == (True, True, False)
    assert ("秘密の言葉" in text, 'class="chart"' in text) == (False, False)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_survey_list_query_count(count, director, nichinan, django_assert_num_queries):
    course = make_course(nichinan.program)
    for _one in range(count):
        make_survey(course)
    with django_assert_num_queries(7):
        director.get("/p/nichinan/surveys/")


def test_a_survey_is_made_and_its_questions_written(director, nichinan):
    course = make_course(nichinan.program, title="文章講座")
    url = f"/p/nichinan/surveys/add/?asks=course-{course.pk}"
    assert f'value="course-{course.pk}" selected' in page(director, url)
    words = {"asks": f"course-{course.pk}", "title": "受講前", "moment": "before", "intro": ""}
    days = {"opens_on": "令和8年11月20日", "closes_on": "2026/12/1"}
    answered = director.post(url, once(director, url) | words | days)
    made = Survey.objects.get()
    assert answered.url == f"/p/nichinan/surveys/{made.pk}/questions/"
    assert (made.course, made.moment, made.opens_on) == (course, "before", dt.date(2026, 11, 20))
    for text, kind, options in (("知った先", "choice", " 広報 \r\n\r\n知人\r\n"), ("満足", "scale", "")):
        sent = once(director, answered.url) | {"text": text, "kind": kind, "options": options, "is_required": "on"}
        assert director.post(answered.url, sent).status_code == 302
    assert list(made.questions.values_list("position", "text", "options", "is_required")) == [
        (1, "知った先", ["広報", "知人"], True),
        (2, "満足", [], True),
    ]


def test_a_survey_sent_twice_is_made_once(director, nichinan):
    url = "/p/nichinan/surveys/add/"
    words = {"asks": f"cohort-{nichinan.cohort.pk}", "title": "期の", "moment": "other", "intro": ""}
    sent = once(director, url) | words | {"opens_on": "2026-11-22", "closes_on": "2026-12-01"}
    assert director.post(url, sent).url == director.post(url, sent).url
    assert Survey.objects.get().cohort == nichinan.cohort


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"title": ""}, "入力してください"),
        ({"closes_on": "2026-11-01"}, "最終日は初日より前"),
        ({"closes_on": "あした"}, "2026/11/3"),
        ({"asks": "course-999999"}, "選んでください"),
        ({"moment": ""}, "選んでください"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(director, nichinan, words, said):
    url = "/p/nichinan/surveys/add/"
    right = {"asks": f"cohort-{nichinan.cohort.pk}", "title": "期の", "moment": "other", "intro": "大事な説明"}
    days = {"opens_on": "2026-11-22", "closes_on": "2026-12-01"}
    answered = director.post(url, once(director, url) | right | days | words)
    text = answered.content.decode()
    assert (answered.status_code, said in text, "大事な説明" in text) == (422, True, True)
    assert Survey.objects.count() == 0


def test_another_towns_course_cannot_be_asked(director, komagane):
    url = "/p/nichinan/surveys/add/"
    foreign = make_course(komagane.program, title="秘密の講座")
    assert "秘密の講座" not in page(director, url)
    words = {"asks": f"course-{foreign.pk}", "title": "題", "moment": "after", "intro": ""}
    sent = once(director, url) | words | {"opens_on": "2026-11-22", "closes_on": "2026-12-01"}
    assert director.post(url, sent).status_code == 422


def test_questions_move_change_and_go_without_a_script(director, survey):
    first, second = survey.questions.order_by("position")[:2]
    director.post(f"/p/nichinan/questions/{first.pk}/move/", {"to": "down"})
    url = f"/p/nichinan/questions/{second.pk}/change/"
    director.post(url, once(director, url) | {"text": "直した", "kind": "text", "options": ""})
    assert "消しますか" in page(director, f"/p/nichinan/questions/{first.pk}/remove/")
    director.post(f"/p/nichinan/questions/{first.pk}/remove/")
    texts = survey.questions.order_by("position").values_list("text", flat=True)
    assert list(texts) == ["直した", "満足度", "ご感想"]


def test_choices_are_needed_where_one_chooses(director, survey):
    url = f"/p/nichinan/surveys/{survey.pk}/questions/"
    answered = director.post(url, once(director, url) | {"text": "どれ", "kind": "choice", "options": "ひとつだけ"})
    assert answered.status_code == 422
    assert "2〜12個" in answered.content.decode()
    assert "ひとつだけ" in answered.content.decode()


def test_an_answered_survey_says_make_a_copy(director, survey):
    url = f"/p/nichinan/surveys/{survey.pk}/questions/"
    held = once(director, url)
    answer(survey, (0, [0], 4, ""))
    assert "コピーを作って直してください" in page(director, url)
    late = director.post(url, held | {"text": "遅れて", "kind": "text", "options": ""})
    assert "コピーを作って直してください" in late.content.decode()
    director.post(f"/p/nichinan/surveys/{survey.pk}/remove/")
    assert (Survey.objects.count(), survey.questions.count()) == (1, 4)


def test_a_before_survey_is_copied_as_the_after_one(director, survey):
    Survey.objects.filter(pk=survey.pk).update(moment="before")
    url = f"/p/nichinan/surveys/{survey.pk}/copy/"
    form = director.get(url).context["form"]
    assert form["moment"].value() == "after"
    sent = {"title": "受講後", "moment": "after", "intro": "", "opens_on": "2026-11-22", "closes_on": "2026-12-01"}
    director.post(url, once(director, url) | sent)
    copy = Survey.objects.exclude(pk=survey.pk).get()
    assert (copy.course, copy.moment, copy.questions.count()) == (survey.course, "after", 4)


def test_the_sheet_has_the_address_and_its_code(director, survey):
    text = page(director, f"/p/nichinan/surveys/{survey.pk}/paper/")
    assert f"http://testserver/surveys/{survey.answer_key}/" in text
    assert text.count("slip-qr") == 1


def test_the_preview_sends_nothing(director, survey):
    text = page(director, f"/p/nichinan/surveys/{survey.pk}/preview/")
    assert ("どこで知りましたか" in text, "disabled" in text) == (True, True)


def test_four_sheets_show_their_number_to_nobody_more(director, survey):
    answer(survey, *[(0, [0], 5, "秘密の言葉")] * 4)
    text = page(director, f"/p/nichinan/surveys/{closed(survey).pk}/")
    assert "5件未満" in text
    assert ("秘密の言葉" in text, "平均" in text, 'class="chart"' in text) == (False, False, False)


def test_results_show_figures_and_words_to_the_director(director, survey):
    answer(survey, *[(0, [0], 5, "")] * 6, *[(1, [1], 4, "駐車場が狭い")] * 5, (2, [1], 4, ""))
    text = page(director, f"/p/nichinan/surveys/{closed(survey).pk}/")
    assert "駐車場が狭い" in text
    assert "秘匿" in text
    assert text.count("6人") > 0


def test_a_viewer_reads_figures_after_the_last_day_and_no_words(viewer, survey):
    answer(survey, *[(0, [0], 5, "駐車場が狭い")] * 9, *[(1, [1], 4, "")] * 8)
    url = f"/p/nichinan/surveys/{survey.pk}/"
    assert "9人" not in page(viewer, url)
    assert viewer.get(f"{url}export/").url == url
    closed(survey)
    text = page(viewer, url)
    assert ("9人" in text, "駐車場が狭い" in text) == (True, False)


def test_the_file_withholds_what_the_page_withholds(director, nichinan, survey):
    answer(survey, *[(0, [0], 5, "駐車場が狭い")] * 9, *[(1, [1], 4, "")] * 6, (2, [1], 4, ""))
    file = director.get(f"/p/nichinan/surveys/{closed(survey).pk}/export/")
    rows = list(load_workbook(BytesIO(file.content)).worksheets[0].values)
    assert [row[2:4] for row in rows[1:4]] == [("広報", 9), ("知人", "秘匿"), ("ウェブ", "秘匿")]
    assert "駐車場が狭い" not in str(rows)
    record = AccessRecord.objects.filter(action="exported").get()
    assert (record.noun, record.object_id) == ("programs.survey", str(survey.pk))


def test_before_and_after_stand_side_by_side(director, survey):
    after = make_survey(survey.course, title="受講後")
    Survey.objects.filter(pk=survey.pk).update(moment="before")
    survey.refresh_from_db()
    answer(survey, *[(0, [0], 2, "")] * 6)
    answer(after, *[(0, [0], 4, "")] * 7)
    text = page(director, f"/p/nichinan/surveys/{after.pk}/")
    assert "6人（100%）" in text
    assert "7人（100%）" in text
    assert "2.0" in text
    assert "4.0" in text


@pytest.mark.parametrize("sheets", [6, 30])
def test_survey_result_query_count(sheets, director, survey, django_assert_num_queries):
    answer(survey, *[(0, [0], 4, "意見")] * sheets)
    with django_assert_num_queries(13):
        director.get(f"/p/nichinan/surveys/{survey.pk}/")
