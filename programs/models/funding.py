from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program

FUNDING_LIMIT = 100_000_000_000  # yen a year


class FundingKind(models.TextChoices):
    NATIONAL = "national", _("national grant")
    PREFECTURE = "prefecture", _("prefecture's grant")
    TOWN = "town", _("town's own money")
    OWN_REVENUE = "own_revenue", _("own revenue")
    OTHER = "other", _("other money")


class FundingQuerySet(models.QuerySet["Funding"]):
    def visible_to(self, user) -> "FundingQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))


class Funding(models.Model):
    """What carried a program in one fiscal year (April to March), by source. Names of grants are data."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="fundings", verbose_name=_("program"))
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"), validators=[MinValueValidator(2000), MaxValueValidator(2199)]
    )
    kind = models.CharField(_("kind of money"), max_length=12, choices=FundingKind)
    name = models.CharField(_("name of the grant or source"), max_length=100, blank=True)
    amount = models.BigIntegerField(
        _("amount"), validators=[MinValueValidator(0), MaxValueValidator(FUNDING_LIMIT)], help_text=_("Yen.")
    )

    objects = FundingQuerySet.as_manager()

    class Meta:
        verbose_name = _("funding source")
        verbose_name_plural = _("funding sources")
        ordering = ["program", "-fiscal_year", "kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "fiscal_year", "kind", "name"],
                name="one_row_per_source_and_year",
                violation_error_message=_("This source is already written down for that year."),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0, amount__lte=FUNDING_LIMIT), name="funding_is_plausible"),
            models.CheckConstraint(condition=Q(kind__in=FundingKind.values), name="funding_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.name or self.get_kind_display()}"
