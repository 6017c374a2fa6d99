from django.db import models
from django.utils.translation import gettext_lazy as _


class Sweep(models.Model):
    """The last run of a periodic job: what the health page and the operations page look at."""

    name = models.CharField(_("job"), max_length=40, primary_key=True)
    ran_at = models.DateTimeField(_("last run"))
    rows = models.IntegerField(_("rows"), default=0)
    alarm = models.TextField(_("alarm"), blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self) -> str:
        return self.name
