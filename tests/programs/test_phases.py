"""Moving a program from phase to phase: one after the other, with what was true, once for two clerks."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from programs.domain.phases import (
    correct_day,
    earlier_phase,
    log_of,
    move_on,
    next_phase,
    phase_of,
    take_back,
)
from programs.domain.refusals import Refused
from programs.models import ProgramPhase
from tests.make_phases import make_phase, make_ready_for_establishment, make_ready_for_introduction

TODAY = dt.date(2026, 11, 22)
pytestmark = pytest.mark.django_db


def move(town, **fields):
    now = phase_of(town.program)
    return move_on(program=town.program, by=town.official, seen=now.pk if now else None, **fields)


def rows(town) -> list[tuple]:
    return list(
        ProgramPhase.objects.filter(program=town.program)
        .order_by("began_on", "pk")
        .values_list("phase", "began_on", "ended_on", "reason")
    )


def test_a_new_program_stands_nowhere_and_awareness_asks_nothing(nichinan):
    assert phase_of(nichinan.program) is None
    assert (next_phase(None), earlier_phase(None)) == ("awareness", None)
    row = move(nichinan)
    assert (row.phase, row.began_on, row.moved_by, row.findings) == ("awareness", TODAY, nichinan.official, [])


def test_the_phases_follow_each_other_and_none_is_skipped(nichinan):
    make_ready_for_introduction(nichinan)
    make_ready_for_establishment(nichinan)
    assert [move(nichinan).phase for _n in range(3)] == ["awareness", "introduction", "establishment"]
    with pytest.raises(Refused, match="最後の段階"):
        move(nichinan)
    assert rows(nichinan) == [
        ("awareness", TODAY, TODAY, ""),
        ("introduction", TODAY, TODAY, ""),
        ("establishment", TODAY, None, ""),
    ]


def test_what_was_true_is_frozen_in_the_row(nichinan):
    make_phase(nichinan.program)
    make_ready_for_introduction(nichinan)
    row = move(nichinan)
    assert [(one["code"], one["met"]) for one in row.findings] == [
        (code, True) for code in ("town_pays", "operator_pays", "platform_pays", "director", "official", "seminar")
    ]
    nichinan.program.partners.update(pays_for="")
    (newest, _first) = log_of(nichinan.program)
    assert newest.findings[0].found["partners"] == [["townの人たち", "会場"]]


def test_an_unmet_condition_demands_a_reason(nichinan):
    make_phase(nichinan.program)
    with pytest.raises(Refused) as refused:
        move(nichinan, reason=" \n")
    assert refused.value.field == "reason"
    assert rows(nichinan) == [("awareness", dt.date(2024, 4, 1), None, "")]
    row = move(nichinan, reason="市長の決裁による。")
    assert (row.phase, row.reason, sum(not one["met"] for one in row.findings)) == (
        "introduction",
        "市長の決裁による。",
        4,
    )


def test_without_an_unmet_condition_no_reason_is_kept(nichinan):
    make_phase(nichinan.program)
    make_ready_for_introduction(nichinan)
    assert move(nichinan, reason="念のため").reason == ""


def test_the_first_day_may_lie_back_but_not_before_the_phase_before(nichinan):
    make_phase(nichinan.program, began_on=dt.date(2026, 4, 1))
    for day in (dt.date(2026, 3, 31), dt.date(2026, 11, 23)):
        with pytest.raises(Refused) as refused:
            move(nichinan, began_on=day, reason="決裁")
        assert refused.value.field == "began_on"
    move(nichinan, began_on=dt.date(2026, 4, 1), reason="決裁")
    assert rows(nichinan) == [
        ("awareness", dt.date(2026, 4, 1), dt.date(2026, 4, 1), ""),
        ("introduction", dt.date(2026, 4, 1), None, "決裁"),
    ]


def test_a_mistake_is_taken_back_and_both_moves_stay(nichinan):
    make_phase(nichinan.program)
    moved = move(nichinan, reason="決裁")
    with pytest.raises(Refused) as refused:
        take_back(program=nichinan.program, by=nichinan.official, seen=moved.pk, reason="")
    assert refused.value.field == "reason"
    take_back(program=nichinan.program, by=nichinan.official, seen=moved.pk, reason="押しまちがい")
    assert [(one.row.phase, one.back, one.row.reason) for one in log_of(nichinan.program)] == [
        ("awareness", True, "押しまちがい"),
        ("introduction", False, "決裁"),
        ("awareness", False, ""),
    ]
    assert phase_of(nichinan.program).began_on == TODAY


def test_there_is_nothing_before_the_first_phase(nichinan):
    now = make_phase(nichinan.program)
    with pytest.raises(Refused):
        take_back(program=nichinan.program, by=nichinan.official, seen=now.pk, reason="もどす")


def test_whoever_saw_an_older_page_is_told(nichinan):
    make_phase(nichinan.program)
    seen = phase_of(nichinan.program).pk
    move(nichinan, reason="先に")
    for late in (move_on, take_back):
        with pytest.raises(Refused, match="段階が変わりました"):
            late(program=nichinan.program, by=nichinan.official, seen=seen, reason="後から")
    assert len(rows(nichinan)) == 2


def test_a_first_day_is_corrected_with_the_end_of_the_phase_before(nichinan):
    make_phase(nichinan.program)
    row = move(nichinan, reason="決裁")
    correct_day(row=row, began_on=dt.date(2026, 4, 1))
    assert [one[:3] for one in rows(nichinan)] == [
        ("awareness", dt.date(2024, 4, 1), dt.date(2026, 4, 1)),
        ("introduction", dt.date(2026, 4, 1), None),
    ]
    for day in (dt.date(2024, 3, 31), dt.date(2026, 11, 23)):
        with pytest.raises(Refused):
            correct_day(row=row, began_on=day)


def test_the_first_phase_may_begin_as_early_as_it_did(nichinan):
    first = make_phase(nichinan.program)
    correct_day(row=first, began_on=dt.date(2015, 1, 22))
    assert rows(nichinan) == [("awareness", dt.date(2015, 1, 22), None, "")]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_move_once(shared_database, nichinan):
    make_phase(nichinan.program)
    seen, gate = phase_of(nichinan.program).pk, Barrier(2)

    def press(reason: str) -> str:
        try:
            gate.wait()
            move_on(program=nichinan.program, by=nichinan.official, seen=seen, reason=reason)
        except Refused as refused:
            return str(refused)
        else:
            return "moved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, ("一人目", "二人目")))
    assert answers[0] == "moved"
    assert "段階が変わりました" in answers[1]
    assert [row[0] for row in rows(nichinan)] == ["awareness", "introduction"]
