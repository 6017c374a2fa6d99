"""What cannot be written: one sentence beside its field, and nothing typed is lost."""

import datetime as dt
import re

import pytest

from programs.shared.month import Month
from tests.make import make_earning
from tests.workers.typed import ADD, HTMX, sentences, typed
from workers.domain.closing import close_month
from workers.models import Earning, IncomeMonth

FUTURE = "まだ来ていない日です。報酬が決まった日（今日かそれより前）を入れてください。"
TOO_HIGH = "引かれる額の合計が報酬より大きくなっています。報酬と引かれる額を見直してください。"


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"gross": "0"}, "gross", "金額は1円以上で書いてください。"),
        ({"gross": "-500"}, "gross", "金額は1円以上で書いてください。"),
        ({"gross": "10000001"}, "gross", "金額は10,000,000円以下で書いてください。"),
        ({"title": " 　"}, "title", "仕事の名前を入れてください。あとで見て分かる短い名前で十分です。"),
        ({"title": "あ" * 10_000}, "title", "100文字以内で書いてください（今は10000文字です）。"),
        ({"source": "给"}, "source", "受注先を選んでください。"),
        ({"earned_on": "2026-11-23"}, "earned_on", FUTURE),
        ({"earned_on": "2026-01-09"}, "earned_on", "参加したのは2026年1月10日です。その日以降を入れてください。"),
        ({"earned_on": "あした"}, "earned_on", None),
        ({"earned_on": "other"}, "other_day", None),
        ({"earned_on": "other", "typed_day": "令和8年13月3日"}, "typed_day", None),
        ({"earned_on": "other", "other_day": "3月4日"}, "other_day", None),
        ({"platform_fee": "12001"}, "platform_fee", TOO_HIGH),
        ({"transfer_fee": "9361"}, "transfer_fee", TOO_HIGH),
        ({"withholding": "9361"}, "withholding", TOO_HIGH),
        ({"minutes": "1時間"}, "minutes", "かかった時間は「90」のように分で入れてください。"),
        ({"title": "a\x00b"}, "title", None),
        ({"title": "a\u202eb"}, "title", None),
        ({"client": "a\u2066b"}, "client", None),
    ],
)  # fmt: skip
def test_bad_input_gets_one_sentence_beside_its_field(worker, change, field, sentence):
    response = worker.post(ADD, typed(**change))

    said = sentences(response)
    assert (response.status_code, list(said)) == (422, [field])
    assert sentence in (None, said[field])
    assert re.search("[ぁ-ん]", said[field])
    assert Earning.objects.count() == 0


def test_an_unreadable_byte_is_refused_beside_its_field(worker):
    body = "once=x&source=direct&gross=100&earned_on=2026-11-22&title=a%ED%A0%80b"
    response = worker.post(ADD, body, content_type="application/x-www-form-urlencoded")
    assert (response.status_code, list(sentences(response))) == (422, ["title"])


def test_nothing_typed_is_lost(worker):
    odd = {
        "gross": "１２，０００円",
        "platform_fee": "９９，９９９",
        "minutes": "９０",
        "typed_day": "令和８年１１月３日",
        "client": "髙島屋 🏯",
    }
    html = worker.post(ADD, typed(title="", earned_on="other", **odd)).content.decode()
    assert [value for value in odd.values() if f'value="{value}"' not in html] == []


def test_the_summary_leads_to_every_field_that_is_wrong(worker):
    html = worker.post(ADD, typed(title="", gross="")).content.decode()
    assert re.findall(r'<li><a href="#(\w+)">([^<]+)</a></li>', html) == [
        ("id_title", "仕事の名前"),
        ("id_gross", "報酬（税込）"),
    ]
    assert 'id="id_title"' in html


def test_a_closed_month_says_who_closed_it_beside_the_day(worker, nichinan):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    response = worker.post(ADD, typed(title="", earned_on="2026-10-30"))
    assert sentences(response) == {
        "title": "仕事の名前を入れてください。あとで見て分かる短い名前で十分です。",
        "earned_on": "2026年10月は11月22日に押川 健一さんが締めました。"
        "開いている月の日付にするか、市町村の担当者に月を開け直すよう頼んでください。",
    }


def test_a_month_closed_before_it_had_a_row_is_refused_by_the_gate(worker, nichinan):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    IncomeMonth.objects.all().delete()
    response = worker.post(ADD, typed(earned_on="2026-10-30"))
    assert (response.status_code, list(sentences(response))) == (409, ["earned_on"])


def test_after_leaving_nothing_more_is_recorded_but_everything_is_read(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 5_000)
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = dt.date(2026, 11, 15), "hired"
    nichinan.enrollment.save()
    refused = [worker.get(ADD), worker.post(ADD, typed()), worker.post(f"/earnings/{earning.pk}/repeat/", typed())]
    assert [response.status_code for response in refused] == [200, 409, 409]
    assert ["参加は2026年11月15日に終わりました。" in response.content.decode() for response in refused] == [True] * 3
    read = [worker.get(path).status_code for path in ("/", "/earnings/", "/earnings/2026-11/")]
    assert (read, Earning.objects.count()) == ([200, 200, 200], 1)


def leave_in_november(town) -> None:
    town.enrollment.left_on, town.enrollment.leaving_reason = dt.date(2026, 11, 15), "hired"
    town.enrollment.save()


@pytest.mark.parametrize("verb", ["change", "remove"])
def test_after_leaving_nothing_is_rewritten_by_oneself(worker, nichinan, verb):
    earning = make_earning(nichinan.enrollment, 5_000)
    leave_in_november(nichinan)
    page = f"/earnings/{earning.pk}/{verb}/"
    shown, sent = worker.get(page), worker.post(page, typed(gross="1", earned_on="2026-11-03"))
    assert (shown.status_code, sent.status_code) == (200, 409)
    assert ["参加は2026年11月15日に終わりました。" in one.content.decode() for one in (shown, sent)] == [True, True]
    assert Earning.objects.get().gross == 5_000


def test_after_leaving_an_entry_is_read_but_no_way_leads_to_changing_it(worker, nichinan):
    make_earning(nichinan.enrollment, 5_000)
    assert "/change/" in worker.get("/earnings/2026-11/").content.decode()
    leave_in_november(nichinan)
    html = worker.get("/earnings/2026-11/").content.decode()
    assert ("/change/" in html, "5,000" in html) == (False, True)


def test_a_refusal_comes_to_htmx_as_a_sentence_beside_the_button(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 5_000)
    IncomeMonth.objects.update(closed_at=dt.datetime(2026, 11, 22, tzinfo=dt.UTC), closed_by=nichinan.official)
    page = f"/earnings/{earning.pk}/change/"
    part, whole = worker.post(page, typed(), headers=HTMX), worker.post(page, typed())
    assert (part.status_code, part["HX-Retarget"], part["HX-Reswap"]) == (409, "#form-trouble", "innerHTML")
    assert part.content.decode().startswith('<div class="notice')
    assert part.content.decode().strip() in whole.content.decode()


@pytest.mark.parametrize(
    ("paid_on", "status"), [("2027-11-22", 302), ("2030-01-01", 422), ("2025-11-22", 302), ("2015-11-22", 422)]
)
def test_the_day_it_reached_the_bank_lies_within_a_year(worker, paid_on, status):
    response = worker.post(ADD, typed(paid_on=paid_on))
    said = {} if status == 302 else {"paid_on": "年を確かめてください。1年以上離れた日になっています。"}
    assert (response.status_code, sentences(response)) == (status, said)


def test_before_the_first_day_the_form_says_when_it_starts(worker, nichinan):
    nichinan.enrollment.joined_on = dt.date(2026, 12, 1)
    nichinan.enrollment.save()
    answers = [worker.get(ADD), worker.post(ADD, typed())]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert ["参加は2026年12月1日に始まります。" in answer.content.decode() for answer in answers] == [True, True]
