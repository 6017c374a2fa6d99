from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Municipality, User
from workers.models.worker import Worker


class ErasureRequestQuerySet(models.QuerySet["ErasureRequest"]):
    def visible_to(self, user) -> "ErasureRequestQuerySet":
        """For officials of the person's town."""
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(worker__municipality__in=Municipality.objects.visible_to(user))

    def open(self) -> "ErasureRequestQuerySet":
        return self.filter(withdrawn_at=None, done_at=None)


class ErasureRequest(models.Model):
    """A person asks that nothing in here leads to them any more; the town does it once the participation is over."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="erasure_requests", verbose_name=_("participant"))
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects = ErasureRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for erasure")
        verbose_name_plural = _("requests for erasure")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(withdrawn_at=None, done_at=None),
                name="one_open_request_for_erasure",
                violation_error_message=_("You have asked for this already."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="erasure_names_who_did_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"
