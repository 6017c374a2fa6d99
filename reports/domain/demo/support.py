"""The support of a demo town's people: who is in charge, a year of contacts, what is to be done, and some silence."""

import datetime as dt
from random import Random

from programs.models import User
from reports.domain.demo.towns import Town, noon
from workers.models import Contact, Enrollment, FollowUp, Supporter
from workers.models.contact import Medium
from workers.models.supporter import SupporterRole

DAYS_BACK = 365
# how often somebody is contacted, in days between two contacts: many people cannot be rung every week
RHYTHM_SMALL, RHYTHM_LARGE = (6, 20), (12, 60)
MEDIA = {Medium.CHAT: 38, Medium.PHONE: 30, Medium.SPACE: 14, Medium.ONLINE: 11, Medium.VISIT: 7}
MINUTES = {
    Medium.CHAT: (5, 10, None),
    Medium.PHONE: (5, 10, 15, 15, 30),
    Medium.SPACE: (15, 30, 30, 60),
    Medium.ONLINE: (30, 30, 60),
    Medium.VISIT: (60, 60, 90),
}
LINES = (
    "元気そう。今週は記事を2本進めている",
    "プロフィールの書き方を一緒に見直した",
    "納期に間に合うか不安とのこと。分量を相談",
    "子どもの行事で今月は少なめの予定",
    "初めての継続案件が決まった",
    "提案文の書き出しを一緒に直した",
    "検収待ち。来週には入る見込み",
    "パソコンの動きが遅い。設定を見た",
    "チームの案件に入りたいとのこと",
    "単価の上げ方について相談",
    "文字起こしに慣れてきた",
    "確定申告の時期について質問あり",
    "農作業が一段落し、来月から増やしたい",
    "メッセージの返し方を練習した",
    "新しい講座の案内をした",
    "時間のやりくりを一緒に考えた",
)
NOT_REACHED = ("留守番電話に伝言", "返信待ち", "不在", "")
TO_DO = (
    "プロフィールを一緒に直す",
    "来週、提案文を3つ見る",
    "チーム案件のリーダーに紹介する",
    "講座の申込書をわたす",
    "単価の相談のつづき",
    "月の記録を一緒に確かめる",
    "パソコンの貸し出しを役場に聞く",
)


def fill_support(town: Town, *, random: Random, today: dt.date) -> int:
    """Write supporters, contacts and follow-ups of a year. Returns how many contacts."""
    supporters: list[Supporter] = []
    contacts: list[Contact] = []
    silent = _silent(town, random, today)
    for enrollment in town.enrollments:
        own = _supporters(town, enrollment, random, today)
        supporters += own
        until = today - dt.timedelta(days=random.randint(16, 55)) if enrollment.pk in silent else today
        contacts += _contacts(town, enrollment, own, random, today, until)
    Supporter.objects.bulk_create(supporters, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)
    FollowUp.objects.bulk_create(_follow_ups(town, contacts, random, today), batch_size=500)
    here = Contact.objects.filter(enrollment__cohort__program=town.program)
    for day in sorted({contact.happened_on for contact in contacts}):  # written on the evening of the day
        written = min(noon(day, 18), noon(today, 9))
        here.filter(happened_on=day).update(logged_at=written)
        FollowUp.objects.filter(contact__in=here.filter(happened_on=day)).update(made_at=written)
    return len(contacts)


def _silent(town: Town, random: Random, today: dt.date) -> set[int]:
    """Some whom nobody has reached for a while; in a town that is giving up, most."""
    here = [one for one in town.enrollments if one.left_on is None]
    share = 0.6 if town.director_on(today) is None or town.plan.slug == "homura" else 0.2
    return {one.pk for one in random.sample(here, round(len(here) * share))} if len(here) > 5 else set()


def _supporters(town: Town, enrollment: Enrollment, random: Random, today: dt.date) -> list[Supporter]:
    """A director for most, with a change when one came or went; some newcomers have nobody yet."""
    if random.random() < 0.04:
        return []
    rows: list[Supporter] = []
    directors = [one for one in town.directors if one.left_on is None or one.left_on > enrollment.joined_on]
    if not directors:
        return []
    chosen = random.choice(directors)
    since = max(enrollment.joined_on, chosen.joined_on)
    first = town.director_on(enrollment.joined_on)
    until = enrollment.left_on
    if since > enrollment.joined_on and first and first != chosen.user:
        rows.append(_row(enrollment, first, enrollment.joined_on, since))
    if until is None or since < until:
        rows.append(_row(enrollment, chosen.user, since, until))
    others = [one for one in directors if one is not chosen and one.left_on is None]
    if others and until is None and random.random() < 0.3:
        deputy = random.choice(others)
        begins = max(since, deputy.joined_on)
        rows.append(_row(enrollment, deputy.user, begins, None, SupporterRole.DEPUTY))
    return rows


def _row(
    enrollment: Enrollment, user: User, since: dt.date, until: dt.date | None, role: str = SupporterRole.MAIN
) -> Supporter:
    return Supporter(enrollment=enrollment, user=user, role=role, joined_on=since, left_on=until)


def _contacts(
    town: Town, enrollment: Enrollment, own: list[Supporter], random: Random, today: dt.date, until: dt.date
) -> list[Contact]:
    """From the day of joining, or a year ago, to `until`; the visits come at the beginning."""
    last = min(until, enrollment.left_on - dt.timedelta(days=1)) if enrollment.left_on else until
    day = max(enrollment.joined_on, today - dt.timedelta(days=DAYS_BACK))
    low, high = RHYTHM_SMALL if len(town.enrollments) < 10 else RHYTHM_LARGE
    day += dt.timedelta(days=random.randint(0, low))
    rows = []
    while day <= last:
        by = _in_charge(own, day) or town.director_on(day)
        if by and day.weekday() < 6:
            early = (day - enrollment.joined_on).days < 60
            rows.append(_contact(enrollment, by, day, random, early=early))
        day += dt.timedelta(days=random.randint(low, high))
    lately = today - dt.timedelta(days=random.randint(1, 12))
    if until == last == today and lately >= enrollment.joined_on and _in_charge(own, lately) and random.random() < 0.75:
        rows.append(_contact(enrollment, _in_charge(own, lately), lately, random, early=False))
    return rows


def _contact(enrollment: Enrollment, by: User, day: dt.date, random: Random, *, early: bool) -> Contact:
    media = MEDIA | ({Medium.VISIT: 30} if early else {})
    medium = random.choices(list(media), list(media.values()))[0]
    by_wire = medium in (Medium.PHONE, Medium.CHAT)
    reached = random.random() < (0.72 if by_wire else 1)
    return Contact(
        enrollment=enrollment,
        by=by,
        happened_on=day,
        medium=medium,
        was_reached=reached,
        minutes=random.choice(MINUTES[medium]) if reached else None,
        line=random.choice(LINES if reached else NOT_REACHED),
    )


def _in_charge(own: list[Supporter], day: dt.date) -> User | None:
    there = [one for one in own if one.joined_on <= day and (one.left_on is None or day < one.left_on)]
    return there[0].user if there else None


def _follow_ups(town: Town, contacts: list[Contact], random: Random, today: dt.date) -> list[FollowUp]:
    """After one contact in eight something was promised: mostly done, the last ones open, a few overdue."""
    rows = []
    for contact in contacts:
        if not contact.was_reached or random.random() > (0.5 if len(town.enrollments) < 10 else 0.125):
            continue
        due = contact.happened_on + dt.timedelta(days=random.choice((3, 7, 7, 14)))
        settled = due < today and (random.random() < 0.75 or (today - due).days > 30)
        done_at = noon(min(due + dt.timedelta(days=random.randint(-2, 3)), today), 9) if settled else None
        serving = contact.by if contact.by in {one.user for one in town.directors if one.left_on is None} else None
        rows.append(
            FollowUp(
                enrollment=contact.enrollment,
                contact=contact,
                what=random.choice(TO_DO),
                due_on=due,
                assigned_to=contact.by if done_at else serving,
                made_by=contact.by,
                done_at=done_at,
                done_by=contact.by if done_at else None,
            )
        )
    return rows
