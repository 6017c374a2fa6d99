from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from programs.shared.month import Month
from workers.models.columns import month_is_first_day
from workers.models.enrollment import Enrollment


class Due(models.IntegerChoices):
    """What the roll-up still owes this row."""

    NOTHING = 0, _("nothing")
    COUNT = 1, _("count it in its cohort")
    RECOMPUTE = 2, _("recompute it, then count it")


class Answer(models.TextChoices):
    OPEN = "open", _("not answered")
    REPORTED = "reported", _("all entered")
    NOTHING_EARNED = "nothing_earned", _("nothing earned")
    EXCUSED = "excused", _("excused")


class IncomeMonthQuerySet(models.QuerySet["IncomeMonth"]):
    def visible_to(self, user) -> "IncomeMonthQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))

    def of(self, user: User) -> "IncomeMonthQuerySet":
        return self.filter(enrollment__worker__user=user)

    def in_month(self, month: Month) -> "IncomeMonthQuerySet":
        return self.filter(month=month.first)

    def between(self, first: Month, last: Month) -> "IncomeMonthQuerySet":
        return self.filter(month__gte=first.first, month__lte=last.first)


class IncomeMonth(models.Model):
    """One person's month: the lock, the gate, the roll-up and the report card at once (docs/income-month.md).

    The sums equal the earnings at every commit. `target` is what applied in that month; none means a rest.
    """

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="income_months", verbose_name=_("enrollment"), db_index=False
    )
    month = models.DateField(_("month"))
    target = models.IntegerField(_("target"), null=True)
    gross = models.BigIntegerField(_("pay (tax included)"), default=0)
    platform_fee = models.BigIntegerField(_("platform fee"), default=0)
    net = models.BigIntegerField(_("after platform fee"), default=0)
    received = models.BigIntegerField(_("amount received"), default=0)
    minutes = models.IntegerField(_("minutes worked"), default=0)
    earning_count = models.IntegerField(_("entries"), default=0)
    verified_net = models.BigIntegerField(_("verified"), default=0)
    due = models.SmallIntegerField(_("due"), choices=Due, default=Due.RECOMPUTE)
    failures = models.SmallIntegerField(_("failed attempts"), default=0)
    rolled_up_at = models.DateTimeField(_("rolled up at"), null=True)
    answer = models.CharField(_("answer"), max_length=15, choices=Answer, default=Answer.OPEN)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("closed by")
    )

    objects = IncomeMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("income month")
        verbose_name_plural = _("income months")
        ordering = ["-month", "enrollment"]
        indexes = [models.Index(fields=["id"], condition=Q(due__gt=0), name="income_months_due")]
        constraints = [
            models.UniqueConstraint(fields=["enrollment", "month"], name="one_row_per_person_and_month"),
            month_is_first_day("income_month_is_a_first_day"),
            models.CheckConstraint(
                condition=Q(net=F("gross") - F("platform_fee")), name="net_is_pay_less_platform_fee"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="closed_month_names_who_closed_it",
            ),
            models.CheckConstraint(condition=Q(due__in=[0, 1, 2]), name="due_is_known"),
            models.CheckConstraint(
                condition=Q(answer="open", answered_at=None) | (~Q(answer="open") & Q(answered_at__isnull=False)),
                name="an_answer_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def period(self) -> Month:
        return Month.of(self.month)

    @property
    def reported_net(self) -> int:
        """What only the person says so far; below zero when a verified pay is being taken back."""
        return self.net - self.verified_net

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def is_paused(self) -> bool:
        """A rest: no plan and nothing written. A row the roll-up has not seen yet has no target and rests nobody."""
        known = self.rolled_up_at is not None or self.due != Due.RECOMPUTE
        return self.target is None and known and not self.earning_count
