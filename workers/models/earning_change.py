from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programs.models import User
from workers.models.enrollment import Enrollment


class ChangeKind(models.TextChoices):
    CHANGED = "changed", pgettext_lazy("entry", "changed")
    REMOVED = "removed", pgettext_lazy("entry", "removed")
    VERIFIED = "verified", pgettext_lazy("entry", "verified")
    RETURNED = "returned", pgettext_lazy("entry", "returned")
    TAKEN_BACK = "taken_back", pgettext_lazy("entry", "taken back by a counter-entry")


class EarningChangeQuerySet(models.QuerySet["EarningChange"]):
    def visible_to(self, user) -> "EarningChangeQuerySet":
        return self.filter(enrollment__in=Enrollment.objects.visible_to(user))

    def of(self, user: User) -> "EarningChangeQuerySet":
        return self.filter(enrollment__worker__user=user)


class EarningChange(models.Model):
    """One step in the life of an entry: who did what when, what it said before and after. Written by the gate only.

    `earning_number` is the entry's number and no key: the step stays when the entry is gone.
    """

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="earning_changes", verbose_name=_("enrollment")
    )
    earning_number = models.BigIntegerField(_("number of the entry"))
    kind = models.CharField(_("what happened"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_("at"), auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = EarningChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of an entry")
        verbose_name_plural = _("changes of entries")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["earning_number", "-id"], name="changes_of_an_entry")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="change_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
