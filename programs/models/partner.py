from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.program import Program


class PartnerRole(models.TextChoices):
    TOWN = "town", _("town: recruiting and space")
    OPERATOR = "operator", _("operator: team and sales")
    PLATFORM = "platform", _("platform: launch and work")
    OTHER = "other", _("other partner")


class PartnerQuerySet(models.QuerySet["Partner"]):
    def visible_to(self, user) -> "PartnerQuerySet":
        return self.filter(program__in=Program.objects.visible_to(user))

    def on(self, day=None) -> "PartnerQuerySet":
        """Partners in force on `day` (today). `left_on` is the first day without them."""
        day = day or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)


class Partner(models.Model):
    """Who carries the program with the town: what each does, and what each pays for."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="partners", verbose_name=_("program"))
    role = models.CharField(_("role"), max_length=10, choices=PartnerRole)
    name = models.CharField(_("name"), max_length=100)
    does = models.CharField(_("what they do"), max_length=300, blank=True)
    pays_for = models.CharField(_("what they pay for"), max_length=300, blank=True)
    joined_on = models.DateField(_("since"), default=timezone.localdate)
    left_on = models.DateField(_("until"), null=True, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["program", "role", "joined_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=PartnerRole.values), name="partner_role_is_known"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="partner_leaves_after_joining",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
