"""Rates and lines that somebody else sets, from a day or for a year: each row with its source and the day it was read.

Rows come from the files in workers/data and are never written over (workers/domain/dated_rows.py).
"""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workers.models.earning import JobForm, Source


class PlatformFeeRule(models.Model):
    """What a platform keeps of a pay of one form of job, from a day on. A proposal only: the person's figure wins.

    `tiers`: pairs of (upper end in yen or null, hundredths of a percent), applied step by step to the pay with
    consumption tax. `tax_percent` is added to the fee; 0 where the rate already holds it. Parts of a yen are cut off.
    """

    source = models.CharField(_("source"), max_length=20, choices=Source)
    job_form = models.CharField(
        _("form of job"), max_length=10, choices=JobForm, blank=True, help_text=_("Empty: for every form.")
    )
    effective_from = models.DateField(_("in force from"))
    tiers = models.JSONField(_("steps"))
    tax_percent = models.PositiveSmallIntegerField(
        _("consumption tax on the fee (%)"), default=0, validators=[MaxValueValidator(100)]
    )
    source_url = models.URLField(_("where it stands"))
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("fee rule")
        verbose_name_plural = _("fee rules")
        ordering = ["source", "job_form", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "job_form", "effective_from"], name="one_fee_rule_per_source_form_and_day"
            ),
            models.CheckConstraint(condition=Q(tax_percent__lte=100), name="tax_on_the_fee_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} {self.effective_from:%Y-%m-%d}"


class LineCode(models.TextChoices):
    BASIC_DEDUCTION_LOW = "basic_deduction_low", _("no income tax")
    DEPENDANT = "dependant_income_limit", _("tax dependant or spouse deduction")
    SPOUSE_FULL = "spouse_special_full", _("full special deduction for the spouse")
    SPOUSE_UPPER = "spouse_special_upper", _("end of the special deduction for the spouse")
    STUDENT = "student_income_limit", _("working student")
    HEALTH_INSURANCE = "health_ins_dependant_revenue", _("health-insurance dependant")
    HEALTH_INSURANCE_60 = "health_ins_dependant_revenue_60", _("health-insurance dependant, 60 and over or disabled")
    HEALTH_INSURANCE_19 = "health_ins_dependant_revenue_19", _("health-insurance dependant, 19 to 22, no spouse")
    RESIDENT_TAX = "resident_tax_zero", _("no resident tax")
    HOME_WORKER = "home_worker_minimum", _("home-worker rule, least expenses")
    SALARY_DEDUCTION = "salary_deduction_min", _("least deduction from a salary")


class LineBasis(models.TextChoices):
    PROFIT = "profit", _("profit (pay less expenses)")
    REVENUE_DIRECT = "revenue_direct", _("pay less direct costs")
    AMOUNT = "amount", _("an amount to reckon with, no line")


class IncomeThreshold(models.Model):
    """A line of one calendar year of income (年分), in whole yen: an estimate to watch, never advice.

    Whoever asks for a year without a row gets an error, never the row of another year.
    """

    code = models.CharField(_("line"), max_length=40, choices=LineCode)
    tax_year = models.PositiveSmallIntegerField(_("calendar year"))
    amount = models.PositiveIntegerField(_("amount in yen"))
    basis = models.CharField(_("counted by"), max_length=14, choices=LineBasis)
    source_url = models.URLField(_("where it stands"), max_length=300)
    checked_on = models.DateField(_("checked on"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("income line")
        verbose_name_plural = _("income lines")
        ordering = ["-tax_year", "amount", "code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "tax_year"], name="one_line_per_code_and_year"),
            models.CheckConstraint(condition=Q(tax_year__gte=2020, tax_year__lte=2100), name="tax_year_is_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.tax_year} {self.get_code_display()}"


class MinimumWage(models.Model):
    """A prefecture's minimum wage an hour from a day on: something to compare with, no claim to it."""

    prefecture = models.CharField(_("prefecture"), max_length=4)
    effective_from = models.DateField(_("in force from"))
    yen = models.PositiveSmallIntegerField(_("yen an hour"))
    source_url = models.URLField(_("where it stands"), max_length=300)
    checked_on = models.DateField(_("checked on"))

    class Meta:
        verbose_name = _("minimum wage")
        verbose_name_plural = _("minimum wages")
        ordering = ["prefecture", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["prefecture", "effective_from"], name="one_wage_per_prefecture_and_day"),
            models.CheckConstraint(condition=Q(yen__gte=500, yen__lte=5000), name="minimum_wage_is_plausible"),
        ]

    def __str__(self) -> str:
        return f"{self.prefecture} {self.effective_from:%Y-%m-%d}"
