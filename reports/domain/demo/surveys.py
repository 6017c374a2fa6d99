"""The demo's surveys and skills: before and after a course, after a seminar in a full hall, how people see themselves.

Everything is invented, and nothing leads from a sheet to a person here either.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from programs.models import Course, Skill, Survey, SurveyQuestion
from programs.models.survey import QuestionKind, SurveyMoment
from reports.domain.demo.survey_words import (
    LESSON,
    SEMINAR,
    SEMINAR_TEXTS,
    SKILL_COURSE,
    SKILL_TEXTS,
    SKILLS,
    Asked,
)
from reports.domain.demo.towns import Town, noon
from workers.domain.surveys import KEY_LENGTH, KEY_SIGNS
from workers.models import Attendance, SkillCheck, SurveyAnswer, SurveyResponse
from workers.models.skill_check import Milestone

A_DAY = dt.timedelta(days=1)
TO_SILENT = 0.06  # share of questions left out by those who need not answer them


@dataclass(frozen=True)
class Sheets:
    """A survey to be filled: how many sheets, how much higher than usual people put themselves, what they write."""

    title: str
    moment: str
    questions: Sequence[Asked]
    opens_on: dt.date
    closes_on: dt.date
    count: int
    lift: float = 0.0
    texts: Sequence[str] = ()


def fill_surveys(town: Town, *, random: Random, today: dt.date) -> None:
    """Surveys of the town's courses as far as they have been held, and a skill check of its participants."""
    for course in Course.objects.filter(program=town.program).order_by("pk"):
        held = list(course.sessions.filter(starts_at__lt=noon(today)).order_by("starts_at"))
        if not held:
            continue
        here = held[:1] if course.kind == "seminar" else held
        people = Attendance.objects.present().filter(session__in=here).values("attendee").distinct().count()
        first, last = held[0].starts_at.date(), held[-1].starts_at.date()
        for sheets in _planned(course, people, first, last, today):
            _fill(_survey(town, course, sheets, random), sheets, random)
    _fill_skills(town, random, today)


def _planned(course: Course, people: int, first: dt.date, last: dt.date, today: dt.date) -> list[Sheets]:
    if course.kind == "seminar":
        title = "説明会のアンケート"
        until = first + 14 * A_DAY
        return [Sheets(title, SurveyMoment.AFTER, SEMINAR, first, until, round(people * 0.87), texts=SEMINAR_TEXTS)]
    if course.kind == "course":
        before = Sheets(
            "受講前アンケート", SurveyMoment.BEFORE, SKILL_COURSE, first - 7 * A_DAY, first, round(people * 0.96), -1.2
        )
        after = Sheets(
            "受講後アンケート",
            SurveyMoment.AFTER,
            SKILL_COURSE,
            last,
            last + 10 * A_DAY,
            round(people * 0.88),
            0.5,
            SKILL_TEXTS,
        )
        return [before, after] if last + 10 * A_DAY < today else [before]
    return [
        Sheets("ふり返りアンケート", SurveyMoment.OTHER, LESSON, today - 5 * A_DAY, today + 16 * A_DAY, min(people, 3))
    ]


def _survey(town: Town, course: Course, sheets: Sheets, random: Random) -> Survey:
    survey = Survey.objects.create(
        program=town.program,
        course=course,
        title=sheets.title,
        intro="次の講座をよくするためにうかがいます。1分ほどで終わります。",
        moment=sheets.moment,
        opens_on=sheets.opens_on,
        closes_on=sheets.closes_on,
        answer_key="".join(random.choice(KEY_SIGNS) for _sign in range(KEY_LENGTH)),
        begun_at=noon(sheets.opens_on, 0) if sheets.count else None,
    )
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            position=position,
            kind=one.kind,
            text=one.text,
            options=list(one.options),
            is_required=one.is_required,
        )
        for position, one in enumerate(sheets.questions, 1)
    )
    return survey


def _fill(survey: Survey, sheets: Sheets, random: Random) -> None:
    days = min((sheets.closes_on - sheets.opens_on).days, 9) if sheets.opens_on < sheets.closes_on else 0
    responses = SurveyResponse.objects.bulk_create(
        SurveyResponse(
            pk=_number(random),
            survey=survey,
            answered_on=sheets.opens_on + random.choice((0, 0, 0, *range(min(days, 5)))) * A_DAY,
        )
        for _sheet in range(sheets.count)
    )
    texts = list(sheets.texts)
    questions = list(zip(survey.questions.order_by("position"), sheets.questions, strict=True))
    rows = []
    for response in responses:
        for question, asked in questions:
            for value in _said(asked, sheets, texts, random):
                number, text = (None, value) if isinstance(value, str) else (value, "")
                rows.append(
                    SurveyAnswer(pk=_number(random), response=response, question=question, number=number, text=text)
                )
    SurveyAnswer.objects.bulk_create(rows, batch_size=500)


def _said(asked: Asked, sheets: Sheets, texts: list[str], random: Random) -> list[int | str]:
    """What one sheet says to one question; empty where it is left out."""
    if asked.kind == QuestionKind.TEXT:
        return [texts.pop(random.randrange(len(texts)))] if texts and random.random() < 0.4 else []
    if not asked.is_required and random.random() < TO_SILENT:
        return []
    if asked.kind == QuestionKind.SCALE:
        return [max(1, min(5, round(random.gauss(asked.mean + sheets.lift, 0.95))))]
    if asked.kind == QuestionKind.CHOICE:
        return random.choices(range(len(asked.options)), weights=asked.weights)
    chosen = [place for place, weight in enumerate(asked.weights) if random.random() < weight]
    return chosen or [0]


def _fill_skills(town: Town, random: Random, today: dt.date) -> None:
    """At the start, after half a year and lately: by most of those who were there then, each from an own beginning."""
    skills = Skill.objects.bulk_create(
        Skill(program=town.program, name=name, hint=hint, position=position)
        for position, (name, hint) in enumerate(SKILLS, 1)
    )
    rows = []
    small = len(town.enrollments) < 5
    for enrollment in town.enrollments:
        begins = {skill.pk: random.gauss(1.7, 0.7) for skill in skills}
        for milestone, after, share in (
            (Milestone.START, 6, 0.72),
            (Milestone.HALFWAY, 182, 0.6),
            (Milestone.OTHER, 430, 0.45),
        ):
            day = enrollment.joined_on + (after + random.randint(0, 6)) * A_DAY
            gone = enrollment.left_on is not None and enrollment.left_on <= day
            if day > today or gone or not (small or random.random() < share):
                continue
            rows += [
                SkillCheck(
                    enrollment=enrollment,
                    skill=skill,
                    milestone=milestone,
                    checked_on=day,
                    level=max(1, min(5, round(begins[skill.pk] + after / 200 + random.gauss(0, 0.4)))),
                )
                for skill in skills
            ]
    SkillCheck.objects.bulk_create(rows, batch_size=500)


def _number(random: Random) -> int:
    return random.randrange(1, 2**53)
