"""Reminders go to those who owe an answer at that moment, each step once, outside of quiet hours."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from programs.domain.outbox import send_due
from programs.models import Membership, OutgoingMail
from programs.shared.month import Month
from tests.make import make_director, make_earning, make_enrollment, make_user, make_worker
from workers.domain.answers import answer_month
from workers.domain.targets import pause
from workers.models import Reminder, WorkerPreference
from workers.tasks import remind

OCTOBER = Month(2026, 10)


def at(text: str):
    """The clock stands at this moment of Japan."""
    return time_machine.travel(timezone.make_aware(dt.datetime.fromisoformat(text)), tick=False)


def run_at(text: str) -> int:
    with at(text):
        return remind()


def taken() -> list[tuple[int, str]]:
    return list(Reminder.objects.order_by("pk").values_list("step", "channel"))


@pytest.fixture(autouse=True)
def address(settings):
    settings.PUBLIC_URL = "https://hidane.example.jp"


@pytest.fixture
def forty(nichinan):
    people = [make_worker(user=make_user(f"参加者{n}")) for n in range(39)]
    return [nichinan.enrollment, *(make_enrollment(nichinan.cohort, worker=one) for one in people)]


def test_every_hour_of_a_month_takes_each_step_once(forty, nichinan):
    """720 runs, forty people, three who answered: 37 first, 37 second, one to the director."""
    answer_month(enrollment=forty[0], month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user)
    for one in forty[1:3]:
        answer_month(enrollment=one, month=OCTOBER, answer="excused", by=nichinan.director)
    runs = [run_at(f"2026-11-{day:02}T{hour:02}:00") for day in range(1, 12) for hour in range(24)]
    assert Counter(Reminder.objects.values_list("step", flat=True)) == {1: 37, 2: 37, 3: 37}
    recipients = Counter(OutgoingMail.objects.values_list("recipient", flat=True))
    assert (recipients.pop(nichinan.director.email), set(recipients.values()), len(recipients)) == (1, {2}, 37)
    assert [n for n in runs if n] == [37, 37, 1]


def test_the_mail_says_what_to_do_and_no_name_amount_or_count(nichinan):
    make_earning(nichinan.enrollment, 54_321, dt.date(2026, 10, 5))
    assert [run_at(f"2026-11-02T{hour}:00") for hour in ("07", "08", "09")] == [0, 1, 0]
    with at("2026-11-02T08:01"):
        send_due()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["worker@nichinan.example.jp"], "10月の収入を教えてください（日南市）")
    assert "https://hidane.example.jp/earnings/2026-10/" in sent.body
    assert "https://hidane.example.jp/me/reminders/" in sent.body
    assert "11月5日（木）までにお答えください" in sent.body
    assert [word for word in ("﨑田", "54,321", "54321", "遅", "まだ回答が") if word in sent.body] == []
    assert taken() == [(1, "mail")]


def test_who_answered_a_second_before_the_run_gets_nothing(nichinan):
    with at("2026-11-02T09:00"):
        answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user)
        assert (remind(), taken(), OutgoingMail.objects.count()) == (0, [], 0)


def test_who_answers_before_the_mail_went_out_gets_nothing_either(nichinan):
    """The mail server was away: at the next try the question is settled, and the message is thrown away."""
    run_at("2026-11-02T09:00")
    answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user)
    with at("2026-11-02T09:30"):
        assert send_due() == 0
    assert (mail.outbox, OutgoingMail.objects.count(), taken()) == ([], 0, [(1, "mail")])


def test_a_late_try_waits_for_the_end_of_the_quiet_hours(nichinan):
    run_at("2026-11-02T20:00")
    with at("2026-11-02T21:30"):
        assert send_due() == 0
    waiting = OutgoingMail.objects.get()
    assert (timezone.localtime(waiting.next_try_at).isoformat(), waiting.tries) == ("2026-11-03T08:00:00+09:00", 0)
    with at("2026-11-03T08:00:01"):
        assert send_due() == 1


def test_a_step_in_quiet_hours_is_taken_at_their_end(nichinan):
    WorkerPreference.objects.create(worker=nichinan.worker, quiet_from=6, quiet_until=19)
    assert [run_at(f"2026-11-02T{hour:02}:00") for hour in (0, 5, 6, 18, 19)] == [1, 0, 0, 0, 0]
    Reminder.objects.all().delete()
    assert [run_at(f"2026-11-02T{hour:02}:00") for hour in (6, 12, 18, 19, 20)] == [0, 0, 0, 1, 0]


def test_a_gap_of_ours_brings_nobody_two_at_once(nichinan):
    assert [run_at("2026-11-04T09:00"), run_at("2026-11-04T10:00")] == [1, 0]
    assert taken() == [(2, "mail")]


def test_the_first_page_alone_asks_whoever_chose_that(nichinan):
    WorkerPreference.objects.create(worker=nichinan.worker, remind_by="screen")
    assert (run_at("2026-11-02T09:00"), taken(), OutgoingMail.objects.count()) == (1, [(1, "screen")], 0)


def test_without_mail_the_row_says_how_it_was(nichinan, settings):
    settings.MAIL_WORKS = False
    assert (run_at("2026-11-02T09:00"), taken()) == (1, [(1, "screen")])
    nichinan.worker_user.email = "no address"
    nichinan.worker_user.save()
    settings.MAIL_WORKS = True
    assert (run_at("2026-11-03T09:00"), taken()[1]) == (1, (2, "screen"))


def test_line_without_a_linked_account_or_a_channel_becomes_a_mail(nichinan, settings):
    settings.LINE_CHANNEL_TOKEN = "t"
    preference = WorkerPreference.objects.create(worker=nichinan.worker, remind_by="line")
    run_at("2026-11-02T09:00")
    preference.line_id = "U" + "0" * 32
    preference.save()
    run_at("2026-11-03T09:00")
    assert taken() == [(1, "mail"), (2, "line")]
    ways = list(OutgoingMail.objects.order_by("pk").values_list("way", "recipient"))
    assert ways == [("mail", "worker@nichinan.example.jp"), ("line", "U" + "0" * 32)]


def test_the_director_gets_one_mail_with_the_number_and_a_link(forty, nichinan):
    second = make_director(nichinan.program, "第二", email="second@example.jp")
    Membership.objects.filter(user=second).update(left_on=dt.date(2026, 11, 5))
    pause(enrollment=forty[1], starts_on=dt.date(2026, 10, 1), ends_on=None)
    assert [run_at(f"2026-11-06T{hour:02}:00") for hour in (0, 7, 8, 9)] == [0, 0, 1, 0]
    with at("2026-11-06T08:01"):
        send_due()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([nichinan.director.email], "2026年10月分の未回答について（日南市）")
    assert "回答していない方が39人います" in sent.body
    assert "https://hidane.example.jp/p/nichinan/months/2026-10/unanswered/" in sent.body
    assert "﨑田" not in sent.body
    answer_month(enrollment=forty[2], month=OCTOBER, answer="excused", by=nichinan.director)
    answer_month(enrollment=forty[2], month=OCTOBER, answer="open", by=nichinan.director)
    assert run_at("2026-11-07T09:00") == 0


def test_a_program_without_a_director_tells_the_town(nichinan):
    Membership.objects.filter(role="director").update(left_on=dt.date(2026, 11, 1))
    run_at("2026-11-06T09:00")
    assert list(OutgoingMail.objects.values_list("recipient", flat=True)) == [nichinan.official.email]


def test_nobody_is_told_when_everybody_answered(nichinan):
    answer_month(enrollment=nichinan.enrollment, month=OCTOBER, answer="nothing_earned", by=nichinan.worker_user)
    assert (run_at("2026-11-06T09:00"), taken()) == (0, [])


def test_long_days_of_grace_reach_into_the_month_after_next(nichinan):
    """January and 28 days: the director is told on the first of March."""
    nichinan.program.grace_days = 28
    nichinan.program.save()
    assert run_at("2027-03-01T09:00") == 1
    assert Reminder.objects.get().month == dt.date(2027, 1, 1)


def test_towns_are_told_of_their_own_people_alone(nichinan, komagane):
    run_at("2026-11-06T09:00")
    mails = OutgoingMail.objects.order_by("recipient").values_list("recipient", "municipality__name")
    assert list(mails) == [(komagane.director.email, "駒ヶ根市"), (nichinan.director.email, "日南市")]
    assert all("1人" in one.body for one in OutgoingMail.objects.all())


def test_cron_can_do_it_too(nichinan, capsys):
    with at("2026-11-02T09:00"):
        call_command("remind")
    assert capsys.readouterr().out == "1 reminders\n"
