"""Two windows on one matter at the same moment, on a database of many writers."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from programs.domain.refusals import Refused
from workers.domain.matters import open_matter, read_matter, settle, write_message
from workers.models import Matter, Message, ReadMark

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = 12


@pytest.fixture
def matter(nichinan) -> Matter:
    return open_matter(enrollment=nichinan.enrollment, subject="振込", body="いつですか。", by=nichinan.worker_user)


def at_once(*works: Callable[[], object]) -> list[object]:
    start = Barrier(len(works))

    def begin(work: Callable[[], object]) -> object:
        try:
            start.wait()
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(begin, works))


def test_a_read_mark_of_two_windows_is_the_later_one(matter, nichinan):
    for _round in range(ROUNDS):
        numbers = [
            write_message(matter=matter, body="まだですか。", by=nichinan.worker_user).pk for _message in range(4)
        ]
        at_once(*(lambda upto=upto: read_matter(matter=matter, user=nichinan.director, upto=upto) for upto in numbers))
        assert ReadMark.objects.get().message_id == numbers[-1]


def test_the_first_mark_of_two_windows_is_one_and_the_later(matter, nichinan):
    first = matter.messages.get().pk
    last = write_message(matter=matter, body="まだですか。", by=nichinan.worker_user).pk
    for _round in range(ROUNDS):
        ReadMark.objects.all().delete()
        at_once(
            *(lambda upto=upto: read_matter(matter=matter, user=nichinan.director, upto=upto) for upto in (first, last))
        )
        assert ReadMark.objects.get().message_id == last


def test_many_who_write_at_once_are_all_heard_in_one_order(matter, nichinan):
    writers = [nichinan.worker_user, nichinan.director, nichinan.official] * 3
    at_once(*(lambda by=by: write_message(matter=matter, body="同時に。", by=by) for by in writers))
    by_number = list(Message.objects.order_by("pk").values_list("sent_at", flat=True))
    matter.refresh_from_db()
    assert (len(by_number), by_number, matter.last_message_at) == (10, sorted(by_number), by_number[-1])


def test_nobody_settles_over_a_message_of_the_same_moment(matter, nichinan):
    for _round in range(ROUNDS):
        read_matter(matter=matter, user=nichinan.director, upto=matter.messages.latest("pk").pk)

        def press() -> str:
            try:
                settle(matter=matter, by=nichinan.director)
            except Refused:
                return "refused"
            return "settled"

        at_once(press, lambda: write_message(matter=matter, body="もう一つ。", by=nichinan.worker_user))
        matter.refresh_from_db()
        assert matter.settled_at is None
