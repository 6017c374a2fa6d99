"""Who comes to courses: one person is one attendee of the town, however often and however spelled they came."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import combinations

from django.db import transaction
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Municipality, User
from programs.shared.digits import phone_digits
from programs.shared.search_key import search_key
from workers.models import Attendance, Attendee, Worker
from workers.models.attendance import AttendanceState

# Of two marks for one person at one session the first of these stays.
STRENGTH = (
    AttendanceState.PRESENT,
    AttendanceState.EXCUSED,
    AttendanceState.ABSENT,
    AttendanceState.SIGNED_UP,
    AttendanceState.CANCELLED,
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """What somebody says of themselves. Without phone and e-mail they cannot be found again next time."""

    family_name: str
    given_name: str = ""
    family_name_kana: str = ""
    given_name_kana: str = ""
    phone: str = ""
    email: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.family_name} {self.given_name}".strip()

    @property
    def full_kana(self) -> str:
        return f"{self.family_name_kana} {self.given_name_kana}".strip()


@dataclass(frozen=True)
class Lookalikes:
    """Two rows that may be one person, the one to keep first: the participant, else the older row."""

    keep: Attendee
    drop: Attendee


@transaction.atomic
def find_or_make_attendee(
    *, municipality: Municipality, person: Person | None = None, worker: Worker | None = None
) -> Attendee:
    """The town's attendee for this participant, or for this reading with this phone number or e-mail address.

    The town is locked until the transaction ends, so that two asking at once get the same row. Lock the session
    before, not after. Without `person` the participant's own record speaks.
    """
    lock_people(municipality.pk)
    person = person or _person_of(worker)
    found = Attendee.objects.filter(worker=worker).first() if worker else None
    found = found or _known(municipality, person, worker)
    if found is None:
        return Attendee.objects.create(municipality=municipality, worker=worker, **asdict(person))
    return _completed(found, person, worker)


@transaction.atomic
def merge_attendees(*, keep: Attendee, drop: Attendee, by: User) -> Attendee:
    """Make two rows of one person one: everything of `drop` goes to `keep`, and where both stand at one session the
    stronger mark stays. The audit log keeps what was there. Raises Refused.
    """
    keep, drop = _locked_pair(keep, drop)
    if keep.worker_id and drop.worker_id:
        raise Refused(_("Both are participants with a record of their own. Merge the participants first."))
    # All rows at once, in the order in which a whole list is marked: so the two never wait for each other.
    both = Attendance.objects.select_for_update(no_key=True).filter(attendee__in=[keep, drop])
    rows = list(both.order_by("pk"))
    theirs = {row.session_id: row for row in rows if row.attendee_id == keep.pk}
    for row in [row for row in rows if row.attendee_id == drop.pk]:
        if row.session_id in theirs:
            _resolve(theirs[row.session_id], row)
        else:
            row.attendee = keep
            row.save(update_fields=["attendee"])
    number, worker = drop.pk, drop.worker
    drop.delete()
    keep.worker = keep.worker or worker
    keep.phone, keep.email = keep.phone or drop.phone, keep.email or drop.email
    if not keep.full_kana:
        keep.family_name_kana, keep.given_name_kana = drop.family_name_kana, drop.given_name_kana
    keep.save()
    _write_down(keep, by, f"merged {number}")
    return keep


@transaction.atomic
def link_attendee(*, attendee: Attendee, worker: Worker, by: User) -> Attendee:
    """Say that this attendee is that participant; joins the two when the participant has been here under another row.

    Raises Refused when the attendee is somebody else already.
    """
    lock_people(attendee.municipality_id)
    other = Attendee.objects.filter(worker=worker).exclude(pk=attendee.pk).first()
    if other:
        return merge_attendees(keep=other, drop=attendee, by=by)
    attendee = _locked(attendee)
    if attendee.worker_id not in (None, worker.pk):
        raise Refused(_("This person is already linked to another participant."))
    attendee.worker = worker
    attendee.save(update_fields=["worker"])
    _write_down(attendee, by)
    return attendee


@transaction.atomic
def change_attendee(*, attendee: Attendee, person: Person, by: User) -> Attendee:
    """Correct a name, a reading or a contact that was written down wrongly."""
    attendee = _locked(attendee)
    for name, value in asdict(person).items():
        setattr(attendee, name, value)
    attendee.save()
    _write_down(attendee, by)
    return attendee


def lock_people(town: int) -> None:
    """Who makes, joins or links people of a town takes turns, so that nobody is there twice: after cohort, call,
    application and session, before participants and attendees.
    """
    Municipality.objects.select_for_update(no_key=True).get(pk=town)


def doubled_sessions(keep: Attendee, drop: Attendee) -> int:
    """At how many sessions both are counted as present: so many fewer attendances after merging."""
    there = Attendance.objects.present().filter(attendee=keep).values("session")
    return Attendance.objects.present().filter(attendee=drop, session__in=there).count()


def lookalikes(attendees: Iterable[Attendee]) -> Iterator[Lookalikes]:
    """Pairs that a person should look at: the same reading (or name where it is missing), and no contact that
    says otherwise. Nothing is merged by itself.
    """
    groups: dict[str, list[Attendee]] = defaultdict(list)
    for one in attendees:
        groups[search_key(one.full_kana) or search_key(one.full_name)].append(one)
    for key, group in groups.items():
        pairs = combinations(sorted(group, key=lambda one: (one.worker_id is None, one.pk)), 2) if key else ()
        for keep, drop in pairs:
            if not (keep.worker_id and drop.worker_id) and not _contradict(keep, drop):
                yield Lookalikes(keep, drop)


def _person_of(worker: Worker | None) -> Person:
    if worker is None:
        raise ValueError("neither a person nor a participant")
    return Person(**{name: getattr(worker, name) for name in Person.__dataclass_fields__})


def _known(town: Municipality, person: Person, worker: Worker | None) -> Attendee | None:
    kana = search_key(person.full_kana)
    if not kana or not (person.phone or person.email):
        return None
    candidates = Attendee.objects.filter(municipality=town, search__endswith=kana).order_by("pk")
    if worker:
        candidates = candidates.filter(worker=None)
    alike = (one for one in candidates if search_key(one.full_kana) == kana and _reach_alike(one, person))
    return next(alike, None)


def _completed(found: Attendee, person: Person, worker: Worker | None) -> Attendee:
    """What was not known of the person until now. A stranger's form adds nothing to a participant's record."""
    news: dict[str, object] = {}
    if worker and found.worker_id is None:
        news["worker"] = worker
    if worker or found.worker_id is None:
        contact = {"phone": person.phone, "email": person.email}
        news |= {name: value for name, value in contact.items() if value and not getattr(found, name)}
    for name, value in news.items():
        setattr(found, name, value)
    if news:
        found.save(update_fields=list(news))
    return found


def _reach_alike(one: Attendee | Person, other: Attendee | Person) -> bool:
    pairs = ((phone_digits(one.phone), phone_digits(other.phone)), (one.email.casefold(), other.email.casefold()))
    return any(a and a == b for a, b in pairs)


def _contradict(one: Attendee, other: Attendee) -> bool:
    """Both can be reached, and nowhere alike, and they write their names differently."""
    reachable = all(each.phone or each.email for each in (one, other))
    same_name = search_key(one.full_name) == search_key(other.full_name)
    return reachable and not _reach_alike(one, other) and not same_name


def _locked(attendee: Attendee) -> Attendee:
    current = Attendee.objects.select_for_update(no_key=True).filter(pk=attendee.pk).first()
    if current is None:
        raise Refused(_("These two have already been merged."))
    return current


def _locked_pair(keep: Attendee, drop: Attendee) -> tuple[Attendee, Attendee]:
    lock_people(keep.municipality_id)
    pair = Attendee.objects.select_for_update(no_key=True).filter(pk__in=[keep.pk, drop.pk]).order_by("pk")
    found = {one.pk: one for one in pair}
    if keep.pk == drop.pk or len(found) < 2:
        raise Refused(_("These two have already been merged."))
    if keep.municipality_id != drop.municipality_id:
        raise Refused(_("People of two towns cannot be merged."))
    return found[keep.pk], found[drop.pk]


def _resolve(stays: Attendance, goes: Attendance) -> None:
    """Two rows of one person at one session: the stronger mark, the earlier sign-up, one way to cancel."""
    strong = min(stays, goes, key=lambda row: STRENGTH.index(row.state))
    moments = [row.signed_up_at for row in (stays, goes) if row.signed_up_at]
    stays.is_walk_in = stays.is_walk_in and goes.is_walk_in
    stays.signed_up_at = min(moments, default=None)
    stays.cancel_hash = stays.cancel_hash or goes.cancel_hash
    stays.state, stays.marked_at, stays.marked_by_id = strong.state, strong.marked_at, strong.marked_by_id
    goes.delete()
    stays.save()


def _write_down(attendee: Attendee, by: User, detail: str = "") -> None:
    record_access(
        Action.CHANGED,
        attendee,
        user=by,
        municipality=attendee.municipality,
        subject_worker=attendee.worker_id,
        detail=detail,
    )
