from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.models.municipality import validate_code


class OperatorQuerySet(models.QuerySet["Operator"]):
    def visible_to(self, user) -> "OperatorQuerySet":
        from programs.models.program import Program

        if user.is_authenticated and user.is_superuser:
            return self
        return self.filter(pk__in=Program.objects.visible_to(user).values("operator"))


class Operator(models.Model):
    """Who runs the team for a town: a local company, a public corporation, a union of towns."""

    name = models.CharField(_("name"), max_length=100)
    name_kana = models.CharField(_("kana"), max_length=200, blank=True)
    code = models.CharField(
        _("local government code"),
        max_length=6,
        blank=True,
        validators=[validate_code],
        help_text=_("Only for public bodies that have one."),
    )

    objects = OperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
