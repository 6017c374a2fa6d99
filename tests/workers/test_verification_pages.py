"""What waits to be checked: shown beside its evidence, checked alone or together, given back with a reason."""

import datetime as dt
import re

import pytest

from programs.models import AccessRecord, Membership
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_earning, make_enrollment, make_entry, make_worker
from tests.make_evidence import PDF, make_evidence
from workers.domain.closing import close_month
from workers.domain.earnings import change_earning
from workers.domain.seen import version_of
from workers.domain.verifying import return_earning, verify_earning
from workers.models import Earning

pytestmark = pytest.mark.django_db
LIST = "/p/nichinan/verifications/"
OCTOBER = dt.date(2026, 10, 5)


@pytest.fixture
def earning(nichinan) -> Earning:
    return make_earning(nichinan.enrollment, 10_000, OCTOBER, platform_fee=2_000, title="観光記事")


@pytest.fixture
def desk(client, nichinan):
    client.force_login(nichinan.director)
    return client


def verify_many(client, *entries: Earning, **data):
    return client.post(f"{LIST}verify/", {"entry": [f"{one.pk}:{version_of(one)}" for one in entries]} | data)


def test_the_list_shows_what_waits_with_its_evidence(desk, nichinan, earning):
    picture = make_evidence(earning, nichinan.worker_user)
    make_evidence(earning, nichinan.worker_user, data=PDF, file_name="支払通知.pdf")
    html = desk.get(LIST).content.decode()
    assert "確認待ちの記録が1件あります" in html
    for shown in ("観光記事", "8,000", "書類 2件", f"/p/nichinan/evidence/{picture.pk}/", "支払通知.pdf"):
        assert shown in html
    assert AccessRecord.objects.count() == 0  # the list opens no evidence by itself


def test_the_list_is_filtered_by_person(desk, nichinan, earning):
    other = make_enrollment(nichinan.cohort, worker=make_worker(nichinan.municipality, family_name="山本"))
    make_earning(other, 5_000, title="データ入力")
    html = desk.get(f"{LIST}?person={other.pk}").content.decode()
    assert ("データ入力" in html, "観光記事" in html, "﨑田" in html) == (True, False, True)
    assert desk.get(f"{LIST}?person=9999999999999999999999").status_code == 200


def test_one_tap_checks_an_entry_as_it_was_seen(desk, nichinan, earning):
    path = f"/p/nichinan/entries/{earning.pk}/verify/"
    assert desk.post(path, {"seen": version_of(earning)}).url == LIST
    earning.refresh_from_db()
    assert earning.verified_by == nichinan.director
    assert "観光記事" not in desk.get(LIST).content.decode().split("確認待ちの記録が0件")[-1]


def test_an_entry_changed_since_is_not_checked_and_the_director_is_told(desk, earning):
    seen = version_of(earning)
    change_earning(earning=earning, entry=make_entry(99_000, OCTOBER), by=None)
    response = desk.post(f"/p/nichinan/entries/{earning.pk}/verify/", {"seen": seen}, follow=True)
    assert "見ているあいだに記録が変わりました。" in response.content.decode()
    earning.refresh_from_db()
    assert earning.verified_at is None


def test_what_is_ticked_is_checked_together(desk, nichinan, earning):
    other = make_earning(make_enrollment(nichinan.cohort), 5_000)
    response = verify_many(desk, earning, other)
    assert response.url == LIST
    assert "2件を確認済みにしました。" in desk.get(LIST).content.decode()
    assert Earning.objects.filter(verified_by=nichinan.director).count() == 2
    assert set(AccessRecord.objects.values_list("subject_worker", "detail")) == {
        (nichinan.worker.pk, f"verified {earning.pk}"),
        (other.enrollment.worker_id, f"verified {other.pk}"),
    }


def test_no_number_of_a_checked_entry_is_cut_off_in_the_record(desk, nichinan):
    numbers = range(123_456_700, 123_456_740)
    for pk in numbers:
        Earning.objects.create(
            pk=pk, enrollment=nichinan.enrollment, earned_on=OCTOBER, source="team", title="記事", gross=pk % 100 + 1
        )
    verify_many(desk, *Earning.objects.all())
    notes = AccessRecord.objects.filter(subject_worker=nichinan.worker.pk).values_list("detail", flat=True)
    assert sorted(int(number) for note in notes for number in note.split()[1:]) == list(numbers)


@pytest.mark.parametrize("entry", ["", "x", "1", "9" * 40 + ":a", "-1:a"])
def test_nothing_or_nonsense_ticked_changes_nothing(desk, earning, entry):
    assert desk.post(f"{LIST}verify/", {"entry": entry}, follow=True).status_code == 200
    assert not Earning.objects.exclude(verified_at=None).exists()


def test_a_reason_goes_to_the_person_and_the_way_back_is_clear(desk, client, nichinan, earning):
    data = {"once": "x", "seen": version_of(earning), "reason": "no_evidence", "own_reason": "10月分です。"}
    assert desk.post(f"/p/nichinan/entries/{earning.pk}/return/", data).url == LIST
    earning.refresh_from_db()
    assert earning.return_reason == "明細の画像を追加してください。10月分です。"
    client.force_login(nichinan.worker_user)
    home = client.get("/").content.decode()
    assert (f"/earnings/{earning.pk}/change/" in home, "「観光記事」が差し戻されました" in home) == (True, True)
    for page in ("/earnings/2026-10/", f"/earnings/{earning.pk}/change/", f"/earnings/{earning.pk}/evidence/"):
        assert "明細の画像を追加してください。10月分です。" in client.get(page).content.decode()


def test_several_returned_entries_are_one_line_at_home(worker, nichinan, earning):
    for one in (earning, make_earning(nichinan.enrollment, 1_000, OCTOBER)):
        return_earning(earning=one, reason="明細が違います", by=nichinan.director)
    home = worker.get("/").content.decode()
    assert ("差し戻された記録が2件あります" in home, 'href="/earnings/2026-10/"' in home) == (True, True)


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({}, "reason", "理由を選んでください。"),
        ({"reason": "own"}, "own_reason", "何を直せばよいか本人に分かるように、理由を書いてください。"),
        (
            {"reason": "amount", "own_reason": "あ" * 301},
            "own_reason",
            "300文字以内で書いてください（今は301文字です）。",
        ),
    ],
)
def test_a_return_without_a_reason_asks_on_a_page_of_its_own(desk, earning, data, field, sentence):
    response = desk.post(f"/p/nichinan/entries/{earning.pk}/return/", {"once": "x"} | data)
    assert (response.status_code, response.context["form"].errors[field]) == (422, [sentence])
    if data.get("own_reason"):
        assert data["own_reason"] in response.content.decode()


def test_ones_own_entry_has_no_verb_and_is_refused(client, nichinan, earning):
    me = nichinan.worker_user
    Membership.objects.create(user=me, role="director", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    client.force_login(me)
    html = client.get(LIST).content.decode()
    assert ("あなた自身の記録です" in html, 'name="entry"' in html) == (True, False)
    for path in (f"/p/nichinan/entries/{earning.pk}/verify/",):
        assert "あなた自身の記録です" in client.post(path, follow=True).content.decode()
    verify_many(client, earning)
    client.post(f"/p/nichinan/entries/{earning.pk}/return/", {"once": "x", "reason": "day"})
    earning.refresh_from_db()
    assert (earning.verified_at, earning.returned_at) == (None, None)


def test_a_closed_month_is_refused_in_words(desk, nichinan, earning):
    close_month(cohort=nichinan.cohort, month=Month(2026, 10), by=nichinan.official)
    response = desk.post(f"/p/nichinan/entries/{earning.pk}/verify/", follow=True)
    assert "2026年10月は11月22日に押川 健一" in response.content.decode()


def test_the_persons_page_tells_checked_and_reported_apart(desk, nichinan, earning):
    make_earning(nichinan.enrollment, 3_000, OCTOBER)
    desk.post(f"/p/nichinan/entries/{earning.pk}/verify/", {"back": "person"})
    page = f"/p/nichinan/people/{nichinan.enrollment.pk}/?month=2026-10"
    assert "確認済み 8,000円、自己申告 3,000円" in desk.get(page).content.decode()
    drain()
    month = desk.get("/p/nichinan/cohorts/1/2026-10/").content.decode()
    assert re.findall(r'data-label="(?:確認済み|自己申告)">([^<]+)<', month) == [
        "8,000円",
        "3,000円",
        "8,000円",
        "3,000円",
    ]


def test_the_worker_sees_checked_and_reported_apart(worker, nichinan, earning):
    make_earning(nichinan.enrollment, 3_000, OCTOBER)
    verify_earning(earning=earning, by=nichinan.director)
    html = worker.get("/earnings/2026-10/").content.decode()
    sums = dict(re.findall(r'<dt class="sub">([^<]+)</dt><dd class="sub">([^<]+)<', html))
    assert sums == {"うち確認済み": "8,000円", "うち自己申告": "3,000円"}


def test_the_dashboard_says_how_many_wait(desk, nichinan, earning):
    html = desk.get("/p/nichinan/").content.decode()
    assert ("確認待ち 1件" in html, LIST in html) == (True, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_with_one_row_as_with_three(
    desk, nichinan, rows, django_assert_num_queries
):
    for _n in range(rows):
        make_evidence(make_earning(make_enrollment(nichinan.cohort)), nichinan.worker_user)
    with django_assert_num_queries(9):
        desk.get(LIST)
