from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models import Cohort
from programs.shared.month import Month
from workers.models.columns import month_is_first_day


class CohortMonthQuerySet(models.QuerySet["CohortMonth"]):
    def visible_to(self, user) -> "CohortMonthQuerySet":
        return self.filter(cohort__in=Cohort.objects.visible_to(user))

    def between(self, first: Month, last: Month) -> "CohortMonthQuerySet":
        return self.filter(month__gte=first.first, month__lte=last.first)


class CohortMonth(models.Model):
    """A cohort's month added up from its income months: people are counted once, sums are whole yen.

    Mean, median, best, reached and the bands are of the active (at least one paid entry), on the program's basis.
    """

    cohort = models.ForeignKey(
        Cohort, models.PROTECT, related_name="cohort_months", verbose_name=_("cohort"), db_index=False
    )
    month = models.DateField(_("month"))
    enrolled = models.IntegerField(_("enrolled"), default=0)
    paused = models.IntegerField(_("on a break"), default=0)
    active = models.IntegerField(_("active"), default=0)
    answered = models.IntegerField(_("answered"), default=0)
    gross = models.BigIntegerField(_("pay (tax included)"), default=0)
    net = models.BigIntegerField(_("after platform fee"), default=0)
    received = models.BigIntegerField(_("amount received"), default=0)
    verified_net = models.BigIntegerField(_("verified"), default=0)
    minutes = models.BigIntegerField(_("minutes worked"), default=0)
    earning_count = models.IntegerField(_("entries"), default=0)
    mean = models.BigIntegerField(_("mean of the active"), default=0)
    median = models.BigIntegerField(_("median of the active"), default=0)
    best = models.BigIntegerField(_("best"), default=0)
    reached = models.IntegerField(_("at target"), default=0)
    band_0 = models.IntegerField(default=0)
    band_1 = models.IntegerField(default=0)
    band_2 = models.IntegerField(default=0)
    band_3 = models.IntegerField(default=0)
    band_4 = models.IntegerField(default=0)
    band_5 = models.IntegerField(default=0)
    band_6 = models.IntegerField(default=0)
    band_7 = models.IntegerField(default=0)
    frozen = models.BooleanField(_("closed"), default=False)
    rolled_up_at = models.DateTimeField(_("rolled up at"), null=True)

    objects = CohortMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort month")
        verbose_name_plural = _("cohort months")
        ordering = ["cohort", "month"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "month"], name="one_row_per_cohort_and_month"),
            month_is_first_day("cohort_month_is_a_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def period(self) -> Month:
        return Month.of(self.month)

    @property
    def reported_net(self) -> int:
        """What only the participants say so far."""
        return self.net - self.verified_net

    @property
    def bands(self) -> list[int]:
        return [getattr(self, f"band_{n}") for n in range(8)]
