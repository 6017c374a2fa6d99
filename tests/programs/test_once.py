"""The once-only token: one work, one answer, however often and however fast a form is sent."""

import threading
import time

import pytest
from django.db import connection

from programs.domain.once import TOKENS_KEPT_FOR, Once, TokenReused, forget_tokens, new_token, only_once
from programs.models import FormToken, Municipality
from tests.make import make_municipality, make_user

TOWN = {"code": "452041", "prefecture": "宮崎県", "name": "日南市"}


class Work:
    """Makes a town each time it is called, unless told to fail."""

    def __init__(self, *, fails: bool = False, takes: float = 0) -> None:
        self.calls, self.fails, self.takes = 0, fails, takes

    def __call__(self) -> int:
        self.calls += 1
        town = Municipality.objects.create(code=f"{self.calls}", prefecture="宮崎県", name=f"町{self.calls}")
        time.sleep(self.takes)
        if self.fails:
            raise RuntimeError("the work failed")
        return town.pk


@pytest.fixture
def person(db):
    return make_user()


def test_the_second_sending_gets_the_first_answer_and_works_no_more(person):
    work, token = Work(), new_token()
    first = only_once(token, user=person, content=TOWN, work=work)
    second = only_once(token, user=person, content=TOWN, work=work)
    assert work.calls == 1
    assert first == Once(answer=str(Municipality.objects.get().pk), repeated=False)
    assert second == Once(answer=first.answer, repeated=True)


def test_other_content_with_the_same_token_is_refused(person):
    work, token = Work(), new_token()
    only_once(token, user=person, content=TOWN, work=work)
    with pytest.raises(TokenReused):
        only_once(token, user=person, content=TOWN | {"name": "串間市"}, work=work)
    with pytest.raises(TokenReused):
        only_once(token, user=person, content=TOWN, work=work, purpose="another form")
    assert work.calls == 1


def test_a_failed_work_leaves_the_token_unused(person):
    token = new_token()
    with pytest.raises(RuntimeError):
        only_once(token, user=person, content=TOWN, work=Work(fails=True))
    assert (FormToken.objects.count(), Municipality.objects.count()) == (0, 0)
    assert not only_once(token, user=person, content=TOWN, work=Work()).repeated


def test_nobody_gets_the_answer_of_somebody_else(person):
    work, token = Work(), new_token()
    only_once(token, user=person, content=TOWN, work=work)
    assert not only_once(token, user=make_user(), content=TOWN, work=work).repeated
    assert not only_once(token, user=None, content=TOWN, work=work).repeated
    assert work.calls == 3


def test_neither_token_nor_content_can_be_read_from_the_table(person):
    only_once("the-token", user=person, content=TOWN, work=Work())
    row = FormToken.objects.get()
    assert "the-token" not in (row.token, row.digest)
    assert (len(row.token), len(row.digest)) == (64, 64)


def test_objects_count_as_the_same_content_by_their_key(person):
    town, token = make_municipality(), new_token()
    only_once(token, user=person, content={"town": town, "all": Municipality.objects.all()}, work=lambda: "")
    again = Municipality.objects.get(pk=town.pk)
    assert only_once(token, user=person, content={"town": again, "all": Municipality.objects.all()}, work=list).repeated


def test_a_form_without_its_token_does_nothing(person):
    work = Work()
    with pytest.raises(ValueError, match="token"):
        only_once("", user=person, content=TOWN, work=work)
    assert work.calls == 0


def test_a_token_with_odd_characters_is_just_a_token(person):
    assert not only_once("\x00\ud800" * 5_000, user=person, content={"a": "\ud800"}, work=Work()).repeated


def test_old_tokens_are_forgotten_and_new_ones_kept(person, today):
    import time_machine

    only_once(new_token(), user=person, content=TOWN, work=lambda: "old")
    old = FormToken.objects.get().used_at
    with time_machine.travel(old + TOKENS_KEPT_FOR * 1.01):
        only_once(new_token(), user=person, content=TOWN, work=lambda: "new")
        assert forget_tokens() == 1
    assert FormToken.objects.get().answer == "new"


def test_eight_sendings_at_the_same_moment_do_one_work(shared_database):
    person, token, work = make_user(), new_token(), Work(takes=0.05)
    together = threading.Barrier(8)
    answers: list[Once | Exception] = []

    def send() -> None:
        together.wait()
        try:
            answers.append(only_once(token, user=person, content=TOWN, work=work))
        except Exception as error:
            answers.append(error)
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    town = str(Municipality.objects.get().pk)
    assert sorted(answers, key=str) == [Once(answer=town, repeated=False)] + [Once(answer=town, repeated=True)] * 7
    assert work.calls == 1


def test_when_the_first_of_two_fails_the_second_does_the_work(shared_database):
    person, token = make_user(), new_token()
    began, failing, results = threading.Event(), Work(fails=True, takes=0.2), []

    def first() -> None:
        try:
            only_once(token, user=person, content=TOWN, work=lambda: began.set() or failing())
        except RuntimeError as error:
            results.append(str(error))
        finally:
            connection.close()

    sender = threading.Thread(target=first)
    sender.start()
    began.wait(5)
    second = only_once(token, user=person, content=TOWN, work=lambda: "done by the second")
    sender.join()
    assert results == ["the work failed"]
    assert second == Once(answer="done by the second", repeated=False)
    assert Municipality.objects.count() == 0
