"""One of everything around the income of a town of the standing cast: what addresses of ours can ask for.

`pks` by the word before the number in an address (`/p/nichinan/calls/7/` asks for «calls»), `keys` likewise.
"""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from programs.models import Funding, Partner, ProgramPhase
from tests.make import make_earning, make_worker
from tests.make_evidence import make_evidence, picture_bytes
from tests.make_programme import (
    make_announcement,
    make_application,
    make_attendance,
    make_attendee,
    make_call,
    make_consent,
    make_contact,
    make_course,
    make_follow_up,
    make_matter,
    make_session,
    make_skill,
    make_survey,
)
from workers.domain.evidences import add_evidence
from workers.models import (
    Availability,
    EnrollmentStage,
    ErasureRequest,
    Expense,
    FunnelStep,
    LaterState,
    Outcome,
    PeopleImport,
    PlanWish,
    SkillCheck,
    StatementImport,
    Supporter,
    TimeOff,
)


def furnish_programme(town: SimpleNamespace) -> SimpleNamespace:
    recruiting, courses = _recruiting(town), _courses(town)
    life = _support(town) | _cohort_life(town) | _phases(town)
    rows = recruiting | courses | life | _money(town) | _evidence(town)
    keys = {"sessions": courses["sessions"].sign_up_key, "surveys": courses["surveys"].answer_key}
    return SimpleNamespace(pks={noun: row.pk for noun, row in rows.items()}, keys=keys)


def _recruiting(town: SimpleNamespace) -> dict:
    today = timezone.localdate()
    week = dt.timedelta(days=7)
    consent = make_consent(town.municipality)
    call = make_call(town.cohort, opens_on=today - week, closes_on=today + week, weekly_hours=30)
    application = make_application(call, consent=consent, consented_at=timezone.now())
    make_application(call, state="waiting", waiting_rank=1)
    people_import = PeopleImport.objects.create(
        program=town.program,
        cohort=town.cohort,
        kind="applicants",
        file_name="応募者.xlsx",
        uploaded_by=town.official,
        row_count=0,
    )
    erasure = ErasureRequest.objects.create(worker=town.worker)
    twin = make_worker(town.municipality, family_name=town.worker.family_name, given_name=town.worker.given_name)
    return {"calls": call, "applications": application, "imports": people_import, "twins": twin, "erasures": erasure}


def _courses(town: SimpleNamespace) -> dict:
    today = timezone.localdate()
    course = make_course(town.program)
    start = timezone.now() + dt.timedelta(days=2)
    session = make_session(course, starts_at=start, ends_at=start + dt.timedelta(hours=2), capacity=20)
    make_attendance(session, make_attendee(town.municipality, worker=town.worker))
    attendance = make_attendance(session)
    survey = make_survey(course, opens_on=today - dt.timedelta(days=1), closes_on=today + dt.timedelta(days=20))
    skill = make_skill(town.program)
    SkillCheck.objects.create(enrollment=town.enrollment, skill=skill, milestone="start", checked_on=today, level=2)
    rows = {"courses": course, "sessions": session, "attendances": attendance, "attendees": attendance.attendee}
    return rows | {"surveys": survey, "skills": skill, "questions": survey.questions.first()}


def _support(town: SimpleNamespace) -> dict:
    today = timezone.localdate()
    person, director = town.enrollment, town.director
    matter = make_matter(person, town.worker_user)
    until = today + dt.timedelta(days=30)
    return {
        "contacts": make_contact(person, director, happened_on=today - dt.timedelta(days=3)),
        "supporters": Supporter.objects.create(enrollment=person, user=director, joined_on=person.joined_on),
        "follow-ups": make_follow_up(person, director, due_on=today),
        "matters": matter,
        "messages": matter,
        "announcements": make_announcement(
            town.program, town.official, audience="all", shows_from=today, shows_until=until
        ),
    }


def _cohort_life(town: SimpleNamespace) -> dict:
    today, person = timezone.localdate(), town.enrollment
    stage = EnrollmentStage.objects.create(
        enrollment=person, stage="learning", began_on=person.joined_on, by=town.director
    )
    Availability.objects.create(enrollment=person, weekday=0, part="morning")
    return {
        "stages": stage,
        "steps": FunnelStep.objects.create(enrollment=person, step="seminar", reached_on=today, by=town.director),
        "outcomes": Outcome.objects.create(enrollment=person, kind="moved_in", happened_on=today, by=town.director),
        "later-states": LaterState.objects.create(enrollment=person, months_after=6, due_on=today),
        "wishes": PlanWish.objects.create(enrollment=person, month=today.replace(day=1), target=40_000),
        "statements": StatementImport.objects.create(
            enrollment=person,
            source="crowdworks",
            digest="0" * 64,
            head=["日付", "件名", "受取額"],
            rows=[
                [2, [f"{today:%Y/%m/%d}", "記事の作成", "8,580"]],
                [3, ["13月1日", "校正", "500"]],
                [4, ["", "合計", "9,080"]],
            ],
            mapping={"roles": {"day": 0, "title": 1, "net": 2}, "job_form": "project", "known": True},
            row_count=3,
            uploaded_by=town.worker_user,
        ),
        "days-off": TimeOff.objects.create(enrollment=person, starts_on=today, ends_on=today + dt.timedelta(days=2)),
    }


def _money(town: SimpleNamespace) -> dict:
    expense = Expense.objects.create(
        worker=town.worker, spent_on=timezone.localdate(), category="books", title="編集の本", amount=1_980
    )
    receipt = add_evidence(expense=expense, file_name="領収書.jpg", data=picture_bytes(), by=town.worker_user)
    return {"expenses": expense, "receipts": receipt}


def _phases(town: SimpleNamespace) -> dict:
    today, program = timezone.localdate(), town.program
    return {
        "phases": ProgramPhase.objects.create(
            program=program, phase="awareness", began_on=today, moved_by=town.official
        ),
        "partners": Partner.objects.create(
            program=program, role="town", name="商工政策課", pays_for="会場", joined_on=today
        ),
        "fundings": Funding.objects.create(program=program, fiscal_year=2026, kind="own_revenue", amount=1_000_000),
    }


def _evidence(town: SimpleNamespace) -> dict:
    """On the entry that is there, or on one of its own where there is none."""
    entry = town.enrollment.earnings.first() or make_earning(town.enrollment)
    return {"entries": entry, "evidence": make_evidence(entry, town.worker_user)}


def noun_before(route: str, word: str) -> str:
    """The folder an address asks for: «calls» in `p/<slug:slug>/calls/<int:pk>/close/`."""
    parts = route.split("/")
    place = next((n for n, part in enumerate(parts) if f":{word}>" in part), 0)
    return parts[place - 1] if place else ""
