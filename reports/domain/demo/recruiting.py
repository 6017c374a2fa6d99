"""The demo's calls for applicants: those of every cohort, and one that is open today.

As published (invented people in it): Nichinan called for three people who live there, about 30 hours a week, with PC
skills, for two weeks; 8 in 10 applicants were women. Komagane took nearly everybody.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from programs.models import Call, Cohort, ConsentText, RampTemplate
from programs.shared.search_key import search_key
from reports.domain.demo.applicants import applicant_of, newcomers
from reports.domain.demo.lives import cohort_start
from reports.domain.demo.plans import TOWNS
from reports.domain.demo.towns import Town, noon
from workers.domain.application_numbers import hash_of
from workers.domain.targets import copy_ramp
from workers.models import Application, ApplicationStep, Assessment
from workers.models.assessment import SCORES

# One application the demo lets everybody look up.
LOOK_UP_NUMBER, LOOK_UP_SECRET = "1000001", "HTEN-3479"

A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
CONSENT = """応募いただいた内容は、参加者の選考と、選考についてのご連絡、個人がわからない形にした統計のために使います。

見るのは、{town}の担当課と、事業を運営する{operator}の担当者だけです。ほかの目的には使わず、ほかへ渡しません。

選考が終わってから1年後に消します。それより前でも、お申し出があれば消します。参加が決まった方の内容は、参加の記録に引き継ぎます。

（これはデモの文です）"""
PLACES = {"nichinan": "油津赤レンガ館 2階", "komagane": "テレワークオフィス Koto（こと）", "homura": "ほむら町公民館"}
HOURS = {"nichinan": 30, "komagane": 15, "homura": 10}
OTHERS = {"nichinan": 11, "komagane": 4, "homura": 1}  # who applied and did not come in, of each cohort
# What became of those others, drawn by lot: (state, reason).
ENDS = (
    ("declined", "seats"),
    ("declined", "seats"),
    ("declined", "hours"),
    ("declined", "skills"),
    ("declined", "conditions"),
    ("declined", "no_show"),
    ("withdrawn", "found_work"),
    ("withdrawn", "family"),
    ("waiting", ""),
)
# The applications of a call that is open today: how far each has come.
OPEN_WAYS = (
    ("screening", "interview"),
    ("screening", "interview"),
    ("screening", "interview"),
    ("screening",),
    ("screening",),
    ("screening",),
    ("declined",),
    ("withdrawn",),
    (),
    (),
    (),
)
NOTES = (
    "電話での受け答えが丁寧。平日の午前に時間がとれる。",
    "業務委託であること、収入が安定しないことを説明し、理解されている。",
    "ご家族の協力あり。まずは週15時間から。",
    "",
)
OPEN_REASONS = {"declined": "conditions", "withdrawn": "found_work"}


@dataclass(frozen=True)
class Way:
    """An application that is still to be written, and its steps: (state, day, reason)."""

    application: Application
    steps: list[tuple[str, dt.date, str]]


def fill_recruiting(town: Town, *, random: Random, today: dt.date) -> None:
    """Consent texts, calls, applications with their steps. Two towns get a cohort that has not begun."""
    texts = _consent_texts(town)
    numbers = _numbers(town, random)
    ways: list[Way] = []
    for index, cohort in enumerate(town.cohorts):
        call = _call(town, cohort, opens_on=cohort.starts_on - 7 * A_WEEK, days=15)
        ways += _past(town, call, index, texts, random)
    for weeks, capacity, days in _to_come(town):
        cohort = _next_cohort(town, capacity, today + (weeks + 8) * A_WEEK)
        call = _call(town, cohort, opens_on=today + weeks * A_WEEK, days=days)
        if call.opens_on <= today:
            ways += _open(town, call, texts[-1], random, today)
    _write(town, ways, numbers)
    _assess(town, ways, random, today)


def _to_come(town: Town) -> list[tuple[int, int, int]]:
    """(opens in weeks, seats, days it is open)."""
    return {"nichinan": [(-1, 3, 15)], "komagane": [(2, 20, 22)]}.get(town.plan.slug, [])


def _consent_texts(town: Town) -> list[ConsentText]:
    words = CONSENT.format(town=town.plan.name, operator=town.plan.operator)
    by = town.official_on(cohort_start(town.plan.cohorts[0], town.cohorts[0].starts_on)) or town.officials[0].user
    bodies = [words.replace("それより前でも、お申し出があれば消します。", ""), words]
    return [
        ConsentText.objects.create(municipality=town.program.municipality, version=number, body=body, made_by=by)
        for number, body in enumerate(bodies, 1)
    ]


def _call(town: Town, cohort: Cohort, *, opens_on: dt.date, days: int) -> Call:
    slug = town.plan.slug
    return Call.objects.create(
        cohort=cohort,
        title=f"{cohort} クラウドワーカー募集",
        opens_on=opens_on,
        closes_on=opens_on + (days - 1) * A_DAY,
        conditions=f"{town.plan.name}にお住まいで、週に{HOURS[slug]}時間ほど自宅で働ける方。\n"
        "パソコンの経験は問いません。講座で学べます。",
        about="自宅でできる仕事を、学びながら受けていく取り組みです。クラウドディレクターが、仕事選びから納品までいっしょに考えます。\n"
        "家事や育児、介護と両立したい方、外で働くことがむずかしい方も、ご相談ください。",
        place=PLACES[slug],
        weekly_hours=HOURS[slug],
        contact="商工政策課 0000-00-0000（デモの番号です）",
        published_at=noon(opens_on - 3 * A_DAY, 9),
    )


def _next_cohort(town: Town, capacity: int, starts_on: dt.date) -> Cohort:
    number = len(town.cohorts) + 1
    cohort = Cohort.objects.create(program=town.program, number=number, capacity=capacity, starts_on=starts_on)
    copy_ramp(template=RampTemplate.objects.get(name=town.plan.cohorts[-1].ramp), cohort=cohort)
    return cohort


def _past(town: Town, call: Call, index: int, texts: list[ConsentText], random: Random) -> Iterator[Way]:
    """The call of a cohort that has started: everybody who came in, and those who did not."""
    text = texts[0 if index < len(town.cohorts) // 2 else -1]
    chosen = call.closes_on + A_WEEK
    for enrollment, life in zip(town.enrollments, town.lives, strict=True):
        if life.cohort == index:
            application = applicant_of(life.name, random).apply_to(call, text, random)
            application.worker, application.state = enrollment.worker, "selected"
            yield Way(application, _steps(application, chosen, ("screening", "interview", "selected")))
    for one in newcomers(random, OTHERS[town.plan.slug]):
        state, reason = random.choice(ENDS)
        application = one.apply_to(call, text, random)
        application.state, application.decision_reason = state, reason
        before = ("screening",) if reason in ("seats", "hours", "skills", "conditions") else ("screening", "interview")
        yield Way(application, _steps(application, chosen, (*before, state), reason))


def _open(town: Town, call: Call, text: ConsentText, random: Random, today: dt.date) -> Iterator[Way]:
    """The call of today: each application as far as it has come in a week."""
    for number, (way, one) in enumerate(zip(OPEN_WAYS, newcomers(random, len(OPEN_WAYS)), strict=True)):
        application = one.apply_to(call, text, random, last=today - A_DAY)
        application.state = way[-1] if way else "applied"
        reason = application.decision_reason = OPEN_REASONS.get(application.state, "")
        if "interview" in way:
            application.interview_at = noon(today + (3 + number // 2) * A_DAY, 10 + 4 * (number % 2))
            application.interview_place = call.place
        yield Way(application, _steps(application, today - A_DAY, way, reason))


def _steps(application: Application, end: dt.date, states: tuple[str, ...], reason: str = "") -> list:
    """The steps after applying, spread to the last day `end`."""
    first = application.applied_at.date()
    days = [first + (end - first) * n / len(states) for n in range(1, len(states) + 1)]
    return [(state, day, reason if state == states[-1] else "") for state, day in zip(states, days, strict=True)]


def _numbers(town: Town, random: Random) -> Iterator[str]:
    """Different ones; the first digit is the town's."""
    place = 1 + [plan.slug for plan in TOWNS].index(town.plan.slug)
    yield from (f"{place}{n:06}" for n in random.sample(range(100, 10**6), 2000))


def _write(town: Town, ways: list[Way], numbers: Iterator[str]) -> None:
    places: dict[int, int] = {}
    for way in ways:
        application = way.application
        application.reference = next(numbers)
        if application.state == "waiting":
            places[application.call_id] = places.get(application.call_id, 0) + 1
            application.waiting_rank = places[application.call_id]
    _let_one_be_looked_up(ways)
    for way in ways:
        one = way.application
        one.search = search_key(f"{one.full_name} {one.full_kana} {one.reference}")
    Application.objects.bulk_create([way.application for way in ways], batch_size=500)
    steps = []
    for way in ways:
        one = way.application
        by = one.entered_by
        steps.append(ApplicationStep(application=one, state="applied", at=one.applied_at, by=by))
        for number, (state, day, reason) in enumerate(way.steps):
            by = None if state == "withdrawn" else town.director_on(day) or town.official_on(day)
            at = noon(day, 13 + number)
            steps.append(ApplicationStep(application=one, state=state, at=at, by=by, reason=reason))
    ApplicationStep.objects.bulk_create(steps, batch_size=500)


def _assess(town: Town, ways: list[Way], random: Random, today: dt.date) -> None:
    """Director and official noted what they saw of those whose interview is set."""
    people = [person for person in (town.director_on(today), town.official_on(today)) if person]
    rows = []
    for one in (way.application for way in ways if way.application.interview_at):
        skill = {"none": 1, "basic": 2, "office": 4, "work": 5}[one.pc_skill]
        for by in people:
            scores = [min(5, max(1, skill + random.choice((-1, 0, 0)))), *(random.randint(3, 5) for _n in range(3))]
            columns = dict(zip(SCORES, scores, strict=True))
            checks = {"lives_here": True, "knows_contract_work": random.random() < 0.8, "has_equipment": one.has_pc}
            rows.append(Assessment(application=one, by=by, note=random.choice(NOTES), **columns, **checks))
    Assessment.objects.bulk_create(rows)


def _let_one_be_looked_up(ways: list[Way]) -> None:
    shown = next((way.application for way in ways if way.application.interview_at), None)
    if shown:
        shown.reference, shown.secret_hash = LOOK_UP_NUMBER, hash_of(LOOK_UP_NUMBER, LOOK_UP_SECRET)
