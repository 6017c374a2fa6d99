"""Makers: each takes only what a test is about and fills in the rest with one plain town."""

import datetime as dt
from itertools import count

from programs.models import Cohort, Membership, Municipality, Program, RampStep, User
from workers.domain.earnings import Entry, record_earning
from workers.models import Earning, Enrollment, Worker

_number = count(1)


def make_user(name: str = "", **fields) -> User:
    n = next(_number)
    name = name or f"利用者{n}"
    return User.objects.create_user(
        fields.pop("email", f"person{n}@example.jp"), fields.pop("password", None), display_name=name, **fields
    )


def make_municipality(code: str = "452041", prefecture: str = "宮崎県", name: str = "日南市") -> Municipality:
    return Municipality.objects.get_or_create(code=code, defaults={"prefecture": prefecture, "name": name})[0]


def make_program(municipality: Municipality | None = None, **fields) -> Program:
    n = next(_number)
    return Program.objects.create(
        municipality=municipality or make_municipality(),
        **{"name": "クラウドワーカー育成事業", "slug": f"program-{n}", "started_on": dt.date(2024, 4, 1)} | fields,
    )


def make_cohort(program: Program | None = None, *, ramp: dict[int, int] | None = None, **fields) -> Cohort:
    program = program or make_program()
    cohort = Cohort.objects.create(
        program=program,
        **{"number": program.cohorts.count() + 1, "capacity": 30, "starts_on": dt.date(2026, 1, 10)} | fields,
    )
    for from_month, target in (ramp or {}).items():
        RampStep.objects.create(cohort=cohort, from_month=from_month, target=target)
    return cohort


def make_worker(municipality: Municipality | None = None, *, user: User | None = None, **fields) -> Worker:
    n = next(_number)
    names = {
        "family_name": "田中",
        "given_name": f"さつき{n}",
        "family_name_kana": "タナカ",
        "given_name_kana": "サツキ",
    }
    return Worker.objects.create(municipality=municipality or make_municipality(), user=user, **names | fields)


def make_enrollment(cohort: Cohort | None = None, *, worker: Worker | None = None, **fields) -> Enrollment:
    cohort = cohort or make_cohort()
    worker = worker or make_worker(cohort.program.municipality)
    return Enrollment.objects.create(worker=worker, cohort=cohort, **{"joined_on": cohort.starts_on} | fields)


def make_entry(gross: int = 10_000, earned_on: dt.date = dt.date(2026, 11, 3), **fields) -> Entry:
    return Entry(**{"gross": gross, "earned_on": earned_on, "source": "crowdworks", "title": "記事の作成"} | fields)


def make_earning(
    enrollment: Enrollment, gross: int = 10_000, earned_on: dt.date = dt.date(2026, 11, 3), **fields
) -> Earning:
    return record_earning(enrollment=enrollment, entry=make_entry(gross, earned_on, **fields), by=None)


def make_official(municipality: Municipality, name: str = "押川 健一", **fields) -> User:
    user = make_user(name, **fields)
    Membership.objects.create(user=user, role="official", municipality=municipality, joined_on=dt.date(2024, 4, 1))
    return user


def make_director(program: Program, name: str = "黒木 沙織", **fields) -> User:
    user = make_user(name, **fields)
    Membership.objects.create(user=user, role="director", program=program, joined_on=dt.date(2024, 4, 1))
    return user
