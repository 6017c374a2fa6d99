"""The access record: written once, chained, and a missing or altered row is seen."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction

from programs.domain.access_records import Action, BrokenLink, broken_links, chain_heads, record_access
from programs.models import AccessRecord, Program
from programs.shared.request_id import client_address
from tests.make import make_municipality, make_official, make_program


def erase(pk: int) -> None:
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM programs_accessrecord WHERE id = %s", [pk])


@pytest.fixture
def town(db):
    return make_municipality()


@pytest.fixture
def official(town):
    return make_official(town)


def test_who_what_where_and_when(town, official, today):
    program = make_program(town)
    client_address.set("2001:DB8::1")
    record = record_access(
        Action.LOOKED, program, user=official, municipality=town, subject_worker=7, detail="month 2026-10"
    )
    client_address.set(None)
    stored = AccessRecord.objects.get(pk=record.pk)
    assert (stored.action, stored.noun, stored.object_id) == ("looked", "programs.program", str(program.pk))
    assert (stored.user, stored.municipality, stored.subject_worker) == (official, town, 7)
    assert (stored.detail, stored.address) == ("month 2026-10", "2001:db8::1")
    assert stored.at.date() == today


def test_a_list_and_a_page_have_no_number(town, official):
    assert record_access(Action.EXPORTED, Program, user=official, municipality=town).object_id == ""
    assert record_access(Action.REFUSED, "reports:dashboard", user=None, municipality=None).noun == "reports:dashboard"
    assert record_access(Action.REFUSED, "x", user=AnonymousUser(), municipality=None).user is None


def test_an_unknown_action_is_refused(town):
    with pytest.raises(ValueError, match="peeked"):
        record_access("peeked", Program, user=None, municipality=town)


def test_a_whole_chain_has_no_broken_link(town, official):
    other = make_municipality("202100", "長野県", "駒ヶ根市")
    for place in [town, other, town, None, None, other, town]:
        record_access(Action.LOOKED, Program, user=official, municipality=place)
    assert list(broken_links()) == []
    newest = {place: AccessRecord.objects.filter(municipality=place).first().row_hash for place in (None, town, other)}
    assert chain_heads() == {None: newest[None], town.pk: newest[town], other.pk: newest[other]}


def test_the_row_after_a_missing_one_is_named(town):
    first, second, third = [record_access(Action.LOOKED, Program, user=None, municipality=town) for _ in range(3)]
    erase(second.pk)
    assert list(broken_links()) == [BrokenLink(municipality_id=town.pk, record_id=third.pk, altered=False)]
    erase(first.pk)
    assert list(broken_links()) == [BrokenLink(municipality_id=town.pk, record_id=third.pk, altered=False)]


@pytest.mark.parametrize(
    ("column", "value"),
    [("detail", "'x'"), ("subject_worker", "8"), ("action", "'printed'"), ("object_id", "'9'"), ("at", "'2026-01-01'")],
)
def test_an_altered_row_is_named(town, column, value):
    record = record_access(Action.LOOKED, Program, user=None, municipality=town, subject_worker=7)
    record_access(Action.LOOKED, Program, user=None, municipality=town)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE programs_accessrecord SET {column} = {value} WHERE id = {record.pk}")
    assert list(broken_links()) == [BrokenLink(municipality_id=town.pk, record_id=record.pk, altered=True)]


def test_nobody_changes_or_deletes_a_record(town):
    record = record_access(Action.LOOKED, Program, user=None, municipality=town)
    for attempt in (
        record.save,
        record.delete,
        AccessRecord.objects.all().delete,
        lambda: AccessRecord.objects.update(detail="x"),
    ):
        with pytest.raises(TypeError, match="written once"):
            attempt()
    assert AccessRecord.objects.get() == record


def test_a_record_of_a_failed_transaction_leaves_no_gap(town):
    record_access(Action.LOOKED, Program, user=None, municipality=town)
    with transaction.atomic():
        record_access(Action.EXPORTED, Program, user=None, municipality=town)
        transaction.set_rollback(True)
    record_access(Action.LOOKED, Program, user=None, municipality=town)
    assert (AccessRecord.objects.count(), list(broken_links())) == (2, [])


def test_writing_one_costs_the_same_with_1_and_30_before_it(town, django_assert_num_queries):
    counts = 5 if connection.vendor == "postgresql" else 4  # savepoint twice, newest, insert; PostgreSQL also locks
    record_access(Action.LOOKED, Program, user=None, municipality=town)
    with django_assert_num_queries(counts):
        record_access(Action.LOOKED, Program, user=None, municipality=town)
    for _ in range(30):
        record_access(Action.LOOKED, Program, user=None, municipality=town)
    with django_assert_num_queries(counts):
        record_access(Action.LOOKED, Program, user=None, municipality=town)


def test_eight_writers_make_one_unbroken_chain(shared_database):
    town, together, failures = make_municipality(), threading.Barrier(8), []

    def write() -> None:
        together.wait()
        try:
            for number in range(10):
                record_access(Action.LOOKED, Program, user=None, municipality=town, detail=str(number))
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    assert AccessRecord.objects.count() == 80
    assert AccessRecord.objects.values("previous_hash").distinct().count() == 80
    assert list(broken_links()) == []
