"""Who applies in the demo: invented people of all ages, eight in ten of them women, and what they write."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from programs.models import Call, ConsentText
from reports.domain.demo.people import Name, names
from reports.domain.demo.towns import noon
from workers.models import Application

MEN = {"翔太", "健", "大輔", "直樹", "徹", "誠", "和也", "一郎"}
MOTIVES = (
    "子どもが小学校に上がり、家にいながら働ける仕事を探していました。",
    "母の介護があり、外へ働きに出ることがむずかしいためです。",
    "以前は事務の仕事をしていました。ブランクがありますが、また働きたいです。",
    "広報で見て、説明会に参加しました。ひとりでは続かないと思うので、仲間がほしいです。",
    "文章を書くことが好きです。仕事にできるか、ためしてみたいと思いました。",
    "移住してきて2年になります。町の中に知り合いを増やしながら働きたいです。",
    "農閑期に収入がほしいと思っています。",
    "体調に波があるため、自分のペースで働ける仕事を希望します。",
    "",
    "",
)
SKILLS = ("none", "basic", "basic", "office", "office", "office", "work", "work")
SHORT = ("childcare", "childcare", "care", "farm_season", "disability", "not_said", "not_said", "not_said")
CHANNELS = ("online", "online", "online", "online", "online", "online", "online", "counter", "counter", "phone")
HELPERS = (("娘", "家族"), ("社会福祉協議会の職員", "窓口の職員"))


@dataclass(frozen=True)
class Applicant:
    """One person who has not yet chosen a call."""

    name: Name
    is_man: bool
    age: int
    skill: str

    def apply_to(self, call: Call, text: ConsentText, random: Random, last: dt.date | None = None) -> Application:
        """The application as it came in, on a day of the call up to `last`; not written yet."""
        days = (min(call.closes_on, last or call.closes_on) - call.opens_on).days
        day = call.opens_on + dt.timedelta(days=random.randint(0, max(days, 0)))
        at = noon(day, random.randint(8, 12))
        name = self.name
        contact = random.random()
        helper = random.choice(HELPERS) if self.age > 55 and random.random() < 0.5 else ("", "")
        return Application(
            call=call,
            family_name=name.family,
            given_name=name.given,
            family_name_kana=name.family_kana,
            given_name_kana=name.given_kana,
            phone=f"090-0000-{random.randint(0, 9999):04}" if contact < 0.85 else "",
            email=f"applicant{random.randint(1000, 9999)}@mail.example" if contact > 0.4 else "",
            birth_year=call.opens_on.year - self.age if random.random() < 0.9 else None,
            gender=("man" if self.is_man else "woman") if random.random() < 0.95 else "not_said",
            weekly_hours=max(4, (call.weekly_hours or 15) + random.choice((-10, -5, -5, 0, 0, 0, 5, 5))),
            pc_skill=self.skill,
            has_pc=random.random() < 0.7,
            has_internet=random.random() < 0.85,
            short_hours_reason=random.choice(SHORT),
            motivation=random.choice(MOTIVES),
            helper_name=helper[0],
            helper_relation=helper[1],
            channel=random.choice(CHANNELS),
            consent=text,
            consented_at=at,
            applied_at=at,
        )


def applicant_of(name: Name, random: Random) -> Applicant:
    age = min(72, max(19, round(random.gauss(41, 10))))
    return Applicant(name, name.given in MEN, age, random.choice(SKILLS))


def newcomers(random: Random, count: int) -> Iterator[Applicant]:
    """People the town does not know yet, in an order of their own."""
    drawn = list(zip(names(random), range(count + 4), strict=False))[4:]  # the first four are everywhere already
    return (applicant_of(name, random) for name, _n in drawn)
