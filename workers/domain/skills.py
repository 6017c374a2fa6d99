"""Skills of a program and what participants say of their own level, from 1 to 5, at milestones."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, Program, Skill
from workers.domain.suppression import MINIMUM, may_show_mean, mean_of
from workers.models import Enrollment, SkillCheck
from workers.models.skill_check import Milestone

LEVELS = range(1, 6)
MOST_SKILLS = 20
BEFORE_THE_END = dt.timedelta(days=14)  # so long before a cohort ends its last check is asked for


@dataclass(frozen=True, slots=True)
class LevelMean:
    """Mean level of so many people, to one decimal; `mean` None where it is withheld or nobody said anything."""

    people: int
    mean: float | None

    @property
    def is_withheld(self) -> bool:
        return self.people > 0 and self.mean is None


def asked_skills(program: Program, today: dt.date) -> list[Skill]:
    """Those still asked for, in the program's order."""
    skills = Skill.objects.filter(program=program).order_by("position", "pk")
    return [skill for skill in skills if skill.ended_on is None or skill.ended_on > today]


@transaction.atomic
def add_skill(*, program: Program, name: str, hint: str = "") -> Skill:
    """At the end of the list. Raises Refused for a name that is there, or too many skills."""
    _lock(program)
    skills = Skill.objects.filter(program=program)
    _refuse_name(skills, name)
    if len(asked_skills(program, timezone.localdate())) >= MOST_SKILLS:
        said = _("At most %(count)s skills are asked for at a time. End one first.")
        raise Refused(said % {"count": MOST_SKILLS})
    last = skills.aggregate(last=Max("position"))["last"] or 0
    return Skill.objects.create(program=program, name=name, hint=hint, position=last + 1)


@transaction.atomic
def change_skill(*, skill: Skill, name: str, hint: str = "") -> Skill:
    """Raises Refused for a name that is there."""
    _lock(skill.program)
    current = Skill.objects.get(pk=skill.pk)
    _refuse_name(Skill.objects.filter(program=current.program_id).exclude(pk=current.pk), name)
    current.name, current.hint = name, hint
    current.save(update_fields=["name", "hint"])
    return current


@transaction.atomic
def end_skill(*, skill: Skill, ended: bool) -> Skill:
    """From today on it is not asked any more, or again; what was said of it stays."""
    _lock(skill.program)
    current = Skill.objects.get(pk=skill.pk)
    if (current.ended_on is not None) != ended:
        current.ended_on = timezone.localdate() if ended else None
        current.save(update_fields=["ended_on"])
    return current


@transaction.atomic
def move_skill(*, skill: Skill, up: bool) -> None:
    """One place up or down; nothing at the end of the list."""
    _lock(skill.program)
    order = list(Skill.objects.filter(program=skill.program_id).order_by("position", "pk"))
    place = next(n for n, one in enumerate(order) if one.pk == skill.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    for position, one in enumerate(order, 1):
        if one.position != position:
            Skill.objects.filter(pk=one.pk).update(position=position)


@transaction.atomic
def record_check(*, enrollment: Enrollment, milestone: str, levels: Mapping[int, int]) -> list[SkillCheck]:
    """Today's levels by the skill's pk; sent again on the same day they correct it. Skills left out stay as they are.

    Raises Refused outside the stay, without any level, or for a skill that is not asked.
    """
    person = Enrollment.objects.select_for_update(of=("self",), no_key=True).select_related("cohort__program")
    person = person.get(pk=enrollment.pk)
    today = timezone.localdate()
    if not takes_part(person, today):
        raise Refused(_("You can judge your skills while you take part."))
    asked = {skill.pk: skill for skill in asked_skills(person.cohort.program, today)}
    if not levels:
        raise Refused(_("Please choose a level for one skill at least."))
    if not (set(levels) <= set(asked) and set(levels.values()) <= set(LEVELS) and milestone in Milestone.values):
        raise Refused(_("The skills have been changed meanwhile. Please look through your answers and send again."))
    for skill, level in levels.items():
        SkillCheck.objects.update_or_create(
            enrollment=person, skill=asked[skill], checked_on=today, defaults={"level": level, "milestone": milestone}
        )
    todays = SkillCheck.objects.filter(enrollment=person, checked_on=today)
    todays.update(milestone=milestone)
    return list(todays)


def due_skill_check(enrollment: Enrollment, today: dt.date) -> Milestone | None:
    """Which self-assessment a participant's home asks for today: the first one, the one in the middle of the cohort,
    and the last one two weeks before its end; None when nothing is due.

    At most two queries, when `cohort.program` was read along.
    """
    cohort = enrollment.cohort
    if not takes_part(enrollment, today) or not asked_skills(cohort.program, today):
        return None
    last = SkillCheck.objects.filter(enrollment=enrollment).aggregate(last=Max("checked_on"))["last"]
    if last is None:
        return Milestone.START
    if cohort.ends_on is None:
        return None
    middle = cohort.starts_on + (cohort.ends_on - cohort.starts_on) / 2
    end = cohort.ends_on - BEFORE_THE_END
    if today >= end:
        return Milestone.END if last < end else None
    return Milestone.HALFWAY if today >= middle > last else None


def takes_part(enrollment: Enrollment, today: dt.date) -> bool:
    return enrollment.joined_on <= today and (enrollment.left_on is None or today < enrollment.left_on)


def history_of(enrollment: Enrollment) -> list[tuple[Skill, list[SkillCheck]]]:
    """Every skill a person has judged, in the program's order, with its checks, oldest first. One query."""
    checks = SkillCheck.objects.filter(enrollment=enrollment).select_related("skill")
    by_skill: dict[Skill, list[SkillCheck]] = defaultdict(list)
    for check in checks.order_by("skill__position", "skill", "checked_on"):
        by_skill[check.skill].append(check)
    return list(by_skill.items())


def cohort_means(cohort: Cohort, *, withhold: bool) -> list[tuple[Skill, dict[str, LevelMean]]]:
    """Mean level by skill and milestone, of each person's latest check there. With `withhold` means of fewer than five
    people, and those so near the ends that they tell who said otherwise, are None. One query.
    """
    checks = SkillCheck.objects.filter(enrollment__cohort=cohort).select_related("skill")
    latest: dict[tuple[Skill, str], dict[int, int]] = defaultdict(dict)
    for check in checks.order_by("skill__position", "skill", "checked_on"):
        latest[check.skill, check.milestone][check.enrollment_id] = check.level
    by_skill: dict[Skill, dict[str, LevelMean]] = defaultdict(dict)
    for (skill, milestone), levels in latest.items():
        by_skill[skill][milestone] = _mean(list(levels.values()), withhold=withhold)
    return list(by_skill.items())


def _mean(levels: list[int], *, withhold: bool) -> LevelMean:
    people = [levels.count(level) for level in LEVELS]
    hidden = withhold and (len(levels) < MINIMUM or not may_show_mean(people))
    return LevelMean(len(levels), None if hidden else mean_of(people))


def _lock(program: Program) -> None:
    """Names and positions are one list: one writer at a time."""
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)


def _refuse_name(skills, name: str) -> None:
    if skills.filter(name=name).exists():
        raise Refused(_("There is already a skill with that name."), field="name")
