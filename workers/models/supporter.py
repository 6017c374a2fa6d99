from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models import Program, User
from workers.models.enrollment import Enrollment


class SupporterRole(models.TextChoices):
    MAIN = "main", _("supporter")
    DEPUTY = "deputy", _("deputy")


class SupporterQuerySet(models.QuerySet["Supporter"]):
    def visible_to(self, user) -> "SupporterQuerySet":
        return self.filter(enrollment__cohort__program__in=Program.objects.directed_by(user))

    def on(self, day=None) -> "SupporterQuerySet":
        """Those in charge on `day` (today). `left_on` is the first day without them."""
        day = day or timezone.localdate()
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)


class Supporter(models.Model):
    """Who accompanies a participant, from when to when. Ended, never deleted."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="supporters", verbose_name=_("enrollment"))
    user = models.ForeignKey(User, models.PROTECT, related_name="supported", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=6, choices=SupporterRole, default=SupporterRole.MAIN)
    joined_on = models.DateField(_("since"), default=timezone.localdate)
    left_on = models.DateField(_("until"), null=True, blank=True)

    objects = SupporterQuerySet.as_manager()

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")
        ordering = ["enrollment", "-joined_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "role"],
                condition=Q(left_on=None),
                name="one_supporter_per_role_at_a_time",
                violation_error_message=_("Somebody else is in charge. End that first."),
            ),
            models.CheckConstraint(condition=Q(role__in=SupporterRole.values), name="supporter_role_is_known"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="supporter_leaves_after_joining",
                violation_error_message=_("The end must not come before the start."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)
