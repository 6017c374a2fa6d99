"""The log of one participant: its quick form, its rows, mending and removing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client

from programs.models import AccessRecord
from tests.make import make_director, make_enrollment
from tests.make_programme import make_contact, make_follow_up
from workers.models import Contact, FollowUp

pytestmark = pytest.mark.django_db
MY_NUMBER = "123456789018"  # its check digit is right


@pytest.fixture
def desk(client: Client, nichinan) -> Client:
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def url(nichinan) -> str:
    return f"/p/nichinan/people/{nichinan.enrollment.pk}/contacts/"


def typed(**fields) -> dict:
    """A phone call of today that reached the person; `once` new for each call."""
    typed.sent = getattr(typed, "sent", 0) + 1
    plain = {"once": f"token-{typed.sent}", "medium": "phone", "reached": "yes", "happened_on": "2026-11-22"}
    return plain | {"line": "", "minutes": "", "next_what": "", "next_on": "2026-11-29"} | fields


def records(action: str) -> list:
    return list(AccessRecord.objects.filter(action=action).values_list("subject_worker", "detail"))


def test_three_answers_and_it_is_written(desk, url, nichinan):
    response = desk.post(url, typed(line="元気そう", minutes="15"))
    assert (response.status_code, response["Location"]) == (302, url)
    contact = Contact.objects.get()
    assert (contact.medium, contact.was_reached, contact.minutes, contact.line) == ("phone", True, 15, "元気そう")
    assert (contact.happened_on, contact.by, contact.enrollment) == (
        dt.date(2026, 11, 22),
        nichinan.director,
        nichinan.enrollment,
    )
    assert records("changed") == [(nichinan.worker.pk, f"contact {contact.pk} logged")]


@pytest.mark.parametrize(
    ("fields", "minutes"),
    [({"minutes": "own", "own_minutes": "４５"}, 45), ({"minutes": ""}, None), ({"own_minutes": "45"}, None)],
)
def test_minutes_are_a_chip_or_ones_own_figure(desk, url, fields, minutes):
    desk.post(url, typed(**fields))
    assert Contact.objects.get().minutes == minutes


@pytest.mark.parametrize("written", ["2026-11-03", "R8.11.3", "令和8年11月3日"])
def test_another_day_is_written_as_people_write_it(desk, url, written):
    desk.post(url, typed(happened_on="other", other_day=written))
    assert Contact.objects.get().happened_on == dt.date(2026, 11, 3)


def test_what_comes_next_is_written_in_the_same_form(desk, url, nichinan):
    desk.post(url, typed(next_what="プロフィールを直す", next_on="2026-11-29"))
    follow_up = FollowUp.objects.get()
    assert (follow_up.what, follow_up.due_on, follow_up.assigned_to) == (
        "プロフィールを直す",
        dt.date(2026, 11, 29),
        nichinan.director,
    )
    assert follow_up.contact == Contact.objects.get()


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"medium": ""}, "medium", "方法を選んでください。"),
        ({"happened_on": "2026-11-23"}, "happened_on", "この日はまだ来ていません。"),
        ({"happened_on": "other", "other_day": "2026-01-09"}, "other_day", "参加したのは2026年1月10日です。"),
        ({"happened_on": "other", "other_day": ""}, "other_day", "＊日を選んでください。"),
        ({"minutes": "own", "own_minutes": "601"}, "own_minutes", "600分以内で入力してください。"),
        ({"line": f"番号は{MY_NUMBER}"}, "line", "マイナンバー"),
        ({"line": "あ" * 201}, "line", "200"),
        ({"next_what": "訪ねる", "next_on": "other", "next_day": "2026-11-21"}, "next_day", "この日は過ぎています。"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(desk, url, fields, field, sentence):
    response = desk.post(url, typed(**{"line": "書いたこと"} | fields))
    form = response.context["form"]
    assert (response.status_code, Contact.objects.count(), FollowUp.objects.count()) == (422, 0, 0)
    assert [sentence in f"＊{error}" for error in form.errors[field]] == [True]
    assert form["line"].value() == fields.get("line", "書いたこと")


def test_a_form_sent_twice_writes_one_contact(desk, url):
    form = typed(line="一度だけ", next_what="訪ねる")
    first, second = desk.post(url, form), desk.post(url, form)
    assert (first.status_code, second.status_code) == (302, 302)
    assert (Contact.objects.count(), FollowUp.objects.count()) == (1, 1)


def test_the_same_form_with_other_words_is_told_so(desk, url):
    form = typed(line="一度だけ")
    desk.post(url, form)
    response = desk.post(url, form | {"line": "ちがうこと"})
    assert (response.status_code, Contact.objects.count()) == (409, 1)
    assert response.context["form"]["line"].value() == "ちがうこと"
    assert desk.post(url, response.context["form"].data.dict()).status_code == 302


def test_htmx_gets_the_panel_with_the_new_row_and_an_empty_form(desk, url):
    response = desk.post(url, typed(line="元気そう"), headers={"HX-Request": "true"})
    body = response.content.decode()
    assert (response.status_code, body.startswith('<div id="contact-panel"')) == (200, True)
    assert ("記録しました。" in body, "元気そう" in body, 'value="元気そう"' in body) == (True, True, False)
    row = body[body.index('<ol class="card') : body.index("</ol>")]
    assert row in desk.get(url).content.decode()


def test_htmx_gets_the_sentence_in_the_panel(desk, url):
    response = desk.post(url, typed(medium=""), headers={"HX-Request": "true"})
    body = response.content.decode()
    assert (response.status_code, body.startswith('<div id="contact-panel"')) == (422, True)
    assert "＊方法を選んでください。" in body


def test_a_look_at_the_log_is_written_down(desk, url, nichinan):
    desk.get(url)
    assert records("looked") == [(nichinan.worker.pk, "support log")]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_log_asks_the_same_number_of_questions(desk, url, nichinan, rows, django_assert_num_queries):
    for n in range(rows):
        contact = make_contact(nichinan.enrollment, make_director(nichinan.program, f"担当{n}"))
        make_follow_up(nichinan.enrollment, nichinan.director, assigned_to=contact.by, contact=contact)
    with django_assert_num_queries(17 + (connection.vendor == "postgresql")):  # the record's lock
        desk.get(url)


def test_only_ones_own_fresh_entries_can_be_mended(desk, url, nichinan):
    mine = make_contact(nichinan.enrollment, nichinan.director)
    theirs = make_contact(nichinan.enrollment, nichinan.official)
    old = make_contact(nichinan.enrollment, nichinan.director)
    Contact.objects.filter(pk=old.pk).update(logged_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC))
    body = desk.get(url).content.decode()
    shown = [f"/p/nichinan/contacts/{one.pk}/edit/" in body for one in (mine, theirs, old)]
    assert shown == [True, False, False]
    for one in (theirs, old):
        response = desk.post(f"/p/nichinan/contacts/{one.pk}/edit/", typed(line="書きかえ"))
        assert (response.status_code, response["Location"]) == (302, url)
    assert not Contact.objects.filter(line="書きかえ").exists()


def test_an_entry_is_shown_as_it_is_and_mended(desk, url, nichinan):
    contact = make_contact(
        nichinan.enrollment, nichinan.director, medium="visit", minutes=45, was_reached=False, line="留守"
    )
    edit = f"/p/nichinan/contacts/{contact.pk}/edit/"
    form = desk.get(edit).context["form"]
    names = ("medium", "reached", "minutes", "own_minutes", "line", "happened_on")
    assert [form[name].value() for name in names] == ["visit", "no", "own", 45, "留守", "other"]
    assert desk.post(edit, typed(medium="space", line="会えた"))["Location"] == url
    contact.refresh_from_db()
    assert (contact.medium, contact.was_reached, contact.minutes, contact.line) == ("space", True, None, "会えた")
    assert (nichinan.worker.pk, f"contact {contact.pk} corrected") in records("changed")


def test_an_entry_is_removed_once_however_often_it_is_pressed(desk, url, nichinan):
    contact = make_contact(nichinan.enrollment, nichinan.director)
    remove = f"/p/nichinan/contacts/{contact.pk}/remove/"
    once = desk.get(remove).context["once"]
    answers = [desk.post(remove, {"once": once}) for _ in range(2)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, url)] * 2
    assert Contact.objects.count() == 0


def test_contacts_of_somebody_else_are_not_found_under_this_name(desk, nichinan, komagane):
    other = make_enrollment(komagane.cohort)
    contact = make_contact(other, komagane.director)
    for address in (f"people/{other.pk}/contacts/", f"contacts/{contact.pk}/edit/", f"contacts/{contact.pk}/remove/"):
        assert desk.get(f"/p/nichinan/{address}").status_code == 404
        assert desk.post(f"/p/nichinan/{address}", typed()).status_code == 404
