from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.municipality import Municipality
from programs.models.user import User


class AccessRecordQuerySet(models.QuerySet["AccessRecord"]):
    def visible_to(self, user) -> "AccessRecordQuerySet":
        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(municipality__in=Municipality.objects.visible_to(user))

    def update(self, **fields) -> int:
        raise TypeError("access records are written once")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("access records are written once")


class AccessRecord(models.Model):
    """Who looked at, exported, printed or was refused what. Written once; each row holds the hash of the one before."""

    at = models.DateTimeField(_("at"))
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, related_name="+", verbose_name=_("municipality")
    )
    action = models.CharField(_("action"), max_length=30)
    noun = models.CharField(_("kind of record"), max_length=60)
    object_id = models.CharField(_("number of the record"), max_length=40, blank=True)
    subject_worker = models.BigIntegerField(_("participant number"), null=True)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    address = models.GenericIPAddressField(_("from"), null=True)
    previous_hash = models.CharField(max_length=64, editable=False)
    row_hash = models.CharField(max_length=64, unique=True, editable=False)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["subject_worker", "at"], name="access_by_participant"),
            models.Index(fields=["municipality", "-id"], name="access_chain_of_a_town"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.noun} {self.object_id}"

    def save(self, *args, **kwargs) -> None:
        if self.pk:
            raise TypeError("access records are written once")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        raise TypeError("access records are written once")
