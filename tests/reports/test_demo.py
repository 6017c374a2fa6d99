from collections import Counter
from types import SimpleNamespace

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count, F, Q

from programs.models import Cohort, CourseSession, Membership, Municipality, Program, User
from programs.shared.month import Month
from programs.shared.municipality_code import is_valid_code
from reports.domain.demo.accounts import LOGINS, PASSWORD
from reports.domain.demo.lives import first_month
from reports.domain.demo.recruiting import LOOK_UP_NUMBER, LOOK_UP_SECRET
from reports.domain.rebuild import check
from reports.models import CohortMonth
from tests.conftest import NOW, TODAY
from tests.reports.test_demo_loading import demo_rows
from workers.domain.applications import find_application
from workers.domain.attendance import Turnout, turnout
from workers.domain.calls import open_or_soon, state_of
from workers.domain.outcomes import Successes, successes
from workers.domain.sign_ups import upcoming_sessions
from workers.models import (
    Application,
    ApplicationStep,
    Earning,
    Enrollment,
    EnrollmentStage,
    IncomeMonth,
    LaterState,
    MonthClosing,
    MonthPlan,
    Pause,
    PlanWish,
    Worker,
)
from workers.models.enrollment_stage import Stage

# Without it, this file run alone would be given no test database, and would look at whatever demo stands here.
pytestmark = pytest.mark.django_db
NOVEMBER = Month(2026, 11)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this file and rolled back at its end."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=True), transaction.atomic():
        lines: list[str] = []
        call_command("load_demo", stdout=SimpleNamespace(write=lines.append))
        yield SimpleNamespace(printed="".join(lines))
        transaction.set_rollback(True)


def active(slug: str, month: Month) -> int:
    return IncomeMonth.objects.filter(
        enrollment__cohort__program__slug=slug, month=month.first, earning_count__gt=0
    ).count()


def mean(slug: str, month: Month) -> int:
    nets = IncomeMonth.objects.filter(
        enrollment__cohort__program__slug=slug, month=month.first, earning_count__gt=0
    ).values_list("net", flat=True)
    return sum(nets) // len(nets)


def test_the_demo_is_right_to_the_yen(demo):
    assert check() == []
    assert IncomeMonth.objects.filter(due__gt=0).count() == 0
    assert CohortMonth.objects.values("month").distinct().count() == 24


def test_komagane_has_200_registered_40_to_50_active_and_30_to_40_thousand_yen(demo):
    registered = Enrollment.objects.during(NOVEMBER).filter(cohort__program__slug="komagane").count()
    settled = [NOVEMBER - n for n in range(1, 18)]
    assert 190 <= registered <= 210
    assert [str(month) for month in settled if not 40 <= active("komagane", month) <= 50] == []
    assert [str(month) for month in settled if not 30_000 <= mean("komagane", month) <= 40_000] == []


def test_nichinan_is_three_people_near_150_thousand_and_one_was_hired(demo):
    people = Enrollment.objects.filter(cohort__program__slug="nichinan")
    assert Counter(people.values_list("leaving_reason", flat=True)) == {"": 2, "hired": 1}
    assert mean("nichinan", first_month(TODAY)) < 20_000
    assert 140_000 <= mean("nichinan", NOVEMBER - 1) <= 160_000


def test_homura_is_a_town_that_does_not_exist_and_runs_dry(demo):
    town = Municipality.objects.get(programs__slug="homura")
    assert is_valid_code(town.code)
    assert "架空" in town.name
    assert [active("homura", NOVEMBER - n) for n in (14, 1)] == [14, 2]
    assert Membership.objects.active(TODAY).filter(municipality=town).count() == 0
    assert Membership.objects.active(TODAY).filter(program__municipality=town, role="director").count() == 1
    gone_on = Membership.objects.get(municipality=town).left_on
    assert MonthClosing.objects.filter(cohort__program__slug="homura").latest("closed_at").closed_at.date() < gone_on


def test_past_months_are_signed_off_but_the_latest_stay_open(demo):
    newest = {
        slug: MonthClosing.objects.in_force().filter(cohort__program__slug=slug).latest("month").period
        for slug in ("nichinan", "komagane")
    }
    assert newest == {"nichinan": NOVEMBER - 2, "komagane": NOVEMBER - 3}
    assert MonthClosing.objects.exclude(reopened_at=None).count() == 1
    closing = MonthClosing.objects.in_force().earliest("closed_at")
    assert closing.closed_at.date() > closing.period.last


def test_there_is_something_of_everything(demo):
    assert set(IncomeMonth.objects.values_list("answer", flat=True)) == {
        "open",
        "reported",
        "nothing_earned",
        "excused",
    }
    assert not IncomeMonth.objects.filter(answer="nothing_earned", earning_count__gt=0).exists()
    assert not IncomeMonth.objects.filter(answer="reported", earning_count=0).exists()
    assert {"", "hired", "started_business", "moved", "care", "income", "unknown"} <= set(
        Enrollment.objects.values_list("leaving_reason", flat=True)
    )
    assert {"birth", "farm_season", "care", "health"} <= set(Pause.objects.values_list("reason", flat=True))
    assert MonthPlan.objects.count() == 50
    assert Earning.objects.exclude(verified_at=None).count() > Earning.objects.count() // 2
    assert {"﨑田", "髙橋", "𠮷田", "渡邉"} <= set(Worker.objects.values_list("family_name", flat=True))
    assert Cohort.objects.filter(ramp_steps=None).count() == 0


def test_a_call_is_open_in_nichinan_and_most_applicants_are_women(demo):
    call = open_or_soon(TODAY).get(cohort__program__slug="nichinan")
    assert (state_of(call, TODAY), call.cohort.capacity, call.weekly_hours) == ("open", 3, 30)
    states = Counter(call.applications.values_list("state", flat=True))
    assert {"applied", "screening", "interview", "declined", "withdrawn"} <= set(states)
    women = Application.objects.filter(gender="woman").count() / Application.objects.exclude(gender="not_said").count()
    assert 0.7 < women < 0.9


def test_everybody_enrolled_was_selected_once_and_every_application_tells_its_way(demo):
    assert Application.objects.filter(state="selected").count() == Enrollment.objects.count()
    for application in Application.objects.prefetch_related("steps"):
        steps = list(application.steps.all())
        assert (steps[0].state, steps[-1].state) == ("applied", application.state)
        assert [step.at for step in steps] == sorted(step.at for step in steps)
    assert ApplicationStep.objects.filter(at__gt=NOW).count() == 0


def test_the_printed_application_can_be_looked_up(demo):
    found = find_application(reference=LOOK_UP_NUMBER, secret=LOOK_UP_SECRET)
    assert Application.objects.get(pk=found.pk).state == "interview"
    assert (LOOK_UP_NUMBER in demo.printed, LOOK_UP_SECRET in demo.printed) == (True, True)


def test_no_two_people_of_a_town_have_one_name(demo):
    twins = Worker.objects.values("municipality", "family_name", "given_name").annotate(n=Count("pk")).filter(n__gt=1)
    assert list(twins) == []


def test_no_pay_lies_outside_an_enrollment_or_in_the_future(demo):
    outside = Q(earned_on__lt=F("enrollment__joined_on")) | Q(earned_on__gte=F("enrollment__left_on"))
    assert Earning.objects.filter(outside | Q(earned_on__gt=TODAY)).count() == 0


@pytest.mark.parametrize("login", LOGINS, ids=lambda login: login.email)
def test_every_printed_login_opens(demo, login):
    assert authenticate(None, email=login.email, password=PASSWORD) == User.objects.get(email=login.email)
    assert login.email in demo.printed
    assert PASSWORD in demo.printed


def test_a_second_load_changes_nothing_and_says_so(demo):
    before = demo_rows()
    lines: list[str] = []
    call_command("load_demo", "--seed", "2", stdout=SimpleNamespace(write=lines.append))
    assert demo_rows() == before
    assert "読み込み済み" in lines[0]


def test_people_move_on_and_are_asked_afterwards(demo):
    counted = {program.slug: successes(program) for program in Program.objects.all()}
    assert (counted["nichinan"], counted["komagane"].people) == (Successes(hired=1, moved_in=1, people=2), 11)
    assert set(EnrollmentStage.objects.values_list("stage", flat=True)) == set(Stage.values)
    due = LaterState.objects.filter(due_on__lte=TODAY)
    assert 0.4 < due.exclude(answered_at=None).count() / due.count() < 0.8
    assert PlanWish.objects.undecided().count() == 5


def test_courses_are_as_full_as_those_published(demo):
    def there(slug: str, kind: str, **session) -> Turnout:
        return turnout(CourseSession.objects.filter(course__program__slug=slug, course__kind=kind, **session))

    assert there("homura", "seminar").total == 107
    assert there("homura", "course").unique == 26
    assert there("komagane", "seminar", number=1).total == 71
    assert there("nichinan", "lesson").unique == 3
    person = Enrollment.objects.get(worker__user__email="worker@nichinan.example")
    assert False in [is_mine for _session, is_mine in upcoming_sessions(person, TODAY)]


def test_whoever_has_an_account_finds_every_page_of_their_money_filled(demo):
    for email in ("worker@nichinan.example", "worker@komagane.example"):
        person = Worker.objects.get(user__email=email)
        mine = Earning.objects.filter(enrollment__worker=person)
        assert person.preference.watched_lines
        assert person.expenses.filter(receipts__isnull=False).exists()
        assert mine.filter(evidences__isnull=False).exists()
        assert mine.filter(corrects__isnull=False, gross__lt=0).count() == 1
