"""Correcting an entry of a closed month on the phone, and the history everybody concerned can read."""

import datetime as dt

import pytest

from programs.models import AccessRecord
from programs.shared.month import Month
from tests.make import make_earning, make_entry
from workers.domain.closing import close_month
from workers.domain.earnings import change_earning, remove_earning
from workers.domain.verifying import return_earning
from workers.models import Earning, IncomeMonth

pytestmark = pytest.mark.django_db
OCTOBER = dt.date(2026, 10, 5)


@pytest.fixture
def earning(nichinan) -> Earning:
    return make_earning(nichinan.enrollment, 10_000, OCTOBER, platform_fee=2_000, title="観光記事")


@pytest.fixture
def closed(nichinan, earning) -> Earning:
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    return earning


def typed(**changes) -> dict[str, str]:
    data = {
        "once": "x", "reason": "amount", "own_reason": "", "way": "replace", "earned_on": "2026-11-22",
        "source": "crowdworks", "title": "観光記事", "gross": "１２，０００円", "platform_fee": "2400",
    }  # fmt: skip
    return data | changes


def test_the_change_page_of_a_closed_month_offers_the_correction(worker, closed):
    html = worker.get(f"/earnings/{closed.pk}/change/").content.decode()
    assert f'href="/earnings/{closed.pk}/correct/"' in html
    page = worker.get(f"/earnings/{closed.pk}/correct/")
    assert ("10月は締めてあるので" in page.content.decode(), page.context["form"]["gross"].value()) == (True, "10,000")


def test_a_correction_is_written_once_and_linked_in_both_months(worker, nichinan, closed):
    for _n in range(2):
        assert worker.post(f"/earnings/{closed.pk}/correct/", typed()).url == "/earnings/2026-11/"
    november = IncomeMonth.objects.get(month=dt.date(2026, 11, 1))
    assert (november.gross, november.net, november.earning_count) == (2_000, 1_600, 1)
    assert Earning.objects.count() == 3
    html = worker.get("/earnings/2026-11/").content.decode()
    assert (html.count("10月の記録の訂正"), "−8,000" in html) == (2, True)
    assert "11月に訂正済み" in worker.get("/earnings/2026-10/").content.decode()
    assert 'href="/earnings/2026-11/"' in worker.get(f"/earnings/{closed.pk}/history/").content.decode()


def test_only_taking_back_needs_no_right_entry(worker, closed):
    data = typed(way="take_back", reason="own", own_reason="取り消されました", title="", gross="abc", source="")
    assert worker.post(f"/earnings/{closed.pk}/correct/", data).status_code == 302
    counter = Earning.objects.get(gross__lt=0)
    assert (counter.gross, counter.correction_reason) == (-10_000, "取り消されました")
    month = worker.get("/earnings/2026-11/").content.decode()
    assert "−8,000" in month
    for page in ("/", "/earnings/", "/earnings/2026-11/", f"/earnings/{counter.pk}/change/"):
        assert worker.get(page).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "own"}, "own_reason"),
        ({"gross": "abc"}, "gross"),
        ({"earned_on": "2026-10-20"}, "earned_on"),
        ({"earned_on": "2026-11-23"}, "earned_on"),
        ({"platform_fee": "99999"}, "platform_fee"),
        ({"way": "x"}, "way"),
        ({"once": ""}, "once"),
    ],
)
def test_bad_input_is_said_beside_its_field_and_nothing_is_lost(worker, closed, change, field):
    response = worker.post(f"/earnings/{closed.pk}/correct/", typed(title="直した名前") | change)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert "直した名前" in response.content.decode()
    assert Earning.objects.count() == 1


def test_the_same_again_is_no_correction(worker, closed):
    response = worker.post(f"/earnings/{closed.pk}/correct/", typed(gross="10000", platform_fee="2000"))
    assert (response.status_code, "正しい記録が元の記録と同じです" in response.content.decode()) == (409, True)


def test_in_an_open_month_and_a_second_time_the_page_says_why_not(worker, earning, nichinan):
    page = f"/earnings/{earning.pk}/correct/"
    assert "10月はまだ開いています" in worker.get(page).content.decode()
    assert worker.post(page, typed()).status_code == 409
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    worker.post(page, typed())
    assert "訂正済みです" in worker.get(page).content.decode()
    assert worker.post(page, typed(once="y")).status_code == 409
    counter = Earning.objects.get(gross__lt=0)
    assert "打ち消した記録" in worker.get(f"/earnings/{counter.pk}/correct/").content.decode()


def test_a_counter_entry_is_shown_and_removed_but_not_changed(worker, closed):
    worker.post(f"/earnings/{closed.pk}/correct/", typed(way="take_back"))
    counter = Earning.objects.get(gross__lt=0)
    html = worker.get(f"/earnings/{counter.pk}/change/").content.decode()
    assert ("変えられません" in html, f"/earnings/{counter.pk}/remove/" in html, "<form" in html) == (True, True, False)
    assert worker.post(f"/earnings/{counter.pk}/change/", typed()).status_code == 409
    assert worker.get(f"/earnings/{counter.pk}/repeat/").status_code == 404
    worker.post(f"/earnings/{counter.pk}/remove/", {"once": "r"})
    assert IncomeMonth.objects.get(month=dt.date(2026, 11, 1)).gross == 0


def test_the_history_tells_who_did_what_from_what_to_what(worker, nichinan, earning):
    return_earning(earning=earning, reason="金額が違います", by=nichinan.director)
    change_earning(earning=earning, entry=make_entry(12_000, OCTOBER, title="観光記事"), by=nichinan.worker_user)
    html = worker.get(f"/earnings/{earning.pk}/history/").content.decode()
    for told in ("金額が違います", "黒木 沙織", "10,000円 → 12,000円", "2,000円 → 0円", "﨑田 恭"):
        assert told in html


def test_a_removed_entry_is_told_in_its_month_and_in_its_history(worker, client, nichinan, earning):
    remove_earning(earning=earning, by=nichinan.worker_user)
    assert f"/earnings/{earning.pk}/history/" in worker.get("/earnings/2026-10/").content.decode()
    assert "この記録は削除されました" in worker.get(f"/earnings/{earning.pk}/history/").content.decode()
    client.force_login(nichinan.director)
    person = client.get(f"/p/nichinan/people/{nichinan.enrollment.pk}/?month=2026-10").content.decode()
    assert f"/p/nichinan/entries/{earning.pk}/history/" in person
    assert "観光記事" in client.get(f"/p/nichinan/entries/{earning.pk}/history/").content.decode()
    assert AccessRecord.objects.filter(detail=f"history of earning {earning.pk}").count() == 1


def test_a_history_belongs_to_whom_it_is_about(client, nichinan, komagane, earning):
    change_earning(earning=earning, entry=make_entry(12_000, OCTOBER), by=None)
    for gone in (False, True):
        if gone:
            remove_earning(earning=earning, by=None)
        for user in (komagane.worker_user, komagane.director, komagane.official):
            client.force_login(user)
            paths = ("/earnings/{}/history/", "/p/nichinan/entries/{}/history/", "/p/komagane/entries/{}/history/")
            assert {client.get(path.format(earning.pk)).status_code for path in paths} == {404}


@pytest.mark.parametrize("steps", [1, 3])
def test_a_history_asks_the_database_as_often_with_one_step_as_with_three(
    worker, earning, steps, django_assert_num_queries
):
    for gross in range(1, steps + 1):
        change_earning(earning=earning, entry=make_entry(gross, OCTOBER), by=None)
    with django_assert_num_queries(6):  # session, person, enrollment, entry, its corrections, its steps
        worker.get(f"/earnings/{earning.pk}/history/")
