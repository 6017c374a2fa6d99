"""What leaves the pages of recruiting: files, sheets of paper, texts people agree to, the list that is carried over."""

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from programs.models import AccessRecord, ConsentText
from tests.make import make_cohort
from tests.make_programme import make_application, make_call, make_consent
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.applications import find_application
from workers.models import Application, Assessment
from workers.models.application import DecisionReason


@pytest.fixture
def call(nichinan):
    make_consent(nichinan.municipality)
    return make_call(make_cohort(nichinan.program, number=2, capacity=2, starts_on=dt.date(2026, 11, 1)))


@pytest.fixture
def official(client, nichinan):
    with_fresh_password(client, nichinan.official)
    return client


def at(name, *args):
    return reverse(f"workers:{name}", args=["nichinan", *args])


def cells(response) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(response.content))["データ"].values)


def test_the_file_holds_everybody_without_reasons_and_the_export_is_on_record(official, call, nichinan):
    make_application(call, family_name="=1+1", short_hours_reason="care", birth_year=1988, gender="woman")
    head, row = cells(official.get(at("call_export", call.pk)))
    assert (head[1], row[1].startswith("=1+1"), "家族の介護" in row) == ("名前", True, False)
    assert not {"生まれた年", "性別", "1988", "女性"} & {*head, *row}
    record = AccessRecord.objects.latest("pk")
    assert (record.action, record.detail, record.user) == (
        "exported",
        f"call {call.pk} applications",
        nichinan.official,
    )


def test_the_average_score_is_a_number_that_excel_can_sort(official, call, nichinan):
    Assessment.objects.create(application=make_application(call), by=nichinan.official, pc_score=4, hours_score=3)
    head, row = cells(official.get(at("call_export", call.pk)))
    assert (head[-1], row[-1]) == ("評価の平均", 3.5)


def test_reasons_for_short_hours_need_a_reason(official, call):
    application = make_application(call, short_hours_reason="care", birth_year=1988, gender="woman")
    page = at("call_export_reasons", call.pk)
    refused = official.post(page, {"once": "r1", "reason": " "})
    assert refused.context["form"].errors["reason"] == ["ファイルの使いみちを書いてください。"]
    row = cells(official.post(page, {"once": "r1", "reason": "時短の枠を考えるため"}))[1]
    assert {application.get_short_hours_reason_display(), "1988", "女性"} <= set(row)
    assert AccessRecord.objects.latest("pk").detail == (
        f"call {call.pk} applications, short_hours_reason: 時短の枠を考えるため"
    )


def test_why_somebody_withdrew_is_as_sensitive_as_why_somebody_has_few_hours(official, call):
    make_application(call, state="withdrawn", decision_reason="health")
    make_application(call, state="declined", decision_reason="seats")
    plain = cells(official.get(at("call_export", call.pk)))
    asked = cells(official.post(at("call_export_reasons", call.pk), {"once": "r1", "reason": "次の募集の検討"}))
    names = str(DecisionReason.HEALTH.label), str(DecisionReason.SEATS.label)
    said = [[name for name in names for row in rows if name in row] for rows in (plain, asked)]
    assert said == [[names[1]], list(names)]


def test_an_export_asks_for_the_password_again(client, call, nichinan):
    with_old_password(client, nichinan.official)
    assert "reauthenticate" in client.get(at("call_export", call.pk)).url


ENTRY = {
    "once": "e1",
    "consent": "1",
    "channel": "phone",
    "family_name": "谷口",
    "family_name_kana": "たにぐち",
    "phone": "０９８７－３１－２２２２",
    "weekly_hours": "２０",
    "pc_skill": "none",
    "agreed": "on",
}


def test_somebody_on_the_phone_is_written_down_and_gets_number_and_secret(client, call, nichinan):
    client.force_login(nichinan.director)
    page = at("application_enter", call.pk)
    shown = client.post(page, ENTRY)
    application = Application.objects.get()
    assert (application.channel, application.entered_by, application.consent.version) == ("phone", nichinan.director, 1)
    secret = shown.context["secret"]
    assert find_application(reference=application.reference, secret=secret) == application
    again = client.post(page, ENTRY)
    assert (again.context["secret"], Application.objects.count()) == (secret, 1)


def test_without_the_text_read_aloud_nothing_is_entered(client, call, nichinan):
    client.force_login(nichinan.director)
    answer = client.post(at("application_enter", call.pk), {k: v for k, v in ENTRY.items() if k != "agreed"})
    assert set(answer.context["form"].errors) == {"agreed"}
    assert not Application.objects.exists()


def test_the_same_person_is_not_entered_twice(client, call, nichinan):
    client.force_login(nichinan.director)
    client.post(at("application_enter", call.pk), ENTRY)
    answer = client.post(at("application_enter", call.pk), ENTRY | {"once": "e2"})
    assert set(answer.context["form"].errors) == {"family_name_kana"}
    assert Application.objects.count() == 1


def test_a_lost_secret_is_made_anew_and_shown_once(client, call, nichinan):
    client.force_login(nichinan.director)
    client.post(at("application_enter", call.pk), ENTRY)
    application = Application.objects.get()
    page = at("application_secret", application.pk)
    shown = client.post(page, {"once": "s1"})
    assert find_application(reference=application.reference, secret=shown.context["secret"]) == application
    assert client.post(page, {"once": "s1"}).status_code == 302


def test_a_town_without_a_text_takes_no_entry(client, nichinan):
    call = make_call(nichinan.cohort)
    client.force_login(nichinan.official)
    assert client.get(at("application_enter", call.pk)).url == at("call_detail", call.pk)


def test_a_new_text_is_a_new_version(official, call, nichinan):
    page = at("consent_edit")
    same = official.post(page, {"once": "c1", "body": ConsentText.objects.get().body})
    assert same.context["form"].errors["body"] == ["第1版と同じ文です。"]
    for _twice in range(2):
        official.post(page, {"once": "c2", "body": "選考と連絡のためだけに使い、2年後に消します。"})
    assert list(ConsentText.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_the_waiting_list_is_shown_before_it_is_carried_over(official, call, nichinan):
    make_application(call, family_name="川越", state="waiting", waiting_rank=1)
    later = make_call(
        make_cohort(nichinan.program, number=3),
        opens_on=dt.date(2027, 4, 1),
        closes_on=dt.date(2027, 4, 30),
        published_at=None,
    )
    page = at("call_carry", call.pk)
    assert "川越" in official.get(page).content.decode()
    assert not Application.objects.filter(call=later).exists()
    for _twice in range(2):
        assert official.post(page, {"once": "k1", "call": later.pk}).url == at("call_detail", later.pk)
    assert Application.objects.get(call=later).channel == "carried"
    wrong = official.post(page, {"once": "k2", "call": call.pk})
    assert set(wrong.context["form"].errors) == {"call"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_waiting_list_asks_the_same_number_of_questions(official, call, django_assert_num_queries, rows):
    for rank in range(rows):
        make_application(call, state="waiting", waiting_rank=rank + 1)
    with django_assert_num_queries(9):
        official.get(at("call_waiting", call.pk))


def test_an_official_changes_the_order(official, call):
    first, second = (make_application(call, state="waiting", waiting_rank=rank) for rank in (1, 2))
    assert official.post(at("application_rank", second.pk), {"direction": "up"}).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.waiting_rank, first.waiting_rank) == (1, 2)
    assert AccessRecord.objects.latest("pk").object_id == str(second.pk)
