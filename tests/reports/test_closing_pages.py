"""Closing a month and opening it again: what is frozen, by whom, and what is written down."""

import datetime as dt
import re

import pytest

from programs.models import AccessRecord
from programs.shared.month import Month
from reports.domain.roll_up import drain
from reports.models import CohortMonth
from tests.make import make_earning
from tests.signing_in import with_fresh_password, with_old_password
from workers.domain.closing import close_month
from workers.models import MonthClosing

OCTOBER = Month(2026, 10)
URL = "/p/nichinan/cohorts/1/2026-10/"


def token_in(response) -> str:
    return hidden_in(response)["once"]


def hidden_in(response) -> dict[str, str]:
    """The token of the form on the page and, where there is one, the digest of the figures shown."""
    page = response.content.decode()
    found = [re.search(rf'name="{name}"[^>]* value="([^"]+)"', page) for name in ("once", "seen")]
    return {name: one[1] for name, one in zip(("once", "seen"), found, strict=True) if one}


def test_an_official_closes_a_month_once(client, nichinan, october):
    client.force_login(nichinan.official)
    page = client.get(f"{URL}close/")
    assert [one.worker.family_name for one in page.context["preview"].unanswered] == ["﨑田", "日髙", "矢野"]
    form = hidden_in(page)
    for _ in range(2):
        response = client.post(f"{URL}close/", form)
        assert (response.status_code, response.url) == (302, URL)
    closing = MonthClosing.objects.get()
    assert (closing.closed_by, closing.figures["net"]) == (nichinan.official, 290_000)
    assert list(AccessRecord.objects.values_list("action", "detail")) == [("closed", "2026-10")]
    assert "締め済み" in client.get(URL).content.decode()


@pytest.mark.parametrize("missing", ["once", "seen"])
def test_a_form_that_is_not_whole_closes_nothing(client, nichinan, october, missing):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/")) | {missing: ""}
    response = client.post(f"{URL}close/", form)
    assert 'class="notice notice-err' in response.content.decode()
    assert not MonthClosing.objects.exists()


def test_figures_nobody_has_seen_are_not_frozen(client, nichinan, october):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/"))
    make_earning(october[2], 7_800, dt.date(2026, 10, 30))
    page = client.post(f"{URL}close/", form)
    assert "数字が変わりました。もう一度確かめてから締めてください。" in page.content.decode()
    assert (page.context["total"], MonthClosing.objects.count(), AccessRecord.objects.count()) == (297_800, 0, 0)
    assert client.post(f"{URL}close/", hidden_in(page)).status_code == 302
    assert MonthClosing.objects.get().figures["net"] == 297_800


def test_months_that_wait_before_this_one_are_named(client, nichinan, october):
    client.force_login(nichinan.official)
    assert "これより前に締めていない月が9か月あります" in client.get(f"{URL}close/").content.decode()
    for month in Month.between(Month(2026, 1), Month(2026, 8)):
        close_month(cohort=nichinan.cohort, month=month, by=nichinan.official)
    drain()
    assert client.get(f"{URL}close/").context["earlier"] == [Month(2026, 9)]
    close_month(cohort=nichinan.cohort, month=Month(2026, 9), by=nichinan.official)
    drain()
    assert client.get(f"{URL}close/").context["earlier"] == []


def broken(*args, **kwargs):
    raise RuntimeError("no record")


def test_a_month_is_not_closed_when_that_cannot_be_written_down(client, nichinan, october, monkeypatch):
    client.force_login(nichinan.official)
    form = hidden_in(client.get(f"{URL}close/"))
    monkeypatch.setattr("workers.domain.recorded_closing.record_access", broken)
    with pytest.raises(RuntimeError):
        client.post(f"{URL}close/", form)
    assert not MonthClosing.objects.exists()


def test_a_month_is_not_reopened_when_that_cannot_be_written_down(client, nichinan, october, monkeypatch):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": "記録もれ"}
    monkeypatch.setattr("workers.domain.recorded_closing.record_access", broken)
    with pytest.raises(RuntimeError):
        client.post(f"{URL}reopen/", form)
    assert MonthClosing.objects.get().reopened_at is None


def test_a_director_is_told_who_can_close(client, nichinan, october):
    client.force_login(nichinan.director)
    page = client.get(f"{URL}close/")
    assert "月を締められるのは、自治体の担当職員です。" in page.content.decode()
    assert page.context["officials"] == ["押川 健一"]
    assert 'name="once"' not in page.content.decode()
    assert client.post(f"{URL}close/", {"once": "x" * 20}).status_code == 403
    assert not MonthClosing.objects.exists()


def test_a_month_that_runs_cannot_be_closed(client, nichinan, october):
    client.force_login(nichinan.official)
    page = client.get("/p/nichinan/cohorts/1/2026-11/close/")
    assert "2026年11月はまだ終わっていません" in page.content.decode()
    form = {"once": "a token of my own", "seen": "what I saw"}
    response = client.post("/p/nichinan/cohorts/1/2026-11/close/", form)
    assert (response.status_code, MonthClosing.objects.count()) == (200, 0)


def test_reopening_asks_for_the_password_and_a_reason(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    drain()
    with_old_password(client, nichinan.official)
    assert "reauthenticate" in client.get(f"{URL}reopen/").url
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": " "}
    assert "＊" in client.post(f"{URL}reopen/", form).content.decode()
    assert client.post(f"{URL}reopen/", form | {"reason": "記録もれが見つかった"}).status_code == 302
    drain()
    closing = MonthClosing.objects.get()
    assert (closing.reopened_by, closing.reopening_reason) == (nichinan.official, "記録もれが見つかった")
    assert CohortMonth.objects.get(cohort=nichinan.cohort, month=OCTOBER.first).frozen is False
    assert "記録もれが見つかった" in client.get(URL).content.decode()


def test_a_reason_with_a_my_number_is_refused(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    with_fresh_password(client, nichinan.official)
    form = {"once": token_in(client.get(f"{URL}reopen/")), "reason": "番号は1234 5678 9018です"}
    assert "マイナンバー（個人番号）と思われる数字" in client.post(f"{URL}reopen/", form).content.decode()
    assert MonthClosing.objects.get().reopened_at is None


def test_a_director_is_told_who_can_reopen(client, nichinan, october):
    close_month(cohort=nichinan.cohort, month=OCTOBER, by=nichinan.official)
    client.force_login(nichinan.director)
    page = client.get(f"{URL}reopen/")
    text = page.content.decode()
    assert ("月を開け直せるのは、自治体の担当職員です。" in text, "<textarea" in text) == (True, False)
    assert page.context["officials"] == ["押川 健一"]
    assert client.post(f"{URL}reopen/", {"once": "x" * 20, "reason": "記録もれ"}).status_code == 403
    assert MonthClosing.objects.get().reopened_at is None
