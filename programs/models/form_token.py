from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.user import User


class FormToken(models.Model):
    """A form that was sent: its second sending gets the first one's answer instead of doing the work again."""

    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    token = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=200, blank=True)
    used_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return self.token
