"""The town's pages about calls and applications: what stands on them, who may press what, how often it counts."""

import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse

from programs.models import AccessRecord, Call
from tests.make import make_cohort
from tests.make_programme import make_application, make_call, make_consent
from workers.models import Assessment, Enrollment

ONE_MORE = 1 if connection.vendor == "postgresql" else 0  # locks the chain of records


@pytest.fixture
def call(nichinan):
    make_consent(nichinan.municipality)
    return make_call(make_cohort(nichinan.program, number=2, capacity=1, starts_on=dt.date(2026, 11, 1)))


@pytest.fixture
def official(client, nichinan):
    client.force_login(nichinan.official)
    return client


@pytest.fixture
def director(client, nichinan):
    client.force_login(nichinan.director)
    return client


def at(name, *args):
    return reverse(f"workers:{name}", args=["nichinan", *args])


def text(response) -> str:
    return " ".join(response.content.decode().split())


CALL = {
    "once": "t1",
    "title": "第2期 募集",
    "opens_on": "2026/12/1",
    "closes_on": "R8.12.20",
    "conditions": "市内にお住まいの方",
    "weekly_hours": "２０",
    "contact": "商工政策課",
    "takes_waiting": "on",
}


def test_call_add_makes_a_draft_and_publishing_is_a_verb(official, nichinan):
    make_consent(nichinan.municipality)
    cohort = make_cohort(nichinan.program, number=2)
    sent = CALL | {"cohort": cohort.pk}
    for _twice in range(2):
        assert official.post(at("call_add"), sent).status_code == 302
    call = Call.objects.get()
    assert (call.cohort, call.closes_on, call.weekly_hours) == (cohort, dt.date(2026, 12, 20), 20)
    assert call.published_at is None
    assert "押すと、こうなります" in text(official.get(at("call_publish", call.pk)))
    official.post(at("call_publish", call.pk), {"once": "t2"})
    call.refresh_from_db()
    assert call.published_at is not None


def test_call_add_without_a_free_cohort_leads_to_the_making_of_one(official, nichinan):
    make_consent(nichinan.municipality)
    make_call(nichinan.cohort)
    page = text(official.get(at("call_add")))
    assert "募集のない期がありません" in page
    assert f'href="{reverse("admin:programs_cohort_add")}"' in page
    assert 'name="cohort"' not in page
    make_cohort(nichinan.program, number=2)
    page = text(official.get(at("call_add")))
    assert "募集のない期がありません" not in page
    assert 'name="cohort"' in page


def test_call_add_says_what_is_wrong_where_it_is_and_keeps_the_rest(official, nichinan):
    cohort = make_cohort(nichinan.program, number=2)
    response = official.post(at("call_add"), CALL | {"cohort": cohort.pk, "closes_on": "2026/11/1"})
    assert set(response.context["form"].errors) == {"closes_on"}
    assert 'value="第2期 募集"' in response.content.decode()


def test_a_cohort_has_one_call(official, nichinan, call):
    response = official.post(at("call_add"), CALL | {"cohort": call.cohort.pk})
    assert set(response.context["form"].errors) == {"cohort"}


def test_call_edit_changes_what_was_typed_and_records_it(official, call):
    official.post(at("call_edit", call.pk), CALL | {"place": "油津"})
    call.refresh_from_db()
    assert (call.title, call.place) == ("第2期 募集", "油津")
    assert "place" in AccessRecord.objects.latest("pk").detail


def test_call_end_stops_applications(official, call):
    official.post(at("call_end", call.pk), {"once": "t1"})
    call.refresh_from_db()
    assert call.ended_at is not None


@pytest.mark.parametrize("rows", [1, 3])
def test_call_list_asks_the_same_number_of_questions(official, nichinan, django_assert_num_queries, rows):
    for number in range(rows):
        make_application(make_call(make_cohort(nichinan.program, number=2 + number)))
    with django_assert_num_queries(8):
        official.get(at("call_list"))


@pytest.mark.parametrize("rows", [1, 3, 300])
def test_call_detail_asks_the_same_number_of_questions(official, call, django_assert_num_queries, rows):
    for _n in range(rows):
        make_application(call)
    with django_assert_num_queries(11):
        page = official.get(at("call_detail", call.pk))
    assert len(page.context["rows"]) == min(rows, 50)


def test_call_list_withholds_the_women_of_few(official, call):
    for gender in ("woman", "woman", "man", "not_said", "woman"):
        make_application(call, gender=gender)
    assert "秘匿" in text(official.get(at("call_list")))
    make_application(call, gender="woman")
    page = text(official.get(at("call_list")))
    assert "5人中4人" in page


def test_applicants_are_filtered_found_and_sorted(official, call):
    first = make_application(call, family_name="髙橋", weekly_hours=10, state="waiting", waiting_rank=1)
    second = make_application(call, family_name="田中", weekly_hours=30)
    page = at("call_detail", call.pk)
    assert official.get(page, {"state": "waiting"}).context["rows"] == [first]
    assert official.get(page, {"q": "高橋"}).context["rows"] == [first]
    for number in (second.reference, f"{second.reference[:3]}-{second.reference[3:]}"):
        assert official.get(page, {"q": number}).context["rows"] == [second]
    assert official.get(page, {"sort": "-hours"}).context["rows"] == [second, first]
    assert official.get(page, {"sort": "no-such", "state": "no-such"}).context["rows"] == [first, second]
    assert AccessRecord.objects.filter(action="searched", noun="workers.application").count() == 3


def test_who_declines_is_told_what_the_applicant_reads(official, call):
    page = official.get(at("application_decline", make_application(call).pk)).content.decode()
    assert "「見送り」と、理由がやわらかい言葉で表示されます。メモは表示されません。" in page


def test_scores_are_averaged_over_the_assessors(official, call, nichinan):
    low, high = make_application(call), make_application(call)
    Assessment.objects.create(application=high, by=nichinan.official, pc_score=5, hours_score=4)
    Assessment.objects.create(application=high, by=nichinan.director, pc_score=2)
    Assessment.objects.create(application=low, by=nichinan.director, pc_score=3)
    unscored = make_application(call)
    rows = official.get(at("call_detail", call.pk), {"sort": "-average"}).context["rows"]
    assert [(row, row.average) for row in rows] == [(high, 3.25), (low, 3.0), (unscored, None)]


def test_a_free_seat_says_who_waits_first(official, call):
    make_application(call, family_name="川越", given_name="", state="waiting", waiting_rank=2)
    make_application(call, family_name="谷口", given_name="", state="waiting", waiting_rank=1)
    assert "空席が1つあります。次に待っている方：谷口" in text(official.get(at("call_detail", call.pk)))


def test_a_director_sees_and_is_told_who_decides(director, call):
    application = make_application(call)
    for page in (at("call_list"), at("call_detail", call.pk), at("application_detail", application.pk)):
        assert director.get(page).status_code == 200
    page = text(director.get(at("application_detail", application.pk)))
    assert ("押川 健一" in page, "採用する" in page) == (True, False)


def test_select_shows_the_slip_once(official, call):
    application = make_application(call, family_name="髙橋", given_name="さくら")
    page, sent = at("application_select", application.pk), {"once": "s1", "joined_on": "2026/11/22"}
    shown = official.post(page, sent)
    assert ("髙橋 さくら" in text(shown), "slip-code" in shown.content.decode()) == (True, True)
    assert ("参加を決定しました。定員は埋まっています。" in text(shown), "0つ" in text(shown)) == (True, False)
    again = official.post(page, sent)
    assert again.status_code == 302
    enrollment = Enrollment.objects.get(cohort=call.cohort)
    assert reverse("reports:person", args=["nichinan", enrollment.pk]) in official.get(again.url).content.decode()


def test_select_of_one_too_many_offers_the_waiting_list(official, call):
    first, second = make_application(call), make_application(call)
    official.post(at("application_select", first.pk), {"once": "s1", "joined_on": "2026/11/22"})
    answer = official.post(at("application_select", second.pk), {"once": "s2", "joined_on": "2026/11/22"})
    assert "の定員1人は埋まっています。" in text(answer)
    assert at("application_wait", second.pk) in answer.content.decode()
    official.post(at("application_wait", second.pk), {"once": "w1"})
    second.refresh_from_db()
    assert (second.state, second.waiting_rank) == ("waiting", 1)


def test_a_full_cohort_offers_the_waiting_list_and_no_form(official, call):
    first, second = make_application(call), make_application(call)
    assert 'name="joined_on"' in official.get(at("application_select", first.pk)).content.decode()
    official.post(at("application_select", first.pk), {"once": "s1", "joined_on": "2026/11/22"})
    page = official.get(at("application_select", second.pk)).content.decode()
    assert at("application_wait", second.pk) in page
    assert [piece for piece in ('name="joined_on"', " disabled") if piece in page] == []


def test_a_known_person_is_asked_about(official, call, nichinan):
    nichinan.worker.family_name_kana, nichinan.worker.given_name_kana = "サキタ", "キョウ"
    nichinan.worker.phone = "0987-31-1111"
    nichinan.worker.save()
    names = {"family_name": "﨑田", "given_name": "恭", "family_name_kana": "サキタ", "given_name_kana": "キョウ"}
    application = make_application(call, phone="0987311111", **names)
    page, sent = at("application_select", application.pk), {"once": "s1", "joined_on": "2026/11/22"}
    assert set(official.post(page, sent).context["form"].errors) == {"person"}
    assert official.post(page, sent | {"person": nichinan.worker.pk}).status_code == 302  # has an account: no slip
    application.refresh_from_db()
    assert application.worker == nichinan.worker
