"""What the lists about people's months have in common: amounts on the program's basis, states as badges."""

from django.contrib import admin
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.shared.month import Month
from programs.shared.search_key import search_key
from programs.templatetags.admin_rows import badge
from workers.domain.outcomes import has_succeeded
from workers.models import Pause
from workers.models.income_month import Answer

STATES = (
    ("active", _("taking part"), "ok"),
    ("upcoming", _("not yet begun"), "info"),
    ("paused", _("on a break"), ""),
    ("succeeded", _("hired or in business"), "info"),
    ("left", _("has left"), ""),
)
ANSWER_KINDS = {Answer.OPEN: "warn"}


def last_month() -> Month:
    """The latest month that is over: the one people answer for now."""
    return Month.of(timezone.localdate()) - 1


def with_state(queryset: QuerySet) -> QuerySet:
    """Every enrollment with `state`, a key of STATES, as of today."""
    today = timezone.localdate()
    resting = Pause.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=today), enrollment=OuterRef("pk"), starts_on__lte=today
    )
    return queryset.annotate(
        state=Case(
            When(has_succeeded(today), left_on__lte=today, then=Value("succeeded")),
            When(left_on__lte=today, then=Value("left")),
            When(joined_on__gt=today, then=Value("upcoming")),
            When(Exists(resting), then=Value("paused")),
            default=Value("active"),
            output_field=CharField(),
        )
    )


def find_people(queryset: QuerySet, term: str, path: str) -> QuerySet:
    """The rows whose person's name or reading holds `term`, however it is written."""
    key = search_key(term)
    return queryset.filter(**{f"{path}__contains": key}) if key else queryset


def on_basis(row: str, program: str) -> Case:
    """The amount that counts toward the target in `row` (a lookup prefix) of the program at `program`."""
    return Case(When(**{f"{program}__target_basis": "gross"}, then=F(f"{row}gross")), default=F(f"{row}net"))


def state_badge(state: str) -> str:
    word, kind = next((word, kind) for key, word, kind in STATES if key == state)
    return badge(word, kind)


def answer_badge(answer: str | None, target: int | None) -> object:
    """What the person said about the month; a month of rest or without a row asks nothing."""
    if answer is None:
        return _("not asked")
    if answer == Answer.OPEN:
        return badge(Answer(answer).label, "warn") if target is not None else _("on a break")
    return Answer(answer).label


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [(key, word) for key, word, _kind in STATES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(state=self.value()) if self.value() else queryset


class ClosedFilter(admin.SimpleListFilter):
    title = _("closing")
    parameter_name = "closed"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        return [("yes", _("closed")), ("no", _("open"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(closed_at__isnull=self.value() == "no") if self.value() else queryset


class MonthFilter(admin.SimpleListFilter):
    """The last thirteen months; `months` of history never make the menu longer."""

    title = _("month")
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple]:
        now = Month.of(timezone.localdate())
        return [(str(now - n), f"{(now - n).year}/{(now - n).number}") for n in range(13)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if not self.value():
            return queryset
        try:
            return queryset.filter(month=Month.parse(self.value()).first)
        except ValueError:
            return queryset.none()
