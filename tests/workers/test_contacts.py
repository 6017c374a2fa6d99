"""Writing down a contact, mending it for a day, and what is refused."""

import datetime as dt

import pytest
import time_machine
from auditlog.models import LogEntry

from programs.domain.refusals import Refused
from tests.conftest import NOW
from tests.make import make_director, make_enrollment
from tests.make_programme import make_contact, make_follow_up
from workers.domain.contacts import (
    Touch,
    change_contact,
    last_attempts,
    last_medium,
    log_contact,
    may_mend,
    remove_contact,
)
from workers.models import Contact

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


def touch(**fields) -> Touch:
    return Touch(**{"happened_on": TODAY, "medium": "phone"} | fields)


def test_a_contact_keeps_what_was_written(nichinan):
    log_contact(
        enrollment=nichinan.enrollment,
        touch=touch(medium="visit", was_reached=False, minutes=30, line="留守"),
        by=nichinan.director,
    )
    contact = Contact.objects.get()
    assert (contact.enrollment, contact.by, contact.happened_on) == (nichinan.enrollment, nichinan.director, TODAY)
    assert (contact.medium, contact.was_reached, contact.minutes, contact.line) == ("visit", False, 30, "留守")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (dt.date(2026, 11, 23), "この日はまだ来ていません。きょうか、それより前の日を選んでください。"),
        (dt.date(2026, 1, 9), "参加したのは2026年1月10日です。その日以降を入れてください。"),
    ],
)
def test_a_day_nobody_can_have_been_contacted_on_is_refused(nichinan, day, sentence):
    with pytest.raises(Refused) as refused:
        log_contact(enrollment=nichinan.enrollment, touch=touch(happened_on=day), by=nichinan.director)
    assert (str(refused.value), refused.value.field, Contact.objects.count()) == (sentence, "happened_on", 0)


def test_whoever_has_left_may_still_be_contacted(nichinan):
    gone = make_enrollment(nichinan.cohort, left_on=dt.date(2026, 6, 1), leaving_reason="hired")
    log_contact(enrollment=gone, touch=touch(), by=nichinan.director)
    assert gone.contacts.count() == 1


def test_ones_own_entry_is_mended_and_the_record_of_changes_holds_no_words(nichinan):
    contact = make_contact(nichinan.enrollment, nichinan.director, line="元気")
    change_contact(contact=contact, touch=touch(medium="visit", line="とても元気"), by=nichinan.director)
    contact.refresh_from_db()
    assert (contact.medium, contact.line) == ("visit", "とても元気")
    change = LogEntry.objects.get_for_object(contact).filter(action=LogEntry.Action.UPDATE).get()
    assert (set(change.changes_dict), "元気" in str(change.changes_dict)) == ({"happened_on", "medium"}, False)


def test_what_was_promised_stands_nowhere_in_the_log_of_changes(nichinan):
    promised = make_follow_up(nichinan.enrollment, nichinan.director, what="通院の日を聞く")
    promised.due_on += dt.timedelta(days=1)
    promised.what = "通院の日を変える"
    promised.save()
    entries = LogEntry.objects.get_for_object(promised)
    assert [set(entry.changes_dict) for entry in entries.filter(action=LogEntry.Action.UPDATE)] == [{"due_on"}]
    assert [entry for entry in entries if "通院" in f"{entry.changes_dict}{entry.object_repr}"] == []


@pytest.mark.parametrize(("hours", "may"), [(23.9, True), (24.1, False)])
def test_an_entry_is_mended_for_a_day(nichinan, hours, may):
    contact = make_contact(nichinan.enrollment, nichinan.director)
    with time_machine.travel(NOW + dt.timedelta(hours=hours)):
        assert may_mend(contact, nichinan.director) is may
        if may:
            remove_contact(contact=contact, by=nichinan.director)
        else:
            with pytest.raises(Refused, match="24時間"):
                remove_contact(contact=contact, by=nichinan.director)
    assert Contact.objects.exists() is not may


def test_nobody_mends_somebody_elses_entry(nichinan):
    contact = make_contact(nichinan.enrollment, nichinan.director, line="元気")
    with pytest.raises(Refused, match="書いた本人だけ"):
        change_contact(contact=contact, touch=touch(line="ちがう"), by=nichinan.official)
    with pytest.raises(Refused, match="書いた本人だけ"):
        remove_contact(contact=contact, by=nichinan.official)
    contact.refresh_from_db()
    assert contact.line == "元気"


def test_what_was_promised_outlives_the_entry(nichinan):
    contact = make_contact(nichinan.enrollment, nichinan.director)
    follow_up = make_follow_up(nichinan.enrollment, nichinan.director, contact=contact)
    remove_contact(contact=contact, by=nichinan.director)
    follow_up.refresh_from_db()
    assert (follow_up.contact, follow_up.done_at, Contact.objects.count()) == (None, None, 0)


def test_an_entry_removed_twice_is_refused_in_words(nichinan):
    contact = make_contact(nichinan.enrollment, nichinan.director)
    remove_contact(contact=contact, by=nichinan.director)
    with pytest.raises(Refused, match="すでに"):
        remove_contact(contact=Contact(pk=contact.pk), by=nichinan.director)


def test_the_form_begins_with_the_way_used_last(nichinan):
    assert last_medium(nichinan.director) == "phone"
    make_contact(nichinan.enrollment, nichinan.director, medium="chat")
    make_contact(nichinan.enrollment, nichinan.official, medium="space")
    assert (last_medium(nichinan.director), last_medium(nichinan.official)) == ("chat", "space")


def test_the_last_attempt_is_the_latest_contact_without_an_answer(nichinan, django_assert_num_queries):
    other = make_enrollment(nichinan.cohort)
    for day, reached in ((1, False), (5, False), (9, True)):
        make_contact(nichinan.enrollment, nichinan.director, happened_on=dt.date(2026, 11, day), was_reached=reached)
    make_contact(other, make_director(nichinan.program), was_reached=True)
    with django_assert_num_queries(1):
        found = last_attempts([nichinan.enrollment.pk, other.pk])
    assert {pk: one.happened_on for pk, one in found.items()} == {nichinan.enrollment.pk: dt.date(2026, 11, 5)}
