from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Invitation, Municipality, User
from workers.models.named_person import SEARCH_LENGTH, NamedPerson


class WorkerQuerySet(models.QuerySet["Worker"]):
    def visible_to(self, user) -> "WorkerQuerySet":
        """Participants of the programs `user` works for, and of the town they are an official of."""
        from workers.models.enrollment import Enrollment

        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self.filter(merged_into=None)
        officials = user.memberships.active().filter(role="official")
        return self.filter(
            Q(pk__in=Enrollment.objects.visible_to(user).values("worker"))
            | Q(municipality__in=officials.values("municipality")),
            merged_into=None,
        )


class Worker(NamedPerson, models.Model):
    """A resident who takes part. The name is kept exactly as written; searching uses a folded copy."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="workers", verbose_name=_("municipality")
    )
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="worker", verbose_name=_("account")
    )
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, editable=False, related_name="worker"
    )
    family_name = models.CharField(_("family name"), max_length=50)
    given_name = models.CharField(_("given name"), max_length=50, blank=True)
    family_name_kana = models.CharField(_("family name (kana)"), max_length=80, blank=True)
    given_name_kana = models.CharField(_("given name (kana)"), max_length=80, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    search = models.CharField(max_length=SEARCH_LENGTH, editable=False, default="")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    anonymized_at = models.DateTimeField(_("anonymized at"), null=True, blank=True, editable=False)
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["family_name_kana", "given_name_kana", "pk"]

    def __str__(self) -> str:
        return self.full_name
