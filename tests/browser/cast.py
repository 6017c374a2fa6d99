"""A town with something of everything, so that no page is looked at empty."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from programs.domain.access_records import Action, record_access
from programs.domain.invitations import make_invitation
from programs.models import (
    Cohort,
    Membership,
    Operator,
    Program,
    RampStep,
    RampTemplate,
    RampTemplateStep,
    User,
)
from programs.shared.month import Month
from reports.domain.roll_up import drain
from tests.furnished import furnish_programme, noun_before
from tests.make import make_earning, make_enrollment, make_user, make_worker
from workers.domain.answers import answer_month
from workers.domain.closing import close_month, reopen_month
from workers.domain.enrollments import open_months_of
from workers.domain.targets import pause
from workers.models import Earning, Enrollment
from workers.models.income_month import Answer

SECOND = ["髙橋", "𠮷野", "山﨑", "田中", "黒木", "川越"]


@dataclass
class Town:
    program: Program
    cohort: Cohort
    enrollment: Enrollment
    earning: Earning
    slip_token: str
    now: Month
    pks: dict[str, int]
    keys: dict[str, str]
    people: dict[str, User]

    def words(self, route: str) -> dict[str, object]:
        """What an address of ours can ask for."""
        return {
            "slug": self.program.slug,
            "number": self.cohort.number,
            "month": str(self.now - 1),
            "year": self.now.year,
            "token": self.slip_token,
            "pk": self.pks.get(noun_before(route, "pk")),
            "key": self.keys.get(noun_before(route, "key")),
            "earning": self.pks["earnings"],
        }


def today() -> dt.date:
    return timezone.localdate()


def furnish(cast) -> Town:
    """`cast`: a town of the standing cast (tests/conftest.py), whose cohort is moved to have begun six months ago."""
    now = Month.of(today())
    cohort, program, enrollment = cast.cohort, cast.program, cast.enrollment
    program.operator = Operator.objects.create(name="日南しごとの会")
    program.save()
    cohort.starts_on, cohort.started_at = (now - 6).first, timezone.now()
    cohort.save()
    for from_month, target in ((1, 30_000), (4, 80_000), (7, 150_000)):
        RampStep.objects.create(cohort=cohort, from_month=from_month, target=target)
    template = RampTemplate.objects.create(program=program, name="ゆるやかな階段")
    RampTemplateStep.objects.create(template=template, from_month=1, target=30_000)
    Enrollment.objects.filter(pk=enrollment.pk).update(joined_on=cohort.starts_on)
    enrollment.refresh_from_db()
    others = [
        make_enrollment(cohort, worker=make_worker(cast.municipality, family_name=name, given_name="葵"))
        for name in SECOND
    ]
    for one in [enrollment, *others]:
        open_months_of(one)
    _earn(enrollment, others, now)
    pause(enrollment=others[0], starts_on=(now - 3).first, ends_on=(now - 3).last)
    answer_month(enrollment=enrollment, month=now - 4, answer=Answer.NOTHING_EARNED, by=cast.worker_user)
    close_month(cohort=cohort, month=now - 6, by=cast.official)
    close_month(cohort=cohort, month=now - 5, by=cast.official)
    reopen_month(cohort=cohort, month=now - 5, by=cast.official, reason="振込の確認が遅れたため")
    waiting = make_invitation(invitee="新しい人", role="director", place=program, by=cast.official)
    slip = make_invitation(invitee="来る人", role="worker", place=cohort, by=cast.official)
    record_access(Action.LOOKED, cast.worker, user=cast.official, municipality=cast.municipality, detail=str(now))
    drain()
    viewer = make_user("議員 さくら")
    Membership.objects.create(user=viewer, role="viewer", program=program, joined_on=(now - 6).first)
    people = {
        "worker": cast.worker_user,
        "viewer": viewer,
        "director": cast.director,
        "official": cast.official,
        "administrator": make_user("管理者", is_superuser=True),
    }
    earning = Earning.objects.filter(enrollment=enrollment).order_by("-earned_on").first()
    programme = furnish_programme(cast)
    own = {"earnings": earning.pk, "people": enrollment.pk, "invitations": waiting.invitation.pk}
    return Town(program, cohort, enrollment, earning, slip.token, now, own | programme.pks, programme.keys, people)


def _earn(enrollment: Enrollment, others: list[Enrollment], now: Month) -> None:
    for back, gross in enumerate((24_000, 95_000, 60_000, 180_000)):
        day = max(enrollment.joined_on, min(today(), (now - back).last))
        make_earning(enrollment, gross, day, title=f"観光案内の記事 {back + 1}本目", platform_fee=gross // 5)
    make_earning(enrollment, 41_200, (now - 6).last, title="最初の仕事", client="株式会社ひなた")
    for number, one in enumerate(others):
        make_earning(one, 7_000 * (number + 1), (now - 1).first, title="データ入力")
