"""Writing down one pay in the browser: what is written, once, and by whom."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from programs.shared.month import Month
from tests.make import make_earning, make_enrollment
from tests.workers.typed import ADD, typed
from workers.domain.closing import close_month
from workers.models import Earning, IncomeMonth


def test_what_was_typed_becomes_an_entry_with_the_proposed_fee(worker, nichinan):
    response = worker.post(ADD, typed())

    assert (response.status_code, response["Location"]) == (302, "/earnings/2026-11/")
    earning = Earning.objects.get()
    assert (earning.gross, earning.platform_fee, earning.net) == (12_000, 2_640, 9_360)
    assert (earning.title, earning.source, earning.earned_on) == (
        "観光記事の作成 3本",
        "crowdworks",
        dt.date(2026, 11, 22),
    )
    assert (earning.enrollment, earning.recorded_by) == (nichinan.enrollment, nichinan.worker_user)
    assert IncomeMonth.objects.get(month="2026-11-01").net == 9_360


def test_the_persons_own_fee_wins(worker):
    worker.post(ADD, typed(platform_fee="０"))
    assert Earning.objects.get().platform_fee == 0


def test_the_details_are_kept(worker):
    details = {"client": "日南観光協会", "minutes": "９０", "transfer_fee": "１００", "withholding": "1,225"}
    worker.post(ADD, typed(**details, paid_on="2026-12-15"))
    earning = Earning.objects.get()
    assert (earning.client, earning.minutes, earning.transfer_fee, earning.withholding) == (
        "日南観光協会",
        90,
        100,
        1_225,
    )
    assert (earning.paid_on, earning.received) == (dt.date(2026, 12, 15), 8_035)


@pytest.mark.parametrize("day", ["令和8年11月3日", "R8.11.3", "2026/11/3", "令和８年１１月３日"])
@pytest.mark.parametrize("field", ["typed_day", "other_day"])
def test_another_day_may_be_written_as_people_write_it(worker, field, day):
    worker.post(ADD, typed(earned_on="other", **{field: day}))
    assert Earning.objects.get().earned_on == dt.date(2026, 11, 3)


def test_a_chip_of_yesterdays_page_still_means_its_day(worker):
    worker.post(ADD, typed(earned_on="2026-11-20"))
    assert Earning.objects.get().earned_on == dt.date(2026, 11, 20)


@pytest.mark.parametrize("title", ["写真選び 📷✨", "髙橋さんの𠮷田屋", '<b>太字</b> & "引用"', "あ" * 100])
def test_titles_are_kept_exactly(worker, title):
    worker.post(ADD, typed(title=title))
    assert Earning.objects.get().title == title


def test_a_form_sent_twice_writes_one_entry_and_gets_the_same_answer(worker):
    form = typed()
    first, second = worker.post(ADD, form), worker.post(ADD, form)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Earning.objects.count() == 1


def test_a_form_sent_again_with_other_content_is_refused_and_kept(worker):
    form = typed()
    worker.post(ADD, form)
    response = worker.post(ADD, form | {"gross": "１３０００"})
    html = response.content.decode()
    assert (response.status_code, Earning.objects.count()) == (409, 1)
    assert "このフォームは、別の内容ですでに記録されています。" in html
    assert 'value="１３０００"' in html
    assert f'value="{form["once"]}"' not in html


def test_a_form_without_its_token_writes_nothing_and_gets_a_new_one(worker):
    response = worker.post(ADD, typed(once=""))
    assert (response.status_code, Earning.objects.count()) == (422, 0)
    assert re.search(r'name="once" value="[\w-]{20,}"', response.content.decode())


def test_a_refused_form_leaves_its_token_unused(worker):
    form = typed()
    worker.post(ADD, form | {"title": ""})
    assert worker.post(ADD, form).status_code == 302


def test_an_entry_is_changed_and_its_fee_follows(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 11_000, platform_fee=2_420)
    response = worker.post(f"/earnings/{earning.pk}/change/", typed(gross="14,850", earned_on="2026-10-31"))
    earning.refresh_from_db()
    assert (response["Location"], earning.gross, earning.platform_fee) == ("/earnings/2026-10/", 14_850, 3_267)
    assert {row.period: row.net for row in IncomeMonth.objects.all()} == {Month(2026, 10): 11_583, Month(2026, 11): 0}


def test_the_form_of_an_entry_shows_a_fee_of_ones_own_only(worker, nichinan):
    proposed = make_earning(nichinan.enrollment, 11_000, platform_fee=2_420)
    own = make_earning(nichinan.enrollment, 11_000, platform_fee=1_000)
    shown = [worker.get(f"/earnings/{one.pk}/change/").content.decode() for one in (proposed, own)]
    assert ['value="1,000"' in html for html in shown] == [False, True]
    assert [re.search(r'class="fee-edit( is-open)?"', html)[1] for html in shown] == [None, " is-open"]


def test_repeating_fills_in_the_last_job_for_today(worker, nichinan):
    earning = make_earning(
        nichinan.enrollment, 12_000, dt.date(2026, 11, 3), title="観光記事の作成 3本", platform_fee=2_640
    )
    assert f"/earnings/{earning.pk}/repeat/" in worker.get(ADD).content.decode()
    html = worker.get(f"/earnings/{earning.pk}/repeat/").content.decode()
    assert 'value="観光記事の作成 3本"' in html
    assert re.search(r'value="2026-11-22"[^>]*checked', html)
    worker.post(f"/earnings/{earning.pk}/repeat/", typed())
    assert Earning.objects.filter(title="観光記事の作成 3本").count() == 2


def test_the_source_used_last_comes_first(worker, nichinan):
    make_earning(nichinan.enrollment, source="lancers")
    make_earning(nichinan.enrollment, source="direct")
    html = worker.get(ADD).content.decode()
    assert re.findall(r'name="source" value="(\w+)"', html) == ["direct", "lancers", "crowdworks", "team", "other"]
    assert re.search(r'value="direct"[^>]*checked', html)


def test_removing_is_asked_first_and_done_once(worker, nichinan):
    earning = make_earning(nichinan.enrollment, 12_000, platform_fee=2_640)
    page = f"/earnings/{earning.pk}/remove/"
    asked = worker.get(page).content.decode()
    assert "11月の合計が9,360円減ります。" in asked
    form = {"once": re.search(r'name="once" value="([^"]+)"', asked)[1]}
    answers = [worker.post(page, form) for _twice in range(2)]
    assert [answer["Location"] for answer in answers] == ["/earnings/2026-11/"] * 2
    assert Earning.objects.count() == 0


def test_removing_without_the_token_only_asks(worker, nichinan):
    earning = make_earning(nichinan.enrollment)
    assert worker.post(f"/earnings/{earning.pk}/remove/").status_code == 200
    assert Earning.objects.count() == 1


def test_an_entry_removed_meanwhile_is_not_found(worker, nichinan):
    earning = make_earning(nichinan.enrollment)
    Earning.objects.all().delete()
    for verb in ("change", "repeat", "remove"):
        assert worker.post(f"/earnings/{earning.pk}/{verb}/", typed()).status_code == 404


def test_entries_of_a_closed_month_explain_themselves(worker, nichinan):
    earning = make_earning(nichinan.enrollment, earned_on=dt.date(2026, 10, 3))
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    change, remove = f"/earnings/{earning.pk}/change/", f"/earnings/{earning.pk}/remove/"
    answers = [worker.get(change), worker.post(change, typed()), worker.get(remove), worker.post(remove, typed())]
    assert [answer.status_code for answer in answers] == [200, 409, 200, 409]
    assert ["2026年10月は11月22日に押川 健一さんが締めました。" in answer.content.decode() for answer in answers] == [
        True
    ] * 4
    earning.refresh_from_db()
    assert earning.gross == 10_000


def pages_of(earning: Earning) -> list[str]:
    return [
        reverse(f"workers:earning_{verb}", args=[earning.pk])
        for verb in ("change", "change_preview", "repeat", "remove")
    ]


def test_somebody_elses_entry_is_not_found(worker, nichinan, komagane):
    neighbour = make_enrollment(nichinan.cohort)
    for theirs in (make_earning(neighbour), make_earning(komagane.enrollment)):
        assert [worker.post(page, typed()).status_code for page in pages_of(theirs)] == [404] * 4
        theirs.refresh_from_db()
        assert theirs.gross == 10_000


@pytest.mark.parametrize("who", ["official", "director"])
def test_staff_have_no_pages_of_a_participant(client, nichinan, who):
    earning = make_earning(nichinan.enrollment)
    client.force_login(getattr(nichinan, who))
    pages = [ADD, "/earnings/preview/", *pages_of(earning)]
    assert [client.post(page, typed()).status_code for page in pages] == [404] * 6
    assert Earning.objects.count() == 1


def test_strangers_are_asked_to_sign_in(client, nichinan):
    earning = make_earning(nichinan.enrollment)
    answers = [client.post(page, typed()) for page in [ADD, *pages_of(earning)]]
    assert [answer.status_code for answer in answers] == [302] * 5
    assert all("/accounts/login/" in answer["Location"] for answer in answers)


@pytest.mark.parametrize("pk", [0, 2**31, 2**63, 10**30])
def test_numbers_out_of_any_range_are_not_found(worker, pk):
    assert worker.get(f"/earnings/{pk}/change/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_form_asks_the_database_as_often_with_one_entry_as_with_three(
    worker, nichinan, rows, django_assert_num_queries
):
    for _number in range(rows):
        make_earning(nichinan.enrollment)
    with django_assert_num_queries(7):  # session, person, enrollment, sources, fee rules, last entry, month
        worker.get(ADD)
