"""One row of everything in a town, each with a word that must not be seen from elsewhere; and the admins, walked."""

import datetime as dt
from io import BytesIO
from types import SimpleNamespace

import openpyxl
from django.contrib.admin import ModelAdmin
from django.urls import reverse

from programs.admin.site import site
from programs.domain.access_records import Action, record_access
from programs.domain.invitations import make_invitation
from programs.models import Operator, RampStep, RampTemplate, RampTemplateStep
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.make import make_earning
from tests.make_phases import make_funding, make_partner, make_phase
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
    make_session,
    make_skill,
    make_survey,
)
from workers.domain.closing import close_month
from workers.domain.enrollments import open_months_of
from workers.domain.targets import pause
from workers.models import LaterState, Outcome, PeopleImport, Supporter

OCTOBER = Month(2026, 10)
SECRET = ("駒ヶ根", "𠮷田", "秘密", "komagane")
reverse("admin:index")  # fills the registry
ADMINS = sorted(site._registry.values(), key=lambda one: one.opts.label)
TOWNLESS = {
    "reports.Sweep",
    "programs.OutgoingMail",
    "workers.IncomeThreshold",
    "workers.MinimumWage",
    "workers.PlatformFeeRule",
}  # administrators only
TENANT = [admin for admin in ADMINS if admin.opts.label not in TOWNLESS]


def url(admin: ModelAdmin, page: str, *args: object) -> str:
    return reverse(f"admin:{admin.opts.app_label}_{admin.opts.model_name}_{page}", args=args)


def leaked(text: str) -> list[str]:
    return [word for word in SECRET if word in text]


def leaks(response) -> list[str]:
    return leaked(response.content.decode())


def cells(response) -> list[tuple]:
    """The rows of an Excel answer, the head first."""
    return list(openpyxl.load_workbook(BytesIO(response.content)).active.values)


def furnish(town: SimpleNamespace, word: str) -> dict:
    """One row of everything, each with a word that must not be seen from elsewhere."""
    operator = Operator.objects.create(name=f"{word}運営会社")
    town.program.operator = operator
    town.program.name = f"{word}事業"
    town.program.save()
    town.cohort.name = f"{word}の期"
    town.cohort.save()
    open_months_of(town.enrollment)
    earning = make_earning(town.enrollment, 12_345, dt.date(2026, 10, 5), title=f"{word}案件")
    pause(enrollment=town.enrollment, starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 2, 3))
    step = RampStep.objects.create(cohort=town.cohort, from_month=1, target=11_111)
    template = RampTemplate.objects.create(program=town.program, name=f"{word}の階段")
    RampTemplateStep.objects.create(template=template, from_month=1, target=11_111)
    closing = close_month(cohort=town.cohort, month=OCTOBER, by=town.official)
    slip = make_invitation(invitee=f"{word}さん", role="worker", place=town.cohort, by=town.official)
    record = record_access(
        Action.LOOKED, town.worker, user=town.official, municipality=town.municipality, detail=f"{word}"
    )
    drain()
    month = town.enrollment.income_months.get(month=dt.date(2026, 10, 1))
    return {
        "programs.Municipality": town.municipality,
        "programs.Operator": operator,
        "programs.Program": town.program,
        "programs.Cohort": town.cohort,
        "programs.RampTemplate": template,
        "programs.RampStep": step,
        "programs.Membership": town.director.memberships.get(),
        "programs.Invitation": slip.invitation,
        "programs.User": town.worker_user,
        "programs.AccessRecord": record,
        "programs.Announcement": make_announcement(
            town.program, town.official, title=f"{word}のお知らせ", cohort=town.cohort
        ),
        "workers.Worker": town.worker,
        "workers.Enrollment": town.enrollment,
        "workers.Earning": earning,
        "workers.IncomeMonth": month,
        "workers.MonthClosing": closing,
        **_phases(town, word),
        **_support(town, word),
        **_recruiting(town, word),
        **_lives(town, word),
        **_courses(town, word),
        "programs.Survey": make_survey(cohort=town.cohort, title=f"{word}のアンケート"),
        "programs.Skill": make_skill(town.program, name=f"{word}のスキル"),
        "reports.CohortMonth": town.cohort.cohort_months.get(month=dt.date(2026, 10, 1)),
    }


def _lives(town: SimpleNamespace, word: str) -> dict:
    day = dt.date(2026, 11, 1)
    outcome = Outcome.objects.create(enrollment=town.enrollment, kind="hired", happened_on=day, employer=f"{word}会社")
    state = LaterState.objects.create(enrollment=town.enrollment, months_after=6, due_on=day, note=f"{word}の一行")
    given = PeopleImport.objects.create(
        program=town.program,
        cohort=town.cohort,
        kind="workers",
        file_name=f"{word}の名簿.xlsx",
        uploaded_by=town.official,
    )
    return {"workers.Outcome": outcome, "workers.LaterState": state, "workers.PeopleImport": given}


def _phases(town: SimpleNamespace, word: str) -> dict:
    return {
        "programs.ProgramPhase": make_phase(town.program, moved_by=town.official, reason=f"{word}の理由"),
        "programs.Partner": make_partner(town.program, name=f"{word}の会社"),
        "programs.Funding": make_funding(town.program, 2025, "national", 1_000_000, name=f"{word}交付金"),
    }


def _support(town: SimpleNamespace, word: str) -> dict:
    person, director = town.enrollment, town.director
    since = dt.date(2026, 1, 10)
    return {
        "workers.Contact": make_contact(person, director, line=f"{word}の話"),
        "workers.Supporter": Supporter.objects.create(enrollment=person, user=director, joined_on=since),
        "workers.FollowUp": make_follow_up(person, director, what=f"{word}の宿題"),
    }


def _courses(town: SimpleNamespace, word: str) -> dict:
    course = make_course(town.program, title=f"{word}の講座")
    session = make_session(course, place=f"{word}会館", trainer=f"{word}先生")
    row = make_attendance(session, make_attendee(town.municipality, family_name=word))
    return {"programs.Course": course, "programs.CourseSession": session, "workers.Attendance": row}


def _recruiting(town: SimpleNamespace, word: str) -> dict:
    consent = make_consent(town.municipality, body=f"{word}の同意文")
    call = make_call(town.cohort, title=f"{word}の募集")
    application = make_application(call, family_name=word, consent=consent, motivation=f"{word}の動機")
    return {"programs.ConsentText": consent, "programs.Call": call, "workers.Application": application}
