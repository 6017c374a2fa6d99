"""People who may be one person: the same folded name, the same phone number, the same e-mail address."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from programs.models import Call, Municipality
from programs.shared.digits import phone_digits
from programs.shared.search_key import search_key
from workers.models import Application, Worker

NAME, PHONE, EMAIL = "name", "phone", "email"
MANY = 20  # a phone number or an address of more people is an office's and tells nobody apart
Key = tuple[str, str]
T = TypeVar("T")


@dataclass(frozen=True)
class Twin:
    """Somebody who may be the same person, and what is the same: NAME, PHONE, EMAIL."""

    person: Worker | Application
    why: tuple[str, ...]

    @property
    def is_participant(self) -> bool:
        return isinstance(self.person, Worker)


@dataclass(frozen=True)
class Pair:
    """Two participants of one town who may be one person; `first` was there before `second`."""

    first: Worker
    second: Worker
    why: tuple[str, ...]


def keys_of(*, name: str, kana: str, phone: str, email: str) -> set[Key]:
    """What a person is recognised by. Names are folded (髙 = 高), a reading that is missing is not compared."""
    keys = {(NAME, search_key(name))} if name else set()
    if kana:
        keys.add((NAME, search_key(kana)))
    if digits := phone_digits(phone):
        keys.add((PHONE, digits))
    if email.strip():
        keys.add((EMAIL, email.strip().casefold()))
    return keys


def keys_of_person(person: Worker | Application) -> set[Key]:
    keys = keys_of(name=person.full_name, kana=person.full_kana, phone=person.phone, email=person.email)
    if isinstance(person, Worker) and person.user:
        keys.add((EMAIL, person.user.email.casefold()))
    return keys


def applicants_of(call: Call) -> Iterable[Application]:
    return call.applications.standing().order_by("pk")


def participants_of(town: Municipality) -> Iterable[Worker]:
    return Worker.objects.filter(municipality=town, merged_into=None).select_related("user").order_by("pk")


def telling(key: Key, people: Sequence[T]) -> Sequence[T]:
    """Of those who share `key` the ones worth comparing: at most MANY, else a file of thousands asks for millions."""
    return people[:MANY] if key[0] == NAME or len(people) <= MANY else ()


def rows_alike(keys: Mapping[int, set[Key]], *, enough: int) -> dict[int, list[int]]:
    """By number of each row of a file, the other rows that share a key with it: the first `enough`, or all there are.

    No more are looked for: where 5,000 rows bear one name, there are 25 million pairs.
    """
    sharing: dict[Key, list[int]] = defaultdict(list)
    for number in sorted(keys):
        for key in keys[number]:
            sharing[key].append(number)
    found = {
        n: {one for key in own for one in telling(key, sharing[key])[: enough + 1]} - {n} for n, own in keys.items()
    }
    return {number: sorted(others)[:enough] for number, others in found.items()}


class People:
    """People by what they are recognised by, to be asked for those who may be somebody."""

    def __init__(self, people: Iterable[Worker | Application]) -> None:
        self._by_key: dict[Key, list[Worker | Application]] = defaultdict(list)
        for person in people:
            for key in keys_of_person(person):
                self._by_key[key].append(person)

    def like(self, keys: set[Key]) -> list[Twin]:
        """Who shares a name and its reading, or one way to be reached; oldest first."""
        why: dict[Worker | Application, set[str]] = defaultdict(set)
        for key in keys:
            for person in telling(key, self._by_key.get(key, [])):
                why[person].add(key[0])
        return [Twin(person, tuple(sorted(kinds))) for person, kinds in sorted(why.items(), key=lambda one: one[0].pk)]

    def pairs(self) -> Iterator[Pair]:
        """All pairs that may be one person, each once."""
        why: dict[tuple[int, int], set[str]] = defaultdict(set)
        known: dict[int, Worker | Application] = {}
        for key, people in self._by_key.items():
            for first, second in combinations(telling(key, people), 2):
                why[first.pk, second.pk].add(key[0])
                known[first.pk], known[second.pk] = first, second
        for (first, second), kinds in sorted(why.items()):
            yield Pair(known[first], known[second], tuple(sorted(kinds)))
