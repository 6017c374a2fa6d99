"""The processes of the hammering test, each with its own connection: `python -m tests.hammer.people PART SEED SECONDS`.

Each plays one part for a given time and prints one JSON line of what it did.
"""

import datetime as dt
import json
import os
import random
import sys
from collections import Counter
from time import monotonic

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402  (Django must be set up first)
from django.utils import timezone  # noqa: E402

from programs.domain.refusals import Refused  # noqa: E402
from programs.models import Cohort, RampStep, User  # noqa: E402
from programs.shared.month import Month  # noqa: E402
from reports.domain.rebuild import rebuild  # noqa: E402
from reports.domain.roll_up import drain  # noqa: E402
from workers.domain.closing import close_month, reopen_month  # noqa: E402
from workers.domain.earnings import (  # noqa: E402
    Entry,
    change_earning,
    record_earning,
    record_earnings,
    remove_earning,
)
from workers.domain.enrollments import enroll, leave  # noqa: E402
from workers.domain.pauses import end_pause  # noqa: E402
from workers.domain.targets import mark_cohort, pause, plan_month  # noqa: E402
from workers.models import Earning, Enrollment, Worker  # noqa: E402

FIRST = Month(2026, 1)
MONTHS = 4
PEOPLE_TO_KEEP = 10
PLANS = ("ramp", "plan", "pause", "enroll", "back", "leave")
UNEQUAL = """
    SELECT COUNT(*) FROM workers_incomemonth m
    LEFT JOIN (SELECT enrollment_id, month, SUM(net) AS net, COUNT(CASE WHEN gross > 0 THEN 1 END) AS entries
               FROM workers_earning GROUP BY enrollment_id, month) e
      ON e.enrollment_id = m.enrollment_id AND e.month = m.month
    WHERE m.net <> COALESCE(e.net, 0) OR m.earning_count <> COALESCE(e.entries, 0)
"""


def _entry(chance: random.Random) -> Entry:
    month = FIRST + chance.randrange(MONTHS)
    gross = chance.randint(1, 50_000)
    day = month.first + dt.timedelta(days=chance.randrange(28))
    return Entry(earned_on=day, source="crowdworks", title="記事", gross=gross, platform_fee=gross // 5)


def write(chance: random.Random, done: Counter) -> None:
    enrollment = chance.choice(list(Enrollment.objects.all()))
    deed = chance.choice(["add", "add", "add", "import", "move", "move", "remove"])
    mine = list(Earning.objects.filter(enrollment=enrollment).order_by("pk")[:20])
    if deed == "add" or not mine:
        record_earning(enrollment=enrollment, entry=_entry(chance), by=None)
    elif deed == "import":
        record_earnings(enrollment=enrollment, entries=[_entry(chance) for _n in range(3)], by=None)
    elif deed == "move":
        change_earning(earning=chance.choice(mine), entry=_entry(chance), by=None)
    else:
        remove_earning(earning=chance.choice(mine), by=None)
    done[deed] += 1


def settle(chance: random.Random, done: Counter) -> None:
    done["settled"] += drain(batch=20, seconds=1)


def close(chance: random.Random, done: Counter) -> None:
    cohort, by = Cohort.objects.get(), User.objects.get()
    month = FIRST + chance.randrange(MONTHS)
    if chance.random() < 0.5:
        close_month(cohort=cohort, month=month, by=by)
        done["closed"] += 1
    else:
        reopen_month(cohort=cohort, month=month, by=by, reason="入力もれ")
        done["reopened"] += 1


def plan(chance: random.Random, done: Counter) -> None:
    """What changes targets: ramps, own plans, breaks, joining and leaving."""
    cohort = Cohort.objects.select_related("program__municipality").get()
    person = chance.choice(list(Enrollment.objects.filter(left_on=None)))
    month = FIRST + chance.randrange(MONTHS)
    deed = PLANS[
        sum(done[one] for one in PLANS) % len(PLANS)
    ]  # in turn, and again when refused: a slow machine plans few
    if deed == "ramp":
        _change_ramp(cohort, chance)
    elif deed == "plan":
        plan_month(enrollment=person, month=month, target=chance.randint(1, 99_999))
    elif deed == "pause":
        pause(enrollment=person, starts_on=month.first, ends_on=month.last)
    elif deed == "back":
        end_pause(enrollment=person, back_on=month.first)
    elif deed == "enroll":
        worker = Worker.objects.create(municipality=cohort.program.municipality, family_name="新人")
        enroll(worker=worker, cohort=cohort, joined_on=month.first)
    elif Enrollment.objects.filter(left_on=None).count() > PEOPLE_TO_KEEP:
        leave(enrollment=person, left_on=timezone.localdate(), reason="moved")
    done[deed] += 1


@transaction.atomic
def _change_ramp(cohort: Cohort, chance: random.Random) -> None:
    RampStep.objects.update_or_create(
        cohort=cohort, from_month=chance.randint(1, MONTHS), defaults={"target": chance.randint(1, 99_999)}
    )
    mark_cohort(cohort)


def rebuild_all(chance: random.Random, done: Counter) -> None:
    rebuild()
    done["rebuilt"] += 1


def watch(chance: random.Random, done: Counter) -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNEQUAL)
        done["wrong months seen"] += cursor.fetchone()[0]
    done["looks"] += 1


PARTS = {"write": write, "settle": settle, "close": close, "plan": plan, "rebuild": rebuild_all, "watch": watch}


def main(part: str, seed: str, seconds: str) -> None:
    chance, done = random.Random(int(seed)), Counter()
    end = monotonic() + float(seconds)
    while monotonic() < end:
        try:
            PARTS[part](chance, done)
        except Refused:
            done["refused"] += 1
        except Exception as failure:  # counted, so that the test can say what happened
            done[f"error {type(failure).__name__}: {failure}"[:200]] += 1
    sys.stdout.write(json.dumps(done, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
