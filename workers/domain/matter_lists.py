"""Which matters wait for whom: a participant's unread ones, and the town's that wait for an answer."""

from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from programs.models import Program, User
from programs.shared.search_key import search_key
from workers.models import Matter, Message, Supporter
from workers.models.supporter import SupporterRole

PARTICIPANT = OuterRef("enrollment__worker__user")
WAITING_FIRST = (F("waiting_since").asc(nulls_last=True), "-last_message_at", "-pk")


def own_matters(user: User) -> QuerySet[Matter]:
    """A participant's own, of all their enrollments, each with `is_unread`; what is new to them first."""
    unread = _later_than_read().exclude(by=user)
    return _read_by(Matter.objects.of(user), user).annotate(is_unread=Exists(unread)).order_by(
        "-is_unread", "-last_message_at", "-pk"
    )  # fmt: skip


def unread_for(user: User) -> QuerySet[Matter]:
    """A participant's own matters in which somebody wrote what they have not read; the newest first."""
    return own_matters(user).filter(is_unread=True)


def unread_counts(matters: QuerySet[Matter] | list[Matter], user: User) -> dict[int, int]:
    """Matter -> how many messages of the staff a participant has not read. One query."""
    read_upto = Subquery(
        Matter.objects.filter(pk=OuterRef("matter"), read_marks__user=user).values("read_marks__message")[:1]
    )
    found = Message.objects.filter(matter__in=matters, pk__gt=Coalesce(read_upto, 0)).exclude(by=user)
    counts: dict[int, int] = {}
    for matter in found.order_by().values_list("matter", flat=True):
        counts[matter] = counts.get(matter, 0) + 1
    return counts


def matters_of_program(program: Program, user: User) -> QuerySet[Matter]:
    """For the staff: each with `waiting_since` (the first message nobody has answered, None when settled or answered),
    `is_unread` by `user`, and `is_mine`: whether `user` is in charge of the person today. Who waits longest first.
    """
    written = Message.objects.filter(matter=OuterRef("pk"))
    answer = written.exclude(by=PARTICIPANT).order_by("-pk").values("pk")[:1]
    unanswered = written.filter(by=PARTICIPANT, pk__gt=OuterRef("answered_upto")).order_by("pk").values("sent_at")[:1]
    in_charge = Supporter.objects.on().filter(user=user, enrollment=OuterRef("enrollment"))
    matters = Matter.objects.visible_to(user).filter(enrollment__cohort__program=program)
    return (
        _read_by(matters, user)
        .select_related("enrollment__worker", "enrollment__cohort")
        .annotate(answered_upto=Coalesce(Subquery(answer), 0), is_mine=Exists(in_charge))
        .annotate(unanswered_since=Subquery(unanswered), is_unread=Exists(_later_than_read().filter(by=PARTICIPANT)))
        .annotate(waiting_since=Case(When(settled_at=None, then=F("unanswered_since"))))
        .order_by(*WAITING_FIRST)
    )


def with_person_named(matters: QuerySet[Matter], asked: str) -> QuerySet[Matter]:
    """Those about people whose name or kana holds `asked`."""
    return matters.filter(enrollment__worker__search__contains=search_key(asked))


def last_messages(matters: list[Matter]) -> dict[int, Message]:
    """Matter -> its newest message with its writer. One query."""
    later = Message.objects.filter(matter=OuterRef("matter"), pk__gt=OuterRef("pk"))
    newest = Message.objects.filter(~Exists(later), matter__in=[one.pk for one in matters]).select_related("by")
    return {message.matter_id: message for message in newest}


def supporters_of(matters: list[Matter]) -> dict[int, User]:
    """Enrollment -> who is in charge of the person today. One query."""
    people = Supporter.objects.on().filter(
        role=SupporterRole.MAIN, enrollment__in=[one.enrollment_id for one in matters]
    )
    return {one.enrollment_id: one.user for one in people.select_related("user")}


def _read_by(matters: QuerySet[Matter], user: User) -> QuerySet[Matter]:
    mark = FilteredRelation("read_marks", condition=Q(read_marks__user=user))
    return matters.annotate(mark=mark).annotate(read_upto=Coalesce(F("mark__message_id"), 0))


def _later_than_read() -> QuerySet[Message]:
    return Message.objects.filter(matter=OuterRef("pk"), pk__gt=OuterRef("read_upto"))
