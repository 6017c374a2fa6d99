from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.models.municipality import Municipality
from programs.models.user import User


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def visible_to(self, user) -> "ConsentTextQuerySet":
        return self.filter(municipality__in=Municipality.objects.visible_to(user))

    def newest(self, municipality) -> "ConsentText | None":
        return self.filter(municipality=municipality).order_by("-version").first()


class ConsentText(models.Model):
    """What an applicant agrees to, word for word, by version. Written once; a change is a new version."""

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="consent_texts", verbose_name=_("municipality")
    )
    version = models.PositiveSmallIntegerField(_("version"))
    body = models.TextField(_("text"), max_length=4000)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("made by"))

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["municipality", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "version"], name="one_consent_text_per_version"),
            models.CheckConstraint(condition=~Q(body=""), name="consent_text_says_something"),
        ]

    def __str__(self) -> str:
        return gettext("version %(version)s") % {"version": self.version}
