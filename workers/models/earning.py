from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import User
from programs.shared.month import Month
from workers.models.columns import FirstOfMonth
from workers.models.enrollment import Enrollment
from workers.models.statement_import import StatementImport

GROSS_LIMIT = 10_000_000  # yen for one entry: above it, it is a typing error
MINUTES_LIMIT = 31 * 24 * 60


class Source(models.TextChoices):
    CROWDWORKS = "crowdworks", _("CrowdWorks")
    TEAM = "team", _("team job")
    LANCERS = "lancers", _("Lancers")
    DIRECT = "direct", _("direct order")
    OTHER = "other", _("other source")


class JobForm(models.TextChoices):
    PROJECT = "project", _("fixed pay")
    TASK = "task", _("task")
    CONTEST = "contest", _("contest")
    HOURLY = "hourly", _("by the hour")


class EarningQuerySet(models.QuerySet["Earning"]):
    def visible_to(self, user) -> "EarningQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))

    def of(self, user: User) -> "EarningQuerySet":
        return self.filter(enrollment__worker__user=user)

    def with_ties(self) -> "EarningQuerySet":
        """`evidence_count`, what it corrects, the day it was taken back (`corrected_on`); the newest first."""
        counter = Earning.objects.filter(corrects=OuterRef("pk"), gross__lt=0).values("earned_on")
        counted = self.select_related("corrects").annotate(
            evidence_count=Count("evidences"), corrected_on=Subquery(counter[:1])
        )
        return counted.order_by(*Earning._meta.ordering)  # a query that groups knows no order of its own

    def in_month(self, month: Month) -> "EarningQuerySet":
        return self.filter(month=month.first)


class Earning(models.Model):
    """One pay that was confirmed, in whole yen. Written only through the gate, `workers.domain.earnings`.

    `earned_on` (the day the pay was confirmed) decides the month; `worked_on` and `paid_on` are for the person.
    """

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="earnings", verbose_name=_("enrollment"), db_index=False
    )
    earned_on = models.DateField(_("pay confirmed on"))
    month = models.GeneratedField(
        expression=FirstOfMonth(F("earned_on")), output_field=models.DateField(_("month")), db_persist=True
    )
    worked_on = models.DateField(_("worked on"), null=True, blank=True)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source)
    job_form = models.CharField(_("form of job"), max_length=10, choices=JobForm, default=JobForm.PROJECT)
    title = models.CharField(_("name of the job"), max_length=100)
    client = models.CharField(_("client"), max_length=100, blank=True)
    gross = models.IntegerField(_("pay (tax included)"))
    platform_fee = models.IntegerField(_("platform fee"), default=0)
    transfer_fee = models.IntegerField(_("transfer fee"), default=0)
    withholding = models.IntegerField(_("withheld tax"), default=0)
    net = models.GeneratedField(
        expression=F("gross") - F("platform_fee"),
        output_field=models.IntegerField(_("after platform fee")),
        db_persist=True,
    )
    received = models.GeneratedField(
        expression=F("gross") - F("platform_fee") - F("transfer_fee") - F("withholding"),
        output_field=models.IntegerField(_("amount received")),
        db_persist=True,
    )
    minutes = models.IntegerField(_("minutes worked"), default=0)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("verified by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("returned by")
    )
    return_reason = models.CharField(_("why it was returned"), max_length=300, blank=True)
    is_estimated = models.BooleanField(
        _("estimated"), default=False, help_text=_("Only what was paid out is known; pay and fee are worked back.")
    )
    statement = models.ForeignKey(
        StatementImport,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="earnings",
        db_index=False,
        verbose_name=_("statement import"),
    )
    line_hash = models.CharField(max_length=64, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="corrections",
        db_index=False,
        verbose_name=_("corrects"),
    )
    correction_reason = models.CharField(_("reason for the correction"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name=_("recorded by")
    )

    objects = EarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("earning")
        verbose_name_plural = _("earnings")
        ordering = ["-earned_on", "-pk"]
        indexes = [
            # Covers the roll-up: the sums are read from the index alone, in the order they are grouped by.
            models.Index(
                fields=["enrollment", "month"],
                include=["gross", "platform_fee", "transfer_fee", "withholding", "minutes", "verified_at"],
                name="earnings_of_a_month",
            ),
            # Few rows; without it, removing any entry reads them all for what may name it.
            models.Index(fields=["corrects"], condition=Q(corrects__isnull=False), name="corrections_of_an_entry"),
        ]
        constraints = [
            # A pay is positive; what takes one of a closed month back is its exact negative, and names it.
            models.CheckConstraint(
                condition=Q(gross__gte=1, gross__lte=GROSS_LIMIT)
                | Q(corrects__isnull=False, gross__lte=-1, gross__gte=-GROSS_LIMIT),
                name="earning_is_positive_and_plausible",
                violation_error_message=_("The pay must be between 1 yen and 10,000,000 yen."),
            ),
            models.CheckConstraint(
                condition=Q(platform_fee__gte=0, transfer_fee__gte=0, withholding__gte=0)
                & Q(gross__gte=F("platform_fee") + F("transfer_fee") + F("withholding"))
                | Q(gross__lt=0, platform_fee__lte=0, transfer_fee__lte=0, withholding__lte=0)
                & Q(gross__lte=F("platform_fee") + F("transfer_fee") + F("withholding")),
                name="fees_do_not_exceed_the_pay",
                violation_error_message=_("Fees and withheld tax together must not exceed the pay."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="earning_has_a_title"),
            models.UniqueConstraint(
                fields=["enrollment", "line_hash"], condition=~Q(line_hash=""), name="one_entry_per_statement_line"
            ),
            models.UniqueConstraint(fields=["corrects"], condition=Q(gross__lt=0), name="an_entry_is_taken_back_once"),
            models.CheckConstraint(condition=Q(corrects=None) | ~Q(correction_reason=""), name="a_correction_says_why"),
            models.CheckConstraint(
                condition=Q(returned_at=None, returned_by=None, return_reason="")
                | Q(returned_at__isnull=False, returned_by__isnull=False, verified_at=None) & ~Q(return_reason=""),
                name="a_returned_entry_says_who_and_why",
            ),
            models.CheckConstraint(
                condition=Q(gross__gt=0, minutes__gte=0, minutes__lte=MINUTES_LIMIT)
                | Q(gross__lt=0, minutes__lte=0, minutes__gte=-MINUTES_LIMIT),
                name="minutes_fit_into_a_month",
                violation_error_message=_("The minutes must fit into one month."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def month_of(cls, earned_on) -> Month:
        """The income month a pay confirmed on that day belongs to. Nothing else decides it."""
        return Month.of(earned_on)
