"""The town's side of the messages: who waits, the conversation, writing first, and what is recorded."""

import re

import pytest

from programs.models import AccessRecord, Membership, OutgoingMail
from tests.make import make_enrollment, make_user, make_worker
from workers.domain.matters import open_matter, settle, write_message
from workers.models import Matter, Supporter

URL = "/p/nichinan/matters/"


@pytest.fixture
def desk(client, nichinan):
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def matter(nichinan) -> Matter:
    return open_matter(
        enrollment=nichinan.enrollment, subject="振込について", body="いつ届きますか。", by=nichinan.worker_user
    )


def another(town, family_name: str = "日髙", subject: str = "休みたい") -> Matter:
    worker = make_worker(town.municipality, user=make_user("日髙 美咲"), family_name=family_name, given_name="美咲")
    person = make_enrollment(town.cohort, worker=worker)
    return open_matter(enrollment=person, subject=subject, body="来月休みます。", by=worker.user)


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode()))


def subjects(response) -> list[str]:
    return re.findall(r'<td[^>]*><a href="/p/nichinan/matters/\d+/#newest">([^<]+)</a>', response.content.decode())


def say(client, address: str, body: str, **fields):
    token = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())[1]
    return client.post(address, {"once": token, "body": body} | fields)


def test_the_headline_counts_who_waits(desk, matter, nichinan):
    assert "返事を待っている相談が1件あります" in words(desk.get(URL))
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    page = words(desk.get(URL))
    assert ("返事を待っている相談はありません" in page, "返事ずみ" in page) == (True, True)


def test_views_show_all_open_mine_and_settled(desk, matter, nichinan):
    other = another(nichinan)
    Supporter.objects.create(enrollment=other.enrollment, user=nichinan.director, joined_on="2026-01-10")
    done = another(nichinan, "矢野", "お礼")
    settle(matter=done, by=done.opened_by)
    assert subjects(desk.get(URL)) == ["振込について", "休みたい"]
    assert subjects(desk.get(f"{URL}?view=mine")) == ["休みたい"]
    assert subjects(desk.get(f"{URL}?view=settled")) == ["お礼"]


def test_a_name_is_found_whatever_its_characters_and_the_search_is_recorded(desk, matter, nichinan):
    another(nichinan)
    assert subjects(desk.get(URL, {"q": "日高"})) == ["休みたい"]
    assert AccessRecord.objects.filter(action="searched", user=nichinan.director).count() == 1


def test_the_list_shows_no_words_of_the_messages(desk, matter):
    assert "いつ届きますか。" not in words(desk.get(URL))


def test_answering_is_seen_by_the_participant_and_recorded_about_them(desk, matter, nichinan):
    response = say(desk, f"{URL}{matter.pk}/", "25日に届きます。")
    assert response["Location"] == f"{URL}{matter.pk}/#newest"
    assert matter.messages.latest("pk").body == "25日に届きます。"
    records = AccessRecord.objects.filter(subject_worker=nichinan.worker.pk, object_id=str(matter.pk)).order_by("pk")
    assert list(records.values_list("action", flat=True)) == ["looked", "changed"]
    assert OutgoingMail.objects.get().recipient == nichinan.worker_user.email


def test_a_double_tap_is_recorded_once(desk, matter):
    page = desk.get(f"{URL}{matter.pk}/").content.decode()
    form = {"once": re.search(r'name="once" value="([^"]+)"', page)[1], "body": "25日です。"}
    for _twice in range(2):
        desk.post(f"{URL}{matter.pk}/", form)
    assert AccessRecord.objects.filter(action="changed").count() == 1


def test_writing_first_opens_a_matter(desk, nichinan):
    page = f"/p/nichinan/people/{nichinan.enrollment.pk}/matters/add/"
    response = say(desk, page, "来週お会いできますか。", subject="面談のご相談")
    matter = Matter.objects.get()
    assert response["Location"] == f"{URL}{matter.pk}/"
    assert (matter.enrollment, matter.opened_by) == (nichinan.enrollment, nichinan.director)
    assert "面談のご相談" in words(desk.get(page))


def test_somebody_without_an_account_cannot_be_written_to(desk, nichinan):
    person = make_enrollment(nichinan.cohort)
    html = desk.get(f"/p/nichinan/people/{person.pk}/matters/add/").content.decode()
    assert ("まだアカウントがない" in html, "<textarea" in html) == (True, False)


def test_what_came_meanwhile_is_shown_before_it_can_be_settled(desk, matter):
    answer = desk.post(f"{URL}{matter.pk}/settle/", {"verb": "settle"}, follow=True)
    assert "その間に新しいメッセージが届いています" in words(answer)
    desk.post(f"{URL}{matter.pk}/settle/", {"verb": "settle"})
    matter.refresh_from_db()
    assert matter.settled_at is not None


def test_settling_and_opening_again_are_recorded(desk, matter, nichinan):
    desk.get(f"{URL}{matter.pk}/")
    for verb, done in (("settle", True), ("reopen", False)):
        desk.post(f"{URL}{matter.pk}/settle/", {"verb": verb})
        matter.refresh_from_db()
        assert (matter.settled_at is not None) == done
    assert AccessRecord.objects.filter(action="changed", subject_worker=nichinan.worker.pk).count() == 2


def test_mails_go_to_who_is_in_charge(nichinan, client, matter):
    deputy = make_user("山本 直樹")
    Membership.objects.create(user=deputy, role="director", program=nichinan.program, joined_on="2026-04-01")
    Supporter.objects.create(enrollment=nichinan.enrollment, user=deputy, joined_on="2026-04-01")
    client.force_login(nichinan.worker_user)
    say(client, f"/messages/{matter.pk}/", "もう一つあります。")
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [deputy.email]


def test_mails_go_to_the_officials_where_nobody_directs(nichinan, client, matter):
    Membership.objects.filter(role="director").update(left_on="2026-11-01")
    Supporter.objects.create(enrollment=nichinan.enrollment, user=nichinan.director, joined_on="2026-04-01")
    client.force_login(nichinan.worker_user)
    say(client, f"/messages/{matter.pk}/", "どなたかいますか。")
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [nichinan.official.email]


@pytest.mark.parametrize("page", ["", "{}/", "{}/settle/"])
def test_another_towns_matters_are_not_there(desk, komagane, page):
    other = open_matter(enrollment=komagane.enrollment, subject="駒ヶ根", body="秘密。", by=komagane.worker_user)
    for slug in ("nichinan", "komagane"):
        address = f"/p/{slug}/matters/" + page.format(other.pk)
        if address != URL:
            assert desk.post(address, {"verb": "settle"}).status_code in (404, 405)
            assert desk.get(address).status_code in (404, 405)
    assert Matter.objects.get().settled_at is None


@pytest.mark.parametrize("people", [1, 3, 300])
def test_the_list_asks_the_database_as_often_with_many(desk, nichinan, people, django_assert_num_queries):
    for _number in range(people):
        another(nichinan)
    with django_assert_num_queries(10):
        desk.get(URL)


def test_a_page_holds_fifty(desk, nichinan):
    for number in range(51):
        another(nichinan, subject=f"相談{number}")
    assert [len(subjects(desk.get(f"{URL}?page={page}"))) for page in (1, 2)] == [50, 1]
