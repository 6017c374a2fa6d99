"""Announcements: to one role, in one period, in one program; shown, closed, changed, withdrawn."""

import datetime as dt
import re

import pytest
import time_machine

from programs.domain.announcements import (
    Words,
    announce,
    announcements_to_participants,
    announcements_to_staff,
    change_announcement,
    withdraw_announcement,
)
from programs.domain.refusals import Refused
from programs.models import Announcement, Membership
from tests.make import make_cohort, make_user
from tests.make_programme import make_announcement

URL = "/p/nichinan/announcements/"
TODAY = dt.date(2026, 11, 22)


def words_of(**fields) -> Words:
    words = {"audience": "workers", "title": "年末の案内", "shows_from": TODAY, "shows_until": dt.date(2026, 12, 28)}
    return Words(**words | fields)


def typed(client, page: str, **fields) -> dict:
    token = re.search(r'name="once" value="([^"]+)"', client.get(page).content.decode())[1]
    return {
        "once": token,
        "audience": "workers",
        "title": "年末の案内",
        "body": "12月28日までです。",
        "shows_from": "令和8年11月22日",
        "shows_until": "2026/12/28",
    } | fields


def titles(found) -> list[str]:
    return [one.title for one in found]


@pytest.fixture
def viewer(nichinan):
    user = make_user("議員")
    Membership.objects.create(user=user, role="viewer", program=nichinan.program, joined_on="2026-04-01")
    return user


def test_each_role_reads_its_own(nichinan, komagane, viewer):
    for audience in ("workers", "directors", "officials", "all"):
        make_announcement(nichinan.program, nichinan.official, audience=audience, title=audience)
        make_announcement(komagane.program, komagane.official, audience=audience, title=f"駒ヶ根 {audience}")
    to_staff = {
        user: sorted(titles(announcements_to_staff(user, TODAY)))
        for user in (nichinan.official, nichinan.director, viewer, make_user())
    }
    assert list(to_staff.values()) == [["all", "officials"], ["all", "directors"], ["all"], []]
    assert sorted(titles(announcements_to_participants(nichinan.cohort, TODAY))) == ["all", "workers"]


def test_a_cohort_reads_what_is_for_it_and_for_all(nichinan):
    second = make_cohort(nichinan.program)
    for title, cohort in (("全員へ", None), ("第1期へ", nichinan.cohort), ("第2期へ", second)):
        make_announcement(nichinan.program, nichinan.official, title=title, cohort=cohort)
    assert titles(announcements_to_participants(second, TODAY)) == ["第2期へ", "全員へ"]


@pytest.mark.parametrize(("day", "shown"), [(21, False), (22, True), (25, True), (26, False)])
def test_both_days_of_the_period_count(nichinan, day, shown):
    make_announcement(nichinan.program, nichinan.official, shows_from=TODAY, shows_until=dt.date(2026, 11, 25))
    assert announcements_to_participants(nichinan.cohort, dt.date(2026, 11, day)).exists() is shown


def test_what_is_withdrawn_is_shown_to_nobody(nichinan):
    one = announce(program=nichinan.program, words=words_of(), by=nichinan.official)
    first = withdraw_announcement(announcement=one).withdrawn_at
    assert withdraw_announcement(announcement=one).withdrawn_at == first
    assert not announcements_to_participants(nichinan.cohort, TODAY).exists()
    with pytest.raises(Refused):
        change_announcement(announcement=one, words=words_of(title="別の題"))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"shows_until": dt.date(2026, 11, 21)}, "shows_until"),
        ({"shows_from": dt.date(2026, 11, 1), "shows_until": dt.date(2026, 11, 21)}, "shows_until"),
        ({"shows_until": dt.date(2028, 1, 1)}, "shows_until"),
    ],
)
def test_an_impossible_period_is_refused_at_its_day(nichinan, fields, field):
    with pytest.raises(Refused) as refusal:
        announce(program=nichinan.program, words=words_of(**fields), by=nichinan.official)
    assert (refusal.value.field, Announcement.objects.count()) == (field, 0)


def test_a_cohort_of_another_program_or_for_staff_is_refused(nichinan, komagane):
    for fields in ({"cohort": komagane.cohort}, {"cohort": nichinan.cohort, "audience": "directors"}):
        with pytest.raises(Refused) as refusal:
            announce(program=nichinan.program, words=words_of(**fields), by=nichinan.official)
        assert refusal.value.field == "cohort"


def test_a_director_announces_once_and_the_list_shows_it(client, nichinan):
    client.force_login(nichinan.director)
    form = typed(client, f"{URL}add/")
    assert [client.post(f"{URL}add/", form)["Location"] for _twice in range(2)] == [URL] * 2
    one = Announcement.objects.get()
    assert (one.title, one.shows_from, one.shows_until, one.made_by) == (
        "年末の案内",
        TODAY,
        dt.date(2026, 12, 28),
        nichinan.director,
    )
    assert "いま出ている" in client.get(URL).content.decode()


def test_what_is_refused_comes_back_with_all_that_was_typed(client, nichinan):
    client.force_login(nichinan.official)
    response = client.post(f"{URL}add/", typed(client, f"{URL}add/", shows_until="2026/11/1"))
    html = response.content.decode()
    assert (response.status_code, Announcement.objects.count()) == (422, 0)
    assert [value in html for value in ('value="2026/11/1"', "年末の案内", "12月28日までです。")] == [True] * 3
    assert "＊最終日は初日より前にできません。" in html


def test_changing_and_withdrawing(client, nichinan):
    one = make_announcement(nichinan.program, nichinan.official)
    client.force_login(nichinan.director)
    page = f"{URL}{one.pk}/change/"
    client.post(page, typed(client, page, title="年末年始の案内"))
    one.refresh_from_db()
    assert (one.title, one.made_by) == ("年末年始の案内", nichinan.official)
    assert "取り消しますか" in client.get(f"{URL}{one.pk}/withdraw/").content.decode()
    client.post(f"{URL}{one.pk}/withdraw/")
    assert client.get(page)["Location"] == URL


def test_a_viewer_reads_the_list_and_writes_nothing(client, nichinan, viewer):
    make_announcement(nichinan.program, nichinan.official)
    client.force_login(viewer)
    html = client.get(URL).content.decode()
    assert ("年末の案内" in html, "/announcements/add/" in html, "/change/" in html) == (True, False, False)


def test_other_towns_announcements_cannot_be_reached(client, nichinan, komagane):
    other = make_announcement(komagane.program, komagane.official)
    client.force_login(nichinan.official)
    for verb in ("change", "withdraw"):
        assert client.post(f"{URL}{other.pk}/{verb}/").status_code == 404
    form = typed(client, f"{URL}add/", cohort=str(komagane.cohort.pk))
    assert client.post(f"{URL}add/", form).status_code == 422
    assert Announcement.objects.get().withdrawn_at is None


def test_a_participant_reads_it_at_home_and_closes_it_for_this_session(client, nichinan):
    one = make_announcement(nichinan.program, nichinan.official, body="詳しくは https://example.jp/ へ。")
    client.force_login(nichinan.worker_user)
    assert '<a href="https://example.jp/" rel="noopener noreferrer nofollow">' in client.get("/").content.decode()
    assert client.post(f"/announcements/{one.pk}/close/", {"next": "/"})["Location"] == "/"
    assert "年末の案内" not in client.get("/").content.decode()
    assert "年末の案内" in client.get("/announcements/").content.decode()
    client.logout()
    client.force_login(nichinan.worker_user)
    assert "年末の案内" in client.get("/").content.decode()


@pytest.mark.parametrize("back", ["https://example.com/", "//example.com", "javascript:alert(1)", ""])
def test_closing_leads_nowhere_else(client, nichinan, back):
    client.force_login(nichinan.worker_user)
    assert client.post("/announcements/1/close/", {"next": back})["Location"] == "/"


@pytest.mark.parametrize("back", ["9" * 25, "²", "messages"])
def test_closing_goes_back_to_whatever_stands_there(client, nichinan, back):
    client.force_login(nichinan.worker_user)
    assert client.post("/announcements/1/close/", {"next": back}).status_code == 302


def test_a_viewer_does_not_read_what_is_told_to_directors_or_officials_alone(client, nichinan, viewer):
    for audience in ("workers", "directors", "officials", "all"):
        make_announcement(nichinan.program, nichinan.official, audience=audience, title=f"to {audience}")
    read = {}
    for user in (nichinan.director, viewer):
        client.force_login(user)
        read[user] = {one.audience for one, _state in client.get(URL).context["rows"]}
    assert (len(read[nichinan.director]), read[viewer]) == (4, {"workers", "all"})


def test_three_stand_at_the_top_the_newest_first_with_the_way_to_all(client, nichinan):
    for day in range(1, 6):
        make_announcement(
            nichinan.program, nichinan.official, title=f"{day}日の案内", audience="all", shows_from=f"2026-11-0{day}"
        )
    for user, page, way in (
        (nichinan.worker_user, "/", "/announcements/"),
        (nichinan.director, "/p/nichinan/", URL),
    ):
        client.force_login(user)
        html = client.get(page).content.decode()
        assert re.findall(r"<b>(\d日の案内)</b> ", html) == ["5日の案内", "4日の案内", "3日の案内"]
        assert re.search(rf'href="{way}">([^<]+)<', html)[1] == "お知らせの一覧（ほか2件）"


def test_after_leaving_nothing_is_announced_any_more(client, nichinan):
    make_announcement(nichinan.program, nichinan.official)
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = TODAY, "hired"
    nichinan.enrollment.save()
    client.force_login(nichinan.worker_user)
    assert ["年末の案内" in client.get(page).content.decode() for page in ("/", "/announcements/")] == [False, False]


def test_the_day_after_the_last_it_is_gone_by_itself(client, nichinan):
    make_announcement(nichinan.program, nichinan.official, shows_until=TODAY)
    client.force_login(nichinan.worker_user)
    assert "年末の案内" in client.get("/").content.decode()
    with time_machine.travel(dt.datetime(2026, 11, 22, 15, 1, tzinfo=dt.UTC)):  # 00:01 in Japan
        client.force_login(nichinan.worker_user)
        assert "年末の案内" not in client.get("/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_with_many(client, nichinan, rows, django_assert_num_queries):
    for _number in range(rows):
        make_announcement(nichinan.program, nichinan.official, cohort=nichinan.cohort)
    client.force_login(nichinan.director)
    client.get(URL)
    with django_assert_num_queries(7):
        client.get(URL)
