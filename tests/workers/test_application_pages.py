"""Applying on a page: one clear sentence for what cannot be, and nothing typed is lost."""

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from programs.domain.outbox import send_due
from programs.models import Call, OutgoingMail
from tests.make_programme import make_call, make_consent
from workers.domain.applications import renew_secret
from workers.models import Application

PAGE = "/calls/nichinan/1/apply/"
TYPED = {
    "family_name": "濵田",
    "given_name": "葵",
    "family_name_kana": "ハマダ",
    "given_name_kana": "アオイ",
    "phone": "090-1234-5678",
    "email": "aoi@example.jp",
    "weekly_hours": "20",
    "pc_skill": "office",
    "motivation": "家でできる仕事を\r\nはじめたいです。",
    "consent": "1",
    "agreed": "on",
}


@pytest.fixture(autouse=True)
def call(nichinan) -> Call:
    cache.clear()
    make_consent(nichinan.municipality)
    return make_call(nichinan.cohort)


def typed(client, **changes) -> dict[str, str]:
    return TYPED | {"once": client.get(PAGE).context["form"]["once"].value()} | changes


def errors(response) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


def test_application_add_keeps_what_was_written(client):
    answer = client.post(PAGE, typed(client, birth_year="S60", weekly_hours="２０時間", has_pc="on", gender="woman"))
    kept = Application.objects.get()
    assert (kept.full_name, kept.birth_year, kept.weekly_hours, kept.has_pc) == ("濵田 葵", 1985, 20, True)
    assert (kept.gender, kept.short_hours_reason, kept.motivation) == (
        "woman",
        "not_said",
        "家でできる仕事を\nはじめたいです。",
    )
    assert (kept.consent.version, answer.context["application"]) == (1, kept)
    assert answer.context["reference"].replace("-", "") == kept.reference
    assert "no-store" in answer["Cache-Control"]


def test_a_form_sent_twice_is_one_application_and_shows_the_same_secret(client):
    form = typed(client)
    first, again = client.post(PAGE, form), client.post(PAGE, form)
    assert first.context["secret"] == again.context["secret"]
    assert Application.objects.count() == OutgoingMail.objects.count() == 1
    Call.objects.update(closes_on=dt.date(2026, 11, 21))
    assert client.post(PAGE, form).context["secret"] == first.context["secret"]
    assert client.post(PAGE, form | {"phone": "0987-31-1111"}).status_code == 409


def test_after_a_new_secret_the_old_form_shows_none(client):
    form = typed(client)
    client.post(PAGE, form)
    renew_secret(application=Application.objects.get())
    assert client.post(PAGE, form).url == "/applications/"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"phone": "", "email": ""}, "phone", "どちらかを書いて"),
        ({"phone": "31-1111"}, "phone", "市外局番"),
        ({"email": "aoi"}, "email", "name@example.jp"),
        ({"family_name": ""}, "family_name", "入力"),
        ({"family_name_kana": "浜田"}, "family_name_kana", "カタカナ"),
        ({"given_name_kana": ""}, "given_name_kana", "入力"),
        ({"weekly_hours": "0"}, "weekly_hours", "1から80"),
        ({"weekly_hours": "81"}, "weekly_hours", "1から80"),
        ({"weekly_hours": "9" * 5000}, "weekly_hours", "1から80"),
        ({"weekly_hours": "２０.5"}, "weekly_hours", "1から80"),
        ({"pc_skill": "wizard"}, "pc_skill", ""),
        ({"pc_skill": ""}, "pc_skill", "もっとも近い"),
        ({"birth_year": "S99"}, "birth_year", "元号"),
        ({"birth_year": "2025"}, "birth_year", "確かめて"),
        ({"birth_year": "1985/4/1"}, "birth_year", "年だけ"),
        ({"motivation": "1234-5678-9018"}, "motivation", "マイナンバー"),
        ({"address": "日南市 123456789018"}, "address", "マイナンバー"),
        ({"helper_relation": "夫"}, "helper_name", "名前"),
        ({"agreed": ""}, "agreed", "同意"),
        ({"gender": "x"}, "gender", ""),
        ({"family_name": "濵\u202e田"}, "family_name", ""),
        ({"motivation": "x" * 1001}, "motivation", "1000"),
    ],
)
def test_one_clear_sentence_at_the_right_field(client, changes, field, sentence):
    answer = client.post(PAGE, typed(client, **changes))
    assert {name: len(found) for name, found in errors(answer).items()} == {field: 1}
    assert sentence in errors(answer)[field][0]
    assert Application.objects.count() == 0
    assert answer.context["form"]["motivation"].value() == changes.get("motivation", TYPED["motivation"])


def test_what_is_optional_may_stay_empty(client):
    least = typed(client, given_name="", given_name_kana="", email="", motivation="")
    assert client.post(PAGE, least).context["application"].full_name == "濵田"


def test_a_newer_text_is_read_before_it_is_agreed_to(client, nichinan):
    form = typed(client)
    make_consent(nichinan.municipality, body="新しい同意文です。")
    answer = client.post(PAGE, form)
    assert errors(answer) == {
        "agreed": ["書いているあいだに同意文が新しくなりました。新しい文を読んで、もう一度同意してください。"]
    }
    page = answer.content.decode()
    assert ("新しい同意文です。" in page, "家でできる仕事を" in page) == (True, True)
    assert (answer.context["form"]["consent"].value(), answer.context["form"]["agreed"].value()) == ("2", False)
    client.post(PAGE, form | {"consent": "2"})
    assert Application.objects.get().consent.version == 2


def test_a_text_that_changes_in_the_very_moment_is_agreed_to_anew(client, nichinan, monkeypatch):
    form = typed(client)
    from workers.views import applications as views

    taken = views.take_try

    def slowly(*args, **kwargs):
        make_consent(nichinan.municipality, body="新しい同意文です。")
        return taken(*args, **kwargs)

    monkeypatch.setattr(views, "take_try", slowly)
    answer = client.post(PAGE, form)
    assert list(errors(answer)) == ["agreed"]
    assert answer.context["form"]["consent"].value() == "2"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closes_on": dt.date(2026, 11, 21)}, "この募集は締め切りました。応募は送信されていません。"),
        ({"ended_at": timezone.now()}, "この募集は締め切りました。応募は送信されていません。"),
        ({"takes_waiting": False}, "定員に達し、補欠の受付もありません。応募は送信されていません。"),
    ],
)
def test_too_late_is_said_and_nothing_typed_is_lost(client, nichinan, change, sentence):
    form = typed(client)
    nichinan.cohort.capacity = 1
    nichinan.cohort.save()
    Call.objects.update(**change)
    answer = client.post(PAGE, form)
    assert errors(answer) == {"__all__": [sentence]}
    assert "はじめたいです。" in answer.content.decode()
    assert Application.objects.count() == 0


def test_at_the_last_minute_and_one_minute_later(client):
    Call.objects.update(closes_on=dt.date(2026, 11, 22))
    with time_machine.travel(dt.datetime(2026, 11, 22, 14, 59, 30, tzinfo=dt.UTC), tick=False):
        in_time, too_late = typed(client), typed(client, family_name_kana="カワノ")
        assert "secret" in client.post(PAGE, in_time).context
    with time_machine.travel(dt.datetime(2026, 11, 22, 15, 0, 10, tzinfo=dt.UTC), tick=False):
        assert "__all__" in errors(client.post(PAGE, too_late))
    assert Application.objects.count() == 1


def test_the_same_person_twice_is_told_at_the_name(client):
    client.post(PAGE, typed(client))
    answer = client.post(PAGE, typed(client, phone="09012345678", email="", family_name_kana="はまだ"))
    assert "すでに受け付けています" in errors(answer)["family_name_kana"][0]
    assert Application.objects.count() == 1


def test_many_applications_from_one_connection_are_held_back(client, monkeypatch):
    monkeypatch.setattr("workers.views.applications.AN_HOUR", {"limit": 2, "seconds": 3600})
    for n in range(2):
        assert "secret" in client.post(PAGE, typed(client, phone=f"090-0000-000{n}", email="")).context
    answer = client.post(PAGE, typed(client, phone="090-0000-0009", email=""))
    assert (answer.status_code, "__all__" in errors(answer)) == (429, True)
    assert "はじめたいです。" in answer.content.decode()
    assert Application.objects.count() == 2


def test_the_mail_holds_the_number_and_not_the_secret(client):
    answer = client.post(PAGE, typed(client))
    assert send_due() == 1
    sent = mail.outbox[0]
    assert sent.to == ["aoi@example.jp"]
    assert answer.context["reference"] in sent.subject + sent.body
    assert answer.context["secret"] not in sent.subject + sent.body
    assert "http://testserver/applications/" in sent.body


@pytest.mark.parametrize(
    ("works", "email", "mails"), [(True, "", 0), (False, "aoi@example.jp", 0), (True, "a@b.jp", 1)]
)
def test_a_mail_is_promised_only_where_one_goes_out(client, settings, works, email, mails):
    settings.MAIL_WORKS = works
    answer = client.post(PAGE, typed(client, email=email))
    assert OutgoingMail.objects.count() == mails
    assert ("へお送りします" in answer.content.decode()) is bool(mails)
