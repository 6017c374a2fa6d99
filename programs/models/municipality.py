from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.shared.municipality_code import is_valid_code


def validate_code(value: str) -> None:
    if not is_valid_code(value):
        raise ValidationError(_("This is not a local government code: six digits, the last one a check digit."))


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, user) -> "MunicipalityQuerySet":
        """The towns `user` works for today: all for a system administrator."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        mine = user.memberships.active()
        return self.filter(
            Q(pk__in=mine.filter(municipality__isnull=False).values("municipality"))
            | Q(pk__in=mine.filter(program__isnull=False).values("program__municipality"))
        )


class Municipality(models.Model):
    """A town, the tenant everything else hangs from."""

    code = models.CharField(
        _("local government code"),
        max_length=6,
        unique=True,
        validators=[validate_code],
        help_text=_("Six digits including the check digit, for example 452041."),
        error_messages={"unique": _("This town is already registered.")},
    )
    prefecture = models.CharField(_("prefecture"), max_length=4)
    name = models.CharField(_("municipality"), max_length=30)
    name_kana = models.CharField(_("kana"), max_length=60, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.prefecture}{self.name}"
