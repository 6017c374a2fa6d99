"""What citizens read of calls: the list of open ones, and the page of one call in each of its states."""

import datetime as dt

import pytest
from django.utils import timezone

from programs.models import Call
from tests.conftest import TODAY
from tests.make import make_cohort, make_enrollment, make_program
from tests.make_programme import make_attendance, make_call, make_consent, make_course, make_session

DAY = dt.timedelta(days=1)
PAGE = "/calls/nichinan/1/"


@pytest.fixture
def call(nichinan) -> Call:
    make_consent(nichinan.municipality)
    return make_call(nichinan.cohort, weekly_hours=30, place="油津赤レンガ館")


def text(client, address: str = PAGE) -> str:
    return client.get(address).content.decode()


def test_call_open_says_what_a_citizen_must_know(client, call):
    page = text(client)
    for words in (
        "2026年11月1日（日）〜2026年11月30日（月）",
        "令和8年11月30日",
        "30人",
        "市内にお住まいの方。",
        "週に約30時間",
        "油津赤レンガ館",
        "月200,000円",
        "お約束する金額ではありません",
        "業務委託",
        "お金は一切かかりません",
        "商工政策課 0987-31-1169",
        "http://testserver/calls/nichinan/1/",
    ):
        assert words in page
    assert 'href="/calls/nichinan/1/apply/"' in page


def test_call_open_is_not_there_before_it_is_published(client, call):
    Call.objects.update(published_at=None)
    assert {client.get(PAGE).status_code, client.get(f"{PAGE}apply/").status_code} == {404}
    assert client.post(f"{PAGE}apply/").status_code == 404
    assert client.get("/calls/nichinan/2/").status_code == 404
    assert client.get(f"/calls/nichinan/{10**30}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "words", "open_for_applications"),
    [
        ({}, "2026年11月30日（月）まで応募できます。", True),
        ({"opens_on": TODAY + DAY}, "2026年11月23日（月）から応募できます。", False),
        ({"closes_on": TODAY - DAY}, "この募集は締め切りました。", False),
        ({"ended_at": timezone.now()}, "この募集は締め切りました。", False),
    ],
)
def test_call_open_says_its_state_in_words(client, call, change, words, open_for_applications):
    Call.objects.update(**change)
    page = text(client)
    assert words in page
    assert ('href="/calls/nichinan/1/apply/"' in page) is open_for_applications
    assert client.get(f"{PAGE}apply/").status_code == (200 if open_for_applications else 302)


@pytest.mark.parametrize(
    ("takes_waiting", "words"), [(True, "補欠として応募できます"), (False, "補欠の受付はなく、応募は締め切りました")]
)
def test_a_full_call_says_whether_one_can_wait(client, call, nichinan, takes_waiting, words):
    nichinan.cohort.capacity = 1
    nichinan.cohort.save()
    Call.objects.update(takes_waiting=takes_waiting)
    page = text(client)
    assert words in page
    assert ("補欠として応募する" in page) is takes_waiting


def test_open_call_list_shows_what_is_open_or_comes(client, call, komagane):
    make_call(komagane.cohort, title="駒ヶ根の募集", opens_on=TODAY + DAY, closes_on=TODAY + 3 * DAY)
    page = text(client, "/calls/")
    assert (page.index("駒ヶ根の募集") < page.index("クラウドワーカー募集"), "まもなく受付開始" in page) == (True, True)
    Call.objects.update(closes_on=TODAY - DAY, opens_on=TODAY - DAY)
    page = text(client, "/calls/")
    assert ("クラウドワーカー募集" in page, "いま受付中の募集はありません" in page) == (False, True)


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_open_call_list_asks_as_often_for_one_as_for_many(client, nichinan, rows, django_assert_num_queries):
    for _n in range(rows):
        make_call(make_cohort(make_program(nichinan.municipality)))
        make_session(make_course(nichinan.program))
    with django_assert_num_queries(3):
        page = text(client, "/calls/")
    assert page.count("row-link") == min(rows, 50) + rows


def test_open_call_list_leads_to_what_anybody_can_come_to(client, call, nichinan, komagane):
    session = make_session(make_course(komagane.program, title="在宅ワーク説明会"), capacity=1)
    make_session(make_course(nichinan.program, title="期の勉強会", cohort=nichinan.cohort))
    make_session(make_course(nichinan.program, title="申込みなし", takes_sign_up=False))
    make_session(make_course(nichinan.program, title="中止の会"), cancelled_at=timezone.now())
    make_session(make_course(nichinan.program, title="始まった会"), starts_at=timezone.now() - DAY)
    ended = make_program(nichinan.municipality, started_on=TODAY - 9 * DAY, ended_on=TODAY - DAY)
    make_session(make_course(ended, title="終わった事業の会"))
    page = text(client, "/calls/")
    assert f'href="/sessions/{session.sign_up_key}/"' in page
    assert ("在宅ワーク説明会" in page, "油津赤レンガ館" in page, "2026年11月23日" in page) == (True, True, True)
    hidden = ("期の勉強会", "申込みなし", "中止の会", "始まった会", "終わった事業の会")
    assert [title for title in hidden if title in page] == []
    assert "この回は満席です" not in page
    make_attendance(session)
    assert "この回は満席です" in text(client, "/calls/")
    assert 'href="/calls/#seminars"' in text(client)


def test_call_open_asks_the_database_once(client, call, nichinan, django_assert_num_queries):
    make_enrollment(nichinan.cohort)
    with django_assert_num_queries(1):
        client.get(PAGE)


def test_a_call_may_be_read_by_everybody_and_written_by_nobody(client, call):
    assert (client.post(PAGE).status_code, client.post("/calls/").status_code) == (405, 405)
