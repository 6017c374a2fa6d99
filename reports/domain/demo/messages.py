"""The messages of a demo town: a few matters with accounts of their own, one that waits, and announcements to each."""

import datetime as dt
from dataclasses import dataclass
from random import Random

from programs.models import Announcement, User
from programs.models.announcement import Audience
from reports.domain.demo.towns import Town, noon
from workers.models import Enrollment, Matter, Message, ReadMark

WORKER, DIRECTOR = "worker", "director"


@dataclass(frozen=True)
class Talk:
    """A conversation: days ago and hour of each message, who wrote it, what. `is_new`: nobody has read the last one."""

    subject: str
    lines: tuple[tuple[int, int, str, str], ...]
    settled: bool = False
    is_new: bool = False


TALKS = (
    Talk(
        "振込の日について",
        (
            (41, 21, WORKER, "先月分の報酬は、いつごろ振り込まれますか。通帳を見てもまだ入っていないようです。"),
            (40, 10, DIRECTOR, "お問い合わせありがとうございます。検収が17日だったので、25日の振込になります。"),
            (40, 12, WORKER, "わかりました。待ってみます。"),
            (35, 22, WORKER, "入っていました。ありがとうございました。"),
        ),
        settled=True,
    ),
    Talk(
        "来月の働ける時間",
        (
            (4, 9, DIRECTOR, "来月の計画を一緒に考えたいです。週に何時間くらい取れそうでしょうか。"),
            (3, 22, WORKER, "平日の午前中なら、週に15時間くらいできそうです。\n第3週は学校の行事で休みます。"),
            (1, 10, DIRECTOR, "それなら、記事を週に2本から始めてみましょう。第3週はお休みにしておきますね。"),
        ),
        is_new=True,
    ),
    Talk(
        "初めての直接契約",
        (
            (3, 21, WORKER, "取引先から、直接お願いしたいと連絡をもらいました。見積書はどう書けばよいでしょうか。"),
            (3, 21, WORKER, "見本があれば見せてください。急ぎではありません。"),
        ),
        is_new=True,
    ),
    Talk(
        "パソコンの画面が消える",
        (
            (58, 20, WORKER, "作業の途中で画面が消えることがあります。書いたものは残っています。"),
            (57, 9, DIRECTOR, "それはお困りですね。水曜の午後、コワーキングに持ってきていただければ一緒に見ます。"),
            (57, 12, WORKER, "水曜の14時に行きます。"),
            (53, 16, DIRECTOR, "電源の設定でした。また消えるようなら教えてください。"),
        ),
        settled=True,
    ),
)  # fmt: skip

# audience, first day and last day counted from today, title, text
ANNOUNCEMENTS = (
    (
        Audience.WORKERS, -2, 12, "設備点検によるお休み",
        "設備の点検のため、来週の月曜はコワーキングをお休みします。\n急ぎのご用は「連絡」から書いてください。",
    ),
    (
        Audience.DIRECTORS, -5, 9, "月の締めの前に",
        "まだ答えのない月がある方に、月末までに一声かけてください。",
    ),
    (
        Audience.OFFICIALS, -1, 13, "議会への報告の準備",
        "今月の数字がそろい次第、期ごとの表をまとめます。",
    ),
    (Audience.ALL, -40, -10, "秋の交流会", "ご参加ありがとうございました。"),
)  # fmt: skip


def fill_messages(town: Town, *, random: Random, today: dt.date) -> None:
    """Matters of those who have an account and take part, in the director's name; then the announcements."""
    director = town.director_on(today)
    if director is None:
        return
    people = [one for one in town.enrollments if one.worker.user_id and (one.left_on is None or one.left_on > today)]
    # A town's first account, which every visitor of the demo tries, has three of them: one waits for an answer.
    for number, talk in enumerate(TALKS):
        if people:
            _talk(talk, people[0] if number != len(TALKS) - 1 else random.choice(people), director, today)
    _announce(town, director, today)


def _talk(talk: Talk, person: Enrollment, director: User, today: dt.date) -> None:
    def moment(days: int, hour: int) -> dt.datetime:
        return noon(max(today - dt.timedelta(days=days), person.joined_on), hour)

    days, hour, side, _body = talk.lines[0]
    who = {WORKER: person.worker.user, DIRECTOR: director}
    last = moment(*talk.lines[-1][:2])
    matter = Matter.objects.create(
        enrollment=person,
        subject=talk.subject,
        opened_by=who[side],
        last_message_at=last,
        settled_at=last if talk.settled else None,
        settled_by=director if talk.settled else None,
    )
    Matter.objects.filter(pk=matter.pk).update(opened_at=moment(days, hour))
    written = [
        Message.objects.create(
            matter=matter, by=who[side], body=body, sent_at=moment(days, hour) + dt.timedelta(minutes=7 * n)
        )
        for n, (days, hour, side, body) in enumerate(talk.lines)
    ]
    Matter.objects.filter(pk=matter.pk).update(last_message_at=written[-1].sent_at)
    _read(matter, written[:-1] if talk.is_new else written)


def _read(matter: Matter, written: list[Message]) -> None:
    """Each side has read the last the other wrote, an hour after it came."""
    newest = {message.by_id: message for message in written}
    writers = list(newest)
    marks = [
        ReadMark(matter=matter, user_id=reader, message=theirs, read_at=theirs.sent_at + dt.timedelta(hours=1))
        for reader in writers
        for writer, theirs in newest.items()
        if writer != reader
    ]
    ReadMark.objects.bulk_create(marks)


def _announce(town: Town, director: User, today: dt.date) -> None:
    made_by = town.official_on(today) or director
    for audience, first, last, title, body in ANNOUNCEMENTS:
        made = Announcement.objects.create(
            program=town.program,
            audience=audience,
            title=title,
            body=body,
            shows_from=today + dt.timedelta(days=first),
            shows_until=today + dt.timedelta(days=last),
            made_by=made_by,
        )
        Announcement.objects.filter(pk=made.pk).update(made_at=noon(today + dt.timedelta(days=first), 9))
