"""How one is reminded, chosen on the phone."""

import re

import pytest

from programs.domain.once import new_token
from workers.domain.line_accounts import link_line
from workers.models import WorkerPreference

PAGE = "/me/reminders/"
LINE_ID = "U4af4980629" + "0" * 22


@pytest.fixture
def with_line(settings):
    settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = "token", "secret"


def form(**said: str) -> dict[str, str]:
    return {"once": new_token(), "remind_by": "screen", "quiet_from": "22", "quiet_until": "7"} | said


def chosen() -> tuple:
    return WorkerPreference.objects.values_list("remind_by", "quiet_from", "quiet_until").get()


def ways(page: str) -> list[str]:
    return re.findall(r'name="remind_by" value="(\w+)"', page)


def code_of(worker) -> str:
    return re.search(r"\d{10}", worker.post("/me/reminders/line/", {"do": "code"}).content.decode()).group()


def test_the_choice_is_kept_and_shown_again(worker):
    assert worker.post(PAGE, form()).status_code == 302
    page = worker.get(PAGE).content.decode()
    assert (chosen(), re.findall(r'value="(\w+)"[^>]* checked', page)) == (("screen", 22, 7), ["screen"])
    assert re.findall(r'<option value="(\d+)" selected', page) == ["22", "7"]


def test_nothing_is_written_by_looking(worker):
    page = worker.get(PAGE).content.decode()
    assert (WorkerPreference.objects.count(), "worker@nichinan.example.jp に届きます" in page) == (0, True)


def test_other_settings_of_the_person_stay(worker, nichinan):
    WorkerPreference.objects.create(worker=nichinan.worker, own_goal=50_000, rent=40_000, calendar_version=7)
    worker.post(PAGE, form())
    row = WorkerPreference.objects.get()
    assert (row.own_goal, row.rent, row.calendar_version, row.remind_by) == (50_000, 40_000, 7, "screen")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"remind_by": "pigeon"}, "remind_by"),
        ({"remind_by": ""}, "remind_by"),
        ({"quiet_from": "24"}, "quiet_from"),
        ({"quiet_until": "-1"}, "quiet_until"),
        ({"quiet_until": "²"}, "quiet_until"),
        ({"remind_by": "line"}, "remind_by"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_the_rest_stays(worker, said, field):
    answer = worker.post(PAGE, form(**said))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert WorkerPreference.objects.count() == 0
    if field != "quiet_from":
        assert '<option value="22" selected' in answer.content.decode()


def test_line_is_offered_to_nobody_while_it_is_off(worker):
    page = worker.get(PAGE).content.decode()
    assert (ways(page), "LINE" in page) == (["mail", "screen"], False)
    assert worker.post("/me/reminders/line/", {"do": "code"}).status_code == 404


def test_a_code_links_an_account_and_then_line_can_be_chosen(worker, with_line):
    assert (ways(worker.get(PAGE).content.decode()), "コードを表示する" in worker.get(PAGE).content.decode()) == (
        ["mail", "screen"],
        True,
    )
    assert link_line(code=code_of(worker), line_id=LINE_ID)
    page = worker.get(PAGE).content.decode()
    assert (ways(page), "LINEとつながっています" in page, chosen()[0]) == (["mail", "screen", "line"], True, "line")
    assert LINE_ID not in page
    worker.post("/me/reminders/line/", {"do": "unlink"})
    assert (chosen()[0], WorkerPreference.objects.get().line_id) == ("mail", "")


def test_token_without_secret_sends_and_links_nothing(worker, settings):
    settings.LINE_CHANNEL_TOKEN, settings.LINE_CHANNEL_SECRET = "token", ""
    assert "LINE" not in worker.get(PAGE).content.decode()


def test_line_linked_once_and_switched_off_since_becomes_mail_on_the_page(worker, nichinan):
    WorkerPreference.objects.create(worker=nichinan.worker, remind_by="line", line_id=LINE_ID)
    page = worker.get(PAGE).content.decode()
    assert (ways(page), re.findall(r'value="(\w+)"[^>]* checked', page)) == (["mail", "screen"], ["mail"])


def test_the_page_says_so_where_mail_does_not_work(worker, settings):
    settings.MAIL_WORKS = False
    assert "いまはメールを送れないため" in worker.get(PAGE).content.decode()


def test_a_double_tap_is_one_choice(worker):
    sent = form()
    assert [worker.post(PAGE, sent).status_code for _n in range(2)] == [302, 302]


@pytest.mark.parametrize("rows", [0, 1])
def test_the_page_asks_few_questions(rows, worker, nichinan, django_assert_num_queries):
    for _n in range(rows):
        WorkerPreference.objects.create(worker=nichinan.worker)
    worker.get(PAGE)
    with django_assert_num_queries(4):
        worker.get(PAGE)
