"""Asking after the life after: the list, the slip shown once, the mail, the phone, and the page behind the link."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client

from programs.domain.once import new_token
from programs.models import AccessRecord, Membership, OutgoingMail
from tests.make import make_enrollment, make_user
from workers.domain.enrollments import leave
from workers.domain.later_states import Said, make_link, note_state, plan_due_states
from workers.models import LaterState, Worker

LIST = "/p/nichinan/later-states/"
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def director(client: Client, nichinan) -> Client:
    cache.clear()
    leave(enrollment=nichinan.enrollment, left_on=dt.date(2026, 5, 20), reason="hired")
    client.force_login(nichinan.director)
    return client


@pytest.fixture
def state(director) -> LaterState:
    plan_due_states(TODAY)
    return LaterState.objects.get(months_after=6)


@pytest.fixture
def phone(settings) -> Client:
    """Somebody's own phone, signed in nowhere."""
    return Client()


def link_of(page) -> str:
    return re.search(r'class="slip-door">([^<]+)<', page.content.decode())[1].removeprefix("http://testserver")


def make_slip(director, state, **changes):
    return director.post(f"{LIST}{state.pk}/link/", {"once": new_token(), "way": "print"} | changes)


def test_the_list_makes_the_questions_by_itself(director, nichinan):
    page = director.get(LIST)
    assert [row["state"].months_after for row in page.context["rows"]] == [6]
    assert [count for _key, _word, count in page.context["choices"]] == [1, 1, 0]
    assert "﨑田 恭" in page.content.decode()


def test_somebody_answers_on_their_phone_without_signing_in(director, state, phone, nichinan):
    link = link_of(make_slip(director, state))
    html = phone.get(link).content.decode()
    assert ("日南市" in html, "クラウドワーカー育成事業" in html) == (True, True)
    assert not [word for word in ("﨑田", "恭", "第1期", "就職") if word in html]
    answer = phone.post(
        link, {"life": "own_business", "uses_what_was_learned": "yes", "lives_here": "", "note": "元気"}
    )
    assert (answer.status_code, "ご回答ありがとうございました" in answer.content.decode()) == (200, True)
    state.refresh_from_db()
    assert (state.life, state.uses_what_was_learned, state.lives_here, state.note) == (
        "own_business",
        True,
        None,
        "元気",
    )
    page = director.get(f"{LIST}?show=answered").content.decode()
    assert "自営・フリーランス" in page
    assert AccessRecord.objects.order_by("-pk").filter(detail="answered by link").get().user is None


def test_an_answer_is_corrected_on_the_same_page(director, state, phone):
    link = link_of(make_slip(director, state))
    phone.post(link, {"life": "looking"})
    page = phone.get(link).content.decode()
    assert re.search(r'value="looking"[^>]* checked', page)
    assert "2026年12月6日" in page
    phone.post(link, {"life": "employed"})
    state.refresh_from_db()
    assert state.life == "employed"


@pytest.mark.parametrize("data", [{}, {"life": "rich"}, {"life": "employed", "note": "x" * 301}])
def test_a_bad_answer_is_told_and_kept(director, state, phone, data):
    answer = phone.post(link_of(make_slip(director, state)), data)
    assert (answer.status_code, answer.content.decode().count("＊")) == (422, 1)
    state.refresh_from_db()
    assert state.answered_at is None


def test_a_my_number_is_never_kept(director, state, phone):
    answer = phone.post(link_of(make_slip(director, state)), {"life": "other", "note": "番号は123456789018です"})
    state.refresh_from_db()
    assert (answer.status_code, state.note) == (422, "")


def test_a_wrong_link_is_one_sentence_and_not_guessed_for_long(phone, db):
    cache.clear()
    page = phone.get("/later/no-such-link/")
    assert (page.status_code, "このリンクは使えません" in page.content.decode()) == (404, True)
    statuses = {phone.get(f"/later/guess{n}/").status_code for n in range(60)}
    assert statuses == {404, 429}


def test_a_good_link_is_never_too_many(director, state, phone):
    link = link_of(make_slip(director, state))
    assert {phone.get(link).status_code for _n in range(70)} == {200}


def test_the_slip_is_shown_once_and_a_new_one_replaces_it(director, state, phone):
    form = {"once": new_token(), "way": "print"}
    first = link_of(make_slip(director, state, **form))
    again = make_slip(director, state, **form)
    assert (again.status_code, again["Location"]) == (302, LIST)
    second = link_of(make_slip(director, state))
    assert [phone.get(one).status_code for one in (first, second)] == [404, 200]
    assert AccessRecord.objects.filter(action="printed").count() == 2


@pytest.mark.parametrize("once", ["", "x" * 300])
def test_a_form_without_its_token_makes_no_link(director, state, once):
    assert make_slip(director, state, once=once).status_code in {200, 302}
    state.refresh_from_db()
    assert (state.token_hash == "") == (once == "")


def test_the_link_goes_by_mail_where_there_is_an_address(director, state, phone, settings):
    settings.MAIL_WORKS = True
    assert make_slip(director, state, way="mail").status_code == 302
    mail = OutgoingMail.objects.get()
    link = re.search(r"http://testserver(/later/\S+)", mail.body)[1]
    assert (mail.recipient, mail.purpose) == ("worker@nichinan.example.jp", "later_state")
    assert "﨑田" not in mail.body
    assert phone.get(link).status_code == 200


@pytest.mark.parametrize(("works", "address"), [(False, True), (True, False)])
def test_without_mail_or_address_nothing_is_made(director, state, settings, works, address):
    settings.MAIL_WORKS = works
    if not address:
        Worker.objects.update(user=None)
    page = director.post(f"{LIST}{state.pk}/link/", {"once": new_token(), "way": "mail"}, follow=True)
    state.refresh_from_db()
    assert (state.token_hash, OutgoingMail.objects.count()) == ("", 0)
    assert "用紙を印刷してください" in page.content.decode()


def test_what_was_heard_by_phone_is_noted(director, state, nichinan):
    form = {"once": new_token(), "life": "family", "uses_what_was_learned": "no", "lives_here": "yes", "note": ""}
    assert director.post(f"{LIST}{state.pk}/note/", form).status_code == 302
    state.refresh_from_db()
    assert (state.life, state.lives_here, state.noted_by) == ("family", True, nichinan.director)


def test_the_persons_own_answer_is_not_written_over(director, state, phone):
    phone.post(link_of(make_slip(director, state)), {"life": "employed"})
    form = {"once": new_token(), "life": "other", "uses_what_was_learned": "", "lives_here": "", "note": ""}
    answer = director.post(f"{LIST}{state.pk}/note/", form)
    assert (answer.status_code, "本人の回答を残します" in answer.content.decode()) == (409, True)


def test_another_towns_question_is_not_there(director, komagane):
    leave(enrollment=komagane.enrollment, left_on=dt.date(2026, 5, 20), reason="hired")
    plan_due_states(TODAY)
    theirs = LaterState.objects.filter(enrollment=komagane.enrollment, months_after=6).get()
    assert make_slip(director, theirs).status_code == 404
    theirs.refresh_from_db()
    assert theirs.token_hash == ""


def test_who_only_looks_on_reads_no_small_figure(director, state, nichinan, client):
    note_state(state=state, said=Said(life="family"), by=nichinan.director)
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    known = director.get(f"{LIST}summary/").content.decode()
    client.force_login(viewer)
    hidden = client.get(f"{LIST}summary/").content.decode()
    assert ("1人のうち1人が回答" in known, "1人のうち1人が回答" in hidden) == (True, False)
    assert "回答数は秘匿" in hidden
    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize(
    ("address", "known"), [("/p/nichinan/cohorts/1/", "就職1人"), (f"{LIST}summary/", ">1<small>人")]
)
def test_who_only_looks_on_reads_no_few_successes(director, nichinan, client, address, known):
    viewer = make_user("議員")
    Membership.objects.create(user=viewer, role="viewer", program=nichinan.program, joined_on=dt.date(2026, 4, 1))
    told = director.get(address).content.decode()
    client.force_login(viewer)
    hidden = client.get(address).content.decode()
    words = re.search(r"成果</dt><dd>(.*?)</dd>|うち就職</h2>.*?</section>", hidden, re.DOTALL)[0]
    assert (known in told, known in words, "秘匿" in words, "秘匿人" in words) == (True, False, True, False)


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_the_list_asks_a_fixed_number_of_times(director, nichinan, rows, django_assert_num_queries):
    for _n in range(rows - 1):
        make_enrollment(nichinan.cohort, left_on=dt.date(2026, 5, 1), leaving_reason="moved")
    plan_due_states(TODAY)
    with django_assert_num_queries(13):
        director.get(LIST)


def test_a_link_made_then_answered_keeps_no_token_in_clear(state):
    _state, token = make_link(state=state, today=TODAY)
    state.refresh_from_db()
    assert (len(state.token_hash), token == state.token_hash) == (64, False)
