"""One person is one attendee: found again, merged by a person, linked to the participant."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.domain.refusals import Refused
from programs.models import AccessRecord
from tests.make import make_worker
from tests.make_programme import make_attendance, make_attendee, make_course, make_session
from tests.workers.test_matters_at_once import at_once
from workers.domain.attendance import attendance_total, attendance_unique
from workers.domain.attendees import (
    Person,
    change_attendee,
    doubled_sessions,
    find_or_make_attendee,
    link_attendee,
    lookalikes,
    merge_attendees,
)
from workers.models import Attendance, Attendee

MISAKI = Person(
    family_name="川越", given_name="美咲", family_name_kana="カワゴエ", given_name_kana="ミサキ", phone="090-1234-5678"
)


def found(town, **changes) -> Attendee:
    fields = {name: getattr(MISAKI, name) for name in Person.__dataclass_fields__}
    return find_or_make_attendee(municipality=town, person=Person(**fields | changes))


@pytest.mark.parametrize(
    ("changes", "people"),
    [
        ({}, 1),
        ({"phone": "09012345678"}, 1),
        ({"phone": "+81 90-1234-5678", "family_name": "河越"}, 1),
        ({"family_name_kana": "カワゴエ ミサキ", "given_name_kana": ""}, 1),
        ({"phone": "090-9999-9999"}, 2),
        ({"phone": ""}, 2),
        ({"given_name_kana": "ミサ"}, 2),
    ],
)
def test_a_person_is_found_by_reading_and_phone(nichinan, changes, people):
    found(nichinan.municipality)
    found(nichinan.municipality, **changes)
    assert Attendee.objects.count() == people


def test_a_person_is_found_by_reading_and_mail(nichinan):
    first = found(nichinan.municipality, phone="", email="misaki@example.jp")
    assert found(nichinan.municipality, phone="", email="Misaki@Example.jp") == first


def test_what_was_not_known_is_added_for_citizens_only(nichinan):
    assert found(nichinan.municipality, email="misaki@example.jp").email == "misaki@example.jp"
    worker = make_worker(nichinan.municipality, family_name_kana="クロキ", given_name_kana="アオイ", phone="0987-1")
    row = make_attendee(
        nichinan.municipality, family_name_kana="クロキ", given_name_kana="アオイ", phone="0987-1", worker=worker
    )
    stranger = Person(
        family_name="黒木", family_name_kana="クロキ", given_name_kana="アオイ", phone="0987-1", email="x@example.jp"
    )
    assert find_or_make_attendee(municipality=nichinan.municipality, person=stranger) == row
    row.refresh_from_db()
    assert row.email == ""


def test_towns_do_not_share_people(nichinan, komagane):
    assert found(nichinan.municipality) != found(komagane.municipality)


def test_a_participant_is_the_citizen_who_came_before(nichinan):
    citizen = found(nichinan.municipality)
    worker = make_worker(
        nichinan.municipality, family_name="川越", family_name_kana="カワゴエ", given_name_kana="ミサキ",
        phone="090 1234 5678",
    )  # fmt: skip
    assert find_or_make_attendee(municipality=nichinan.municipality, worker=worker) == citizen
    citizen.refresh_from_db()
    assert citizen.worker == worker
    twin = make_worker(
        nichinan.municipality, family_name_kana="カワゴエ", given_name_kana="ミサキ", phone="090-1234-5678"
    )
    assert find_or_make_attendee(municipality=nichinan.municipality, worker=twin) != citizen


def test_merging_moves_everything_and_keeps_the_stronger_mark(nichinan):
    course = make_course(nichinan.program)
    one, two, three = (make_session(course) for _n in range(3))
    keep = make_attendee(nichinan.municipality)
    drop = make_attendee(nichinan.municipality, phone="0987-31-1111", email="m@example.jp", worker=nichinan.worker)
    make_attendance(one, keep, state="signed_up", cancel_hash="a" * 64)
    make_attendance(one, drop, state="present", marked_by=nichinan.director)
    make_attendance(two, keep, state="present")
    make_attendance(two, drop, state="present", is_walk_in=True)
    make_attendance(three, drop, state="excused")
    sessions = [one, two, three]
    assert (attendance_total(sessions), attendance_unique(sessions), doubled_sessions(keep, drop)) == (3, 2, 1)

    merged = merge_attendees(keep=keep, drop=drop, by=nichinan.director)

    assert (attendance_total(sessions), attendance_unique(sessions)) == (2, 1)
    rows = Attendance.objects.order_by("session").values_list("session", "attendee", "state", "marked_by")
    director = nichinan.director.pk
    assert list(rows) == [
        (one.pk, keep.pk, "present", director),
        (two.pk, keep.pk, "present", None),
        (three.pk, keep.pk, "excused", None),
    ]
    assert (merged.phone, merged.email, merged.worker) == ("0987-31-1111", "m@example.jp", nichinan.worker)
    assert Attendance.objects.get(session=one).cancel_hash == "a" * 64
    assert list(Attendee.objects.all()) == [keep]
    record = AccessRecord.objects.get()
    assert (record.subject_worker, record.detail) == (nichinan.worker.pk, f"merged {drop.pk}")


def test_merging_locks_all_rows_at_once_in_the_order_of_marking(nichinan):
    """The other way round, whoever marks the whole list and whoever merges would wait for each other for ever."""
    session = make_session(make_course(nichinan.program))
    drop, keep = make_attendee(nichinan.municipality), make_attendee(nichinan.municipality)
    make_attendance(session, drop)
    make_attendance(session, keep)
    with CaptureQueriesContext(connection) as asked:
        merge_attendees(keep=keep, drop=drop, by=nichinan.director)
    in_order = 'ORDER BY "workers_attendance"."id" ASC'
    assert len([one["sql"] for one in asked if in_order in one["sql"]]) == 1


def test_merging_twice_and_two_participants_are_refused(nichinan, komagane):
    keep, drop = (make_attendee(nichinan.municipality) for _n in range(2))
    merge_attendees(keep=keep, drop=drop, by=nichinan.director)
    for other in (drop, keep, make_attendee(komagane.municipality)):
        with pytest.raises(Refused):
            merge_attendees(keep=keep, drop=other, by=nichinan.director)
    one = make_attendee(nichinan.municipality, worker=nichinan.worker)
    two = make_attendee(nichinan.municipality, worker=make_worker(nichinan.municipality))
    with pytest.raises(Refused):
        merge_attendees(keep=one, drop=two, by=nichinan.director)
    assert Attendee.objects.filter(pk__in=[one.pk, two.pk]).count() == 2


def test_linking_joins_the_participants_other_row(nichinan):
    theirs = make_attendee(nichinan.municipality, worker=nichinan.worker)
    walk_in = make_attendee(nichinan.municipality)
    make_attendance(make_session(make_course(nichinan.program)), walk_in, state="present")
    linked = link_attendee(attendee=walk_in, worker=nichinan.worker, by=nichinan.director)
    assert (linked, theirs.attendances.count(), Attendee.objects.count()) == (theirs, 1, 1)
    with pytest.raises(Refused):
        link_attendee(attendee=linked, worker=make_worker(nichinan.municipality), by=nichinan.director)


def pairs(*people: Attendee) -> list[tuple[int, int]]:
    return [(pair.keep.pk, pair.drop.pk) for pair in lookalikes(people)]


def test_the_same_reading_is_suggested_unless_contacts_and_names_differ(nichinan):
    def make(**fields) -> Attendee:
        kana = {"family_name_kana": "ワタナベ", "given_name_kana": "ユカ", "family_name": "渡邉", "given_name": "由佳"}
        return make_attendee(nichinan.municipality, **kana | fields)

    first, walk_in = make(phone="0987-31-1111"), make()
    assert pairs(walk_in, first) == [(first.pk, walk_in.pk)]
    assert pairs(first, make(phone="0987-31-2222", family_name="渡部")) == []
    assert pairs(first, make(phone="0987-31-2222", family_name="渡辺")) != []  # the same name, folded
    linked = make(worker=nichinan.worker)
    assert pairs(walk_in, linked) == [(linked.pk, walk_in.pk)]
    assert pairs(linked, make(worker=make_worker(nichinan.municipality))) == []
    assert pairs(first, make(given_name_kana="ユウカ")) == []


@pytest.mark.parametrize("verb", [change_attendee, link_attendee])
def test_a_row_that_was_merged_away_is_told_in_words(nichinan, verb):
    keep, gone = (make_attendee(nichinan.municipality) for _n in range(2))
    merge_attendees(keep=keep, drop=Attendee.objects.get(pk=gone.pk), by=nichinan.director)
    about = {"person": MISAKI} if verb is change_attendee else {"worker": nichinan.worker}
    with pytest.raises(Refused, match="すでに"):
        verb(attendee=gone, by=nichinan.director, **about)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_rows_linked_to_one_participant_at_once_become_one(nichinan):
    for _round in range(12):
        Attendance.objects.all().delete()
        Attendee.objects.all().delete()
        rows = [make_attendance(make_session(make_course(nichinan.program))).attendee for _n in range(2)]
        at_once(
            *(lambda row=row: link_attendee(attendee=row, worker=nichinan.worker, by=nichinan.director) for row in rows)
        )
        assert (Attendee.objects.get().worker, Attendance.objects.count()) == (nichinan.worker, 2)
