from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.enrollment import Enrollment


class OutcomeKind(models.TextChoices):
    HIRED = "hired", _("hired")
    STARTED_BUSINESS = "started_business", _("started a business")
    MOVED_IN = "moved_in", _("moved into the town")


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, user) -> "OutcomeQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))


class Outcome(models.Model):
    """A success the program was made for, whether the person goes on taking part or not."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="outcomes", verbose_name=_("enrollment"))
    kind = models.CharField(_("outcome"), max_length=20, choices=OutcomeKind)
    happened_on = models.DateField(_("on"))
    employer = models.CharField(_("employer or business"), max_length=100, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "kind", "happened_on"],
                name="one_outcome_per_kind_and_day",
                violation_error_message=_("This outcome is already written down."),
            ),
            models.CheckConstraint(condition=Q(kind__in=OutcomeKind.values), name="outcome_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
