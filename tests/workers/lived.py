"""Somebody about whom every table holds something, with a needle in every text: what must be found, or never again."""

import datetime as dt
import json
from types import SimpleNamespace

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.utils import timezone

from programs.domain.access_records import Action, record_access
from programs.models import OutgoingMail
from programs.shared.month import Month
from tests.make import make_earning, make_enrollment, make_entry, make_user, make_worker
from tests.make_programme import (
    make_application,
    make_attendance,
    make_attendee,
    make_call,
    make_contact,
    make_course,
    make_follow_up,
    make_session,
    make_skill,
)
from workers import models
from workers.domain.closing import close_month
from workers.domain.earnings import change_earning, remove_earning
from workers.domain.enrollments import open_months_of
from workers.domain.registration import accept_slip, invite_workers
from workers.domain.verifying import verify_earning

NAMES = {
    "family_name": "針山",
    "given_name": "探子",
    "family_name_kana": "ハリヤマ",
    "given_name_kana": "サガコ",
    "phone": "090-5512-1255",
    "email": "needle@hariyama.example.jp",
}
# Whatever of this stands anywhere leads to the person.
NEEDLES = ("針", "探子", "ハリヤマ", "サガコ", "090-5512", "5512551", "needle", "hariyama")
FIRST, LAST = Month(2026, 1), Month(2026, 9)
LEFT = dt.date(2026, 9, 20)


def live(town: SimpleNamespace, *, over: bool = True) -> SimpleNamespace:
    """Join, earn, be written about; `over`: leave, and every month is signed off."""
    worker = make_worker(town.municipality, **NAMES)
    enrollment = make_enrollment(town.cohort, worker=worker)
    user = make_user("針山 探子", email="needle@hariyama.example.jp")
    (slip,) = invite_workers(workers=[worker], cohort=town.cohort, by=town.official)
    accept_slip(invitation=slip.invitation, user=user)
    worker.refresh_from_db()
    lived = SimpleNamespace(town=town, worker=worker, user=user, enrollment=enrollment)
    open_months_of(enrollment)
    _earn(lived)
    _apply_and_learn(lived)
    _be_supported(lived)
    _own_things(lived)
    if over:
        leave(lived)
    return lived


def leave(lived: SimpleNamespace) -> None:
    models.Enrollment.objects.filter(pk=lived.enrollment.pk).update(
        left_on=LEFT, leaving_reason="hired", employer="針工業"
    )
    for month in Month.between(FIRST, LAST):
        close_month(cohort=lived.town.cohort, month=month, by=lived.town.official)
    lived.enrollment.refresh_from_db()


def _earn(lived: SimpleNamespace) -> None:
    person, town = lived.enrollment, lived.town
    lived.earnings = [
        make_earning(person, 12_000 + n, dt.date(2026, n, 12), title=f"針の仕事{n}", client="針商店")
        for n in range(2, 9)
    ]
    first = lived.earnings[0]
    change_earning(
        earning=first, entry=make_entry(13_333, dt.date(2026, 2, 13), title="針の仕事改", client="針屋"), by=lived.user
    )
    verify_earning(earning=lived.earnings[1], by=town.director)
    remove_earning(earning=lived.earnings[2], by=lived.user)
    statement = models.StatementImport.objects.create(
        enrollment=person, source="crowdworks", file_name="針.csv", digest="d" * 64, head=["針"], rows=[["針", "1"]],
        uploaded_by=lived.user,
    )  # fmt: skip
    rows = models.Earning.objects.filter(enrollment=person)
    rows.filter(pk=lived.earnings[3].pk).update(
        statement=statement, line_hash="needle" * 10, returned_at=timezone.now(), returned_by=town.director,
        return_reason="針が見えません",
    )  # fmt: skip
    rows.filter(pk=lived.earnings[4].pk).update(corrects=lived.earnings[3].pk, correction_reason="針の訂正")
    models.EarningChange.objects.create(
        enrollment=person, earning_number=first.pk, kind="changed", by=lived.user, reason="針の理由",
        before={"title": "針", "gross": 12_002, "earned_on": "2026-02-12"}, after={"client": "針", "gross": 13_333},
    )  # fmt: skip
    models.Evidence.objects.create(
        earning=first, file=ContentFile(b"\xff\xd8\xff needle", name="x"), file_name="針.jpg", kind="picture", size=10,
        digest="1" * 64, uploaded_by=lived.user,
    )  # fmt: skip


def _apply_and_learn(lived: SimpleNamespace) -> None:
    town, worker = lived.town, lived.worker
    call = town.cohort.call if hasattr(town.cohort, "call") else make_call(town.cohort, weekly_hours=30)
    words = {
        "address": "針町1-1", "motivation": "針に興味", "helper_name": "針山 母", "helper_relation": "針の母",
        "interview_place": "針会館", "birth_year": 1990, "gender": "woman", "short_hours_reason": "care",
        "secret_hash": "a" * 64,
    }  # fmt: skip
    application = make_application(call, state="selected", worker=worker, reference="5512551", **words | NAMES)
    make_application(call, state="declined", decision_reason="seats", **NAMES | {"family_name": "針山"})
    models.ApplicationStep.objects.create(application=application, state="selected", at=timezone.now(), note="針のメモ")
    models.Assessment.objects.create(application=application, by=town.director, pc_score=4, note="針のように鋭い")
    course = make_course(town.program)
    session = make_session(course, starts_at=timezone.now() - dt.timedelta(days=200))
    attendee = make_attendee(town.municipality, worker=worker, **NAMES)
    make_attendance(session, attendee, state="present", cancel_hash="needle" * 10)
    make_attendance(session, make_attendee(town.municipality, **NAMES), state="present")
    models.SkillCheck.objects.create(
        enrollment=lived.enrollment, skill=make_skill(town.program), milestone="start", checked_on=dt.date(2026, 2, 1),
        level=3,
    )  # fmt: skip


def _be_supported(lived: SimpleNamespace) -> None:
    person, town, now = lived.enrollment, lived.town, timezone.now()
    contact = make_contact(person, town.director, happened_on=dt.date(2026, 5, 1), line="針が好き")
    make_follow_up(person, town.director, what="針を渡す", contact=contact)
    models.Supporter.objects.create(enrollment=person, user=town.director, joined_on=person.joined_on)
    matter = models.Matter.objects.create(
        enrollment=person, subject="針の件", opened_by=lived.user, last_message_at=now
    )
    for by, body in ((lived.user, "針を失くした"), (town.director, "針山さん、あります")):
        message = models.Message.objects.create(matter=matter, by=by, body=body, sent_at=now)
    models.ReadMark.objects.create(matter=matter, user=lived.user, message=message, read_at=now)
    day = dt.date(2026, 3, 1)
    models.Outcome.objects.create(enrollment=person, kind="hired", happened_on=day, employer="針工業", note="針の縁")
    models.FunnelStep.objects.create(enrollment=person, step="course", reached_on=day, by=town.director)
    models.EnrollmentStage.objects.create(enrollment=person, stage="learning", began_on=day, by=town.director)
    models.LaterState.objects.create(
        enrollment=person, months_after=6, due_on=day, token_hash="needle" * 10, note="針の便り"
    )
    models.Pause.objects.create(
        enrollment=person, starts_on=dt.date(2026, 3, 5), ends_on=dt.date(2026, 3, 6), reason="health"
    )
    models.PlanWish.objects.create(enrollment=person, month=day, target=30_000)
    models.MonthPlan.objects.create(enrollment=person, month=day, target=30_000)
    models.Availability.objects.create(enrollment=person, weekday=1, part="night")
    models.TimeOff.objects.create(enrollment=person, starts_on=day, ends_on=day)
    models.Reminder.objects.create(enrollment=person, month=day, step=1, channel="mail")
    record_access(
        Action.LOOKED, person, user=town.director, municipality=town.municipality, subject_worker=lived.worker.pk
    )


def _own_things(lived: SimpleNamespace) -> None:
    worker, user = lived.worker, lived.user
    expense = models.Expense.objects.create(
        worker=worker, spent_on=dt.date(2026, 4, 1), category="books", title="針の本", amount=1_500
    )
    models.Evidence.objects.create(
        expense=expense, file=ContentFile(b"%PDF-1.7 needle", name="x"), file_name="針.pdf", kind="pdf", size=9,
        digest="2" * 64, uploaded_by=user,
    )  # fmt: skip
    models.StatementMapping.objects.create(worker=worker, source="crowdworks", columns={"title": "針"})
    models.WorkerPreference.objects.create(
        worker=worker, own_goal=50_000, rent=40_000, insurer_note="針と言われた", line_id="needle", calendar_version=2
    )
    apps.get_model("account.EmailAddress").objects.create(user=user, email=user.email, primary=True, verified=True)
    apps.get_model("mfa.Authenticator").objects.create(user=user, type="totp", data={"secret": "needle"})
    OutgoingMail.objects.create(
        municipality=worker.municipality, recipient=user.email, subject="針", body="針", purpose="x",
        next_try_at=timezone.now(),
    )  # fmt: skip
    apps.get_model("admin.LogEntry").objects.create(
        user=lived.town.official, content_type_id=_kind(worker), object_id=str(worker.pk), object_repr="針山 探子",
        action_flag=2, change_message="針",
    )  # fmt: skip


def _kind(row) -> int:
    return apps.get_model("contenttypes.ContentType").objects.get_for_model(row).pk


def traces() -> list[str]:
    """Every column of every table that still leads to the person."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model is Session:
            continue
        columns = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.order_by().values(*columns):
            for column, value in row.items():
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
                found += [f"{model._meta.label}.{column}" for needle in NEEDLES if needle in text]
    return sorted(set(found))
