"""Matters between a participant and the staff: opened, answered, read, settled."""

import datetime as dt

import pytest
import time_machine

from programs.domain.refusals import Refused
from tests.make import make_cohort, make_director, make_enrollment, make_user, make_worker
from workers.domain.conversations import conversation
from workers.domain.matter_lists import matters_of_program, own_matters, unread_counts, unread_for
from workers.domain.matters import open_matter, read_matter, reopen, settle, write_message
from workers.models import Matter, ReadMark, Supporter


@pytest.fixture
def matter(nichinan) -> Matter:
    return open_matter(
        enrollment=nichinan.enrollment, subject="振込について", body="いつ届きますか。", by=nichinan.worker_user
    )


def newest(matter: Matter) -> int:
    return matter.messages.latest("pk").pk


def seen(matter: Matter, user) -> list[tuple[str, bool, bool]]:
    """What `user` reads: text, whether it stands on their side, whether it is marked as read."""
    return [(line.message.body, line.is_own_side, line.is_read) for line in conversation(matter, user).lines]


def test_a_matter_begins_with_its_first_message(matter, nichinan):
    message = matter.messages.get()
    assert (message.body, message.by, message.sent_at) == (
        "いつ届きますか。",
        nichinan.worker_user,
        matter.last_message_at,
    )


def test_each_side_stands_on_its_own_side(matter, nichinan):
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    assert seen(matter, nichinan.worker_user) == [("いつ届きますか。", True, False), ("25日です。", False, False)]
    assert seen(matter, nichinan.director) == [("いつ届きますか。", False, False), ("25日です。", True, False)]
    assert seen(matter, nichinan.official) == seen(matter, nichinan.director)


def test_a_message_is_read_once_any_of_the_other_side_has_read_it(matter, nichinan):
    read_matter(matter=matter, user=nichinan.official, upto=newest(matter))
    assert seen(matter, nichinan.worker_user) == [("いつ届きますか。", True, True)]


def test_reading_ones_own_words_marks_nothing(matter, nichinan):
    assert read_matter(matter=matter, user=nichinan.worker_user, upto=newest(matter)) is False
    assert ReadMark.objects.count() == 0


def test_the_day_of_reading_stays_although_more_is_read_later(matter, nichinan):
    read_matter(matter=matter, user=nichinan.director, upto=newest(matter))
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    with time_machine.travel(dt.datetime(2026, 11, 25, 3, tzinfo=dt.UTC)):
        assert read_matter(matter=matter, user=nichinan.director, upto=newest(matter)) is False
        lines = conversation(matter, nichinan.worker_user).lines
    assert [line.read_on for line in lines] == [dt.date(2026, 11, 22), None]


def test_a_read_mark_never_goes_back(matter, nichinan):
    first = newest(matter)
    write_message(matter=matter, body="もう一つあります。", by=nichinan.worker_user)
    last = newest(matter)
    news = [read_matter(matter=matter, user=nichinan.director, upto=upto) for upto in (last, first, last)]
    assert (news, ReadMark.objects.get().message_id) == ([True, False, False], last)


def test_what_came_after_the_page_was_shown_stays_unread(matter, nichinan):
    shown = newest(matter)
    write_message(matter=matter, body="もう一つあります。", by=nichinan.worker_user)
    read_matter(matter=matter, user=nichinan.director, upto=shown)
    assert [read for _body, _own, read in seen(matter, nichinan.worker_user)] == [True, False]


def test_a_participant_is_told_what_is_unread(matter, nichinan):
    assert list(unread_for(nichinan.worker_user)) == []
    for body in ("25日です。", "遅れていたらお知らせください。"):
        write_message(matter=matter, body=body, by=nichinan.director)
    assert unread_counts([matter], nichinan.worker_user) == {matter.pk: 2}
    read_matter(matter=matter, user=nichinan.worker_user, upto=newest(matter))
    assert (list(unread_for(nichinan.worker_user)), unread_counts([matter], nichinan.worker_user)) == ([], {})


def test_unread_matters_come_first_then_the_latest(matter, nichinan):
    other = open_matter(
        enrollment=nichinan.enrollment, subject="席について", body="空いていますか。", by=nichinan.worker_user
    )
    assert list(own_matters(nichinan.worker_user)) == [other, matter]
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    open_matter(enrollment=nichinan.enrollment, subject="研修について", body="ありますか。", by=nichinan.worker_user)
    assert own_matters(nichinan.worker_user).first() == matter


def test_who_waits_longest_comes_first_and_the_answered_last(matter, nichinan):
    late = make_enrollment(nichinan.cohort, worker=make_worker(user=make_user("日髙 美咲")))
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)):
        second = open_matter(enrollment=late, subject="休みたい", body="来月休みます。", by=late.worker.user)
        answered = open_matter(enrollment=late, subject="お礼", body="ありがとう。", by=late.worker.user)
        write_message(matter=answered, body="どういたしまして。", by=nichinan.director)
        write_message(matter=matter, body="もう一度お尋ねします。", by=nichinan.worker_user)
    found = list(matters_of_program(nichinan.program, nichinan.director))
    assert found == [matter, second, answered]
    assert [one.waiting_since for one in found] == [
        matter.messages.earliest("pk").sent_at,
        second.last_message_at,
        None,
    ]


def test_an_answer_ends_the_waiting_and_another_question_begins_it_anew(matter, nichinan):
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    again = write_message(matter=matter, body="まだ届きません。", by=nichinan.worker_user)
    assert matters_of_program(nichinan.program, nichinan.director).get().waiting_since == again.sent_at


def test_nobody_settles_what_they_have_not_read(matter, nichinan):
    with pytest.raises(Refused):
        settle(matter=matter, by=nichinan.director)
    settle(matter=matter, by=nichinan.worker_user)
    write_message(matter=matter, body="25日です。", by=nichinan.director)
    with pytest.raises(Refused):
        settle(matter=matter, by=nichinan.worker_user)


def test_a_settled_matter_waits_for_nobody_until_somebody_writes(matter, nichinan):
    read_matter(matter=matter, user=nichinan.director, upto=newest(matter))
    settle(matter=matter, by=nichinan.director)
    waiting = matters_of_program(nichinan.program, nichinan.director)
    assert (waiting.get().waiting_since, waiting.get().settled_by) == (None, nichinan.director)
    write_message(matter=matter, body="やはり気になります。", by=nichinan.worker_user)
    assert (waiting.get().settled_at, waiting.get().waiting_since is None) == (None, False)


def test_settling_twice_keeps_who_was_first_and_reopening_takes_it_back(matter, nichinan):
    read_matter(matter=matter, user=nichinan.director, upto=newest(matter))
    settle(matter=matter, by=nichinan.director)
    assert settle(matter=matter, by=nichinan.official).settled_by == nichinan.director
    assert reopen(matter=matter, by=nichinan.worker_user).settled_by is None


def test_mine_are_those_of_people_i_am_in_charge_of_today(matter, nichinan):
    other = make_director(nichinan.program, "山本 直樹")
    Supporter.objects.create(enrollment=nichinan.enrollment, user=nichinan.director, joined_on="2026-01-10")
    Supporter.objects.create(
        enrollment=nichinan.enrollment, user=other, joined_on="2026-01-10", left_on="2026-11-22", role="deputy"
    )
    mine = [matters_of_program(nichinan.program, user).get().is_mine for user in (nichinan.director, other)]
    assert mine == [True, False]


@pytest.mark.parametrize("who", ["worker_user", "director"])
def test_for_ninety_days_after_leaving_both_sides_may_write(matter, nichinan, who):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = dt.date(2026, 8, 24), "hired"
    nichinan.enrollment.save()
    by = getattr(nichinan, who)
    write_message(matter=matter, body="最後に一つだけ。", by=by)  # on the 90th day
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)), pytest.raises(Refused) as refusal:
        write_message(matter=matter, body="もう一つだけ。", by=by)
    assert ("2026年11月22日" in str(refusal.value), refusal.value.field) == (True, "body")
    assert matter.messages.count() == 2


def test_nobody_writes_to_somebody_without_an_account(nichinan):
    person = make_enrollment(nichinan.cohort)
    with pytest.raises(Refused) as refusal:
        open_matter(enrollment=person, subject="連絡", body="お電話ください。", by=nichinan.director)
    assert "まだアカウントがない" in str(refusal.value)


def test_old_matters_stay_readable_in_the_next_cohort(matter, nichinan):
    nichinan.enrollment.left_on, nichinan.enrollment.leaving_reason = dt.date(2026, 6, 1), "completed"
    nichinan.enrollment.save()
    make_enrollment(make_cohort(nichinan.program, starts_on=dt.date(2026, 6, 1)), worker=nichinan.worker)
    assert list(own_matters(nichinan.worker_user)) == [matter]


def test_nothing_of_another_town_is_found(matter, nichinan, komagane):
    open_matter(enrollment=komagane.enrollment, subject="駒ヶ根の相談", body="秘密。", by=komagane.worker_user)
    assert list(matters_of_program(nichinan.program, nichinan.director)) == [matter]
    assert list(matters_of_program(komagane.program, nichinan.director)) == []
    assert list(own_matters(nichinan.worker_user)) == [matter]


def test_a_long_conversation_comes_in_pages(matter, nichinan, django_assert_num_queries):
    for number in range(60):
        write_message(matter=matter, body=f"{number}", by=nichinan.worker_user)
    with django_assert_num_queries(2):
        talk = conversation(matter, nichinan.director)
    assert ([talk.lines[0].message.body, talk.lines[-1].message.body], talk.after) == (["10", "59"], False)
    earlier = conversation(matter, nichinan.director, before=talk.before)
    assert ([line.message.body for line in earlier.lines][-1], earlier.before, earlier.after) == ("9", None, True)
