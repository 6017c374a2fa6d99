"""Skills and what people say of their own level."""

import datetime as dt
import threading

import pytest
import time_machine
from django.db import connections

from programs.domain.refusals import Refused
from programs.models import Skill
from tests.make import make_cohort, make_enrollment, make_program, make_worker
from tests.make_programme import make_skill
from workers.domain.skills import (
    add_skill,
    asked_skills,
    change_skill,
    cohort_means,
    due_skill_check,
    end_skill,
    history_of,
    move_skill,
    record_check,
)
from workers.models import SkillCheck

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 22)


@pytest.fixture
def person():
    return make_enrollment()


@pytest.fixture
def skill(person):
    return make_skill(person.cohort.program, name="文書作成")


def names(program) -> list[str]:
    return [skill.name for skill in asked_skills(program, TODAY)]


def check(person, skill, level: int, milestone: str = "start", on: dt.date = TODAY) -> SkillCheck:
    return SkillCheck.objects.create(enrollment=person, skill=skill, level=level, milestone=milestone, checked_on=on)


def test_skills_are_added_ordered_and_ended():
    program = make_program()
    for name in ("書く", "計算", "話す"):
        add_skill(program=program, name=name)
    first, _second, third = Skill.objects.order_by("position")
    move_skill(skill=third, up=True)
    assert names(program) == ["書く", "話す", "計算"]
    move_skill(skill=third, up=True)
    move_skill(skill=third, up=True)
    assert names(program) == ["話す", "書く", "計算"]
    end_skill(skill=first, ended=True)
    assert names(program) == ["話す", "計算"]
    end_skill(skill=first, ended=False)
    assert names(program) == ["話す", "書く", "計算"]


def test_a_name_stands_once_in_a_program():
    program = make_program()
    first, second = add_skill(program=program, name="書く"), add_skill(program=program, name="話す")
    for work in (
        lambda: add_skill(program=program, name="書く"),
        lambda: change_skill(skill=second, name="書く"),
    ):
        with pytest.raises(Refused) as refused:
            work()
        assert refused.value.field == "name"
    change_skill(skill=first, name="書く", hint="1：これから")
    add_skill(program=make_program(), name="書く")


def test_only_so_many_skills_are_asked():
    program = make_program()
    for number in range(20):
        add_skill(program=program, name=f"スキル{number}")
    with pytest.raises(Refused, match="20個まで"):
        add_skill(program=program, name="もうひとつ")


def test_a_set_is_written_and_corrected_the_same_day(person, skill):
    other = make_skill(person.cohort.program)
    record_check(enrollment=person, milestone="start", levels={skill.pk: 2, other.pk: 3})
    record_check(enrollment=person, milestone="halfway", levels={skill.pk: 4})
    rows = SkillCheck.objects.order_by("skill").values_list("skill", "level", "milestone", "checked_on")
    assert list(rows) == [(skill.pk, 4, "halfway", TODAY), (other.pk, 3, "halfway", TODAY)]


def test_another_day_is_another_set(person, skill):
    check(person, skill, 1, on=dt.date(2026, 11, 21))
    record_check(enrollment=person, milestone="other", levels={skill.pk: 2})
    assert [one.level for one in history_of(person)[0][1]] == [1, 2]


@pytest.mark.parametrize("level", [0, 6])
def test_impossible_levels_are_refused(person, skill, level):
    with pytest.raises(Refused):
        record_check(enrollment=person, milestone="start", levels={skill.pk: level})
    assert SkillCheck.objects.count() == 0


def test_nothing_chosen_is_refused(person, skill):
    with pytest.raises(Refused, match="1つ以上"):
        record_check(enrollment=person, milestone="start", levels={})


def test_a_skill_not_asked_is_refused(person, skill):
    end_skill(skill=skill, ended=True)
    foreign = make_skill()
    for one in (skill, foreign):
        with pytest.raises(Refused):
            record_check(enrollment=person, milestone="start", levels={one.pk: 3})


@pytest.mark.parametrize(
    "stay", [{"joined_on": "2026-11-23"}, {"left_on": "2026-11-22", "leaving_reason": "moved"}], ids=["before", "after"]
)
def test_outside_the_stay_nothing_is_written(skill, person, stay):
    type(person).objects.filter(pk=person.pk).update(**stay)
    with pytest.raises(Refused, match="参加している間"):
        record_check(enrollment=person, milestone="start", levels={skill.pk: 3})


@pytest.mark.parametrize(
    ("today", "last", "due"),
    [
        ("2026-02-01", None, "start"),
        ("2026-11-22", None, "start"),  # whoever never did it begins at the beginning
        ("2026-06-30", "2026-01-10", None),
        ("2026-07-06", "2026-01-10", "halfway"),
        ("2026-07-06", "2026-07-05", None),
        ("2026-12-15", "2026-07-10", None),
        ("2026-12-17", "2026-07-10", "end"),
        ("2026-12-20", "2026-12-18", None),
        ("2027-02-01", "2026-07-10", "end"),
    ],
)
def test_which_check_is_due(today, last, due):
    cohort = make_cohort(starts_on=dt.date(2026, 1, 1), ends_on=dt.date(2026, 12, 31))
    person = make_enrollment(cohort)
    skill = make_skill(cohort.program)
    if last:
        check(person, skill, 2, on=dt.date.fromisoformat(last))
    assert due_skill_check(person, dt.date.fromisoformat(today)) == due


def test_no_check_is_due_without_skills_or_outside_the_stay():
    person = make_enrollment(make_cohort(starts_on=dt.date(2026, 1, 1)))
    assert due_skill_check(person, TODAY) is None
    skill = make_skill(person.cohort.program)
    assert due_skill_check(person, TODAY) == "start"
    assert due_skill_check(person, dt.date(2025, 12, 31)) is None
    check(person, skill, 3)
    assert due_skill_check(person, dt.date(2027, 11, 22)) is None  # a cohort without an end has no middle


def test_means_are_of_each_persons_latest_answer():
    cohort = make_cohort()
    skill = make_skill(cohort.program)
    people = [make_enrollment(cohort, worker=make_worker()) for _one in range(6)]
    for person, level in zip(people, (1, 2, 2, 3, 3, 4), strict=True):
        check(person, skill, level)
    check(people[0], skill, 5, milestone="start", on=dt.date(2026, 11, 23))
    ((_skill, means),) = cohort_means(cohort, withhold=True)
    assert (means["start"].people, means["start"].mean) == (6, 3.2)


@pytest.mark.parametrize(
    ("levels", "mean"), [((3, 3, 3, 3), None), ((2, 3, 3, 3, 4), 3.0), ((5, 5, 5, 5, 4), None), ((1, 1, 1, 1, 1), None)]
)
def test_viewers_get_no_mean_that_tells_of_few(levels, mean):
    cohort = make_cohort()
    skill = make_skill(cohort.program)
    for level in levels:
        check(make_enrollment(cohort, worker=make_worker()), skill, level)
    means = [dict(cohort_means(cohort, withhold=hidden))[skill]["start"].mean for hidden in (True, False)]
    assert means == [mean, sum(levels) / len(levels)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_corrections_at_once_leave_one_set():
    person = make_enrollment()
    skill = make_skill(person.cohort.program)
    errors: list[Exception] = []

    def judge(level: int) -> None:
        try:
            with time_machine.travel(dt.datetime(2026, 11, 22, 3, tzinfo=dt.UTC)):
                record_check(enrollment=person, milestone="start", levels={skill.pk: level})
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=judge, args=(level,)) for level in (1, 2, 3, 4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (errors, SkillCheck.objects.count()) == ([], 1)
