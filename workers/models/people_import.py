from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Cohort, Program, User


class ImportKind(models.TextChoices):
    APPLICANTS = "applicants", _("applicants")
    WORKERS = "workers", _("participants")


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, user) -> "PeopleImportQuerySet":
        return self.filter(program__in=Program.objects.run_by(user))


class PeopleImport(models.Model):
    """A file of people: read once, shown, then written all at once or not at all. `rows` are emptied afterwards."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="people_imports", verbose_name=_("program"))
    cohort = models.ForeignKey(
        Cohort, models.PROTECT, null=True, blank=True, related_name="people_imports", verbose_name=_("cohort")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    file_name = models.CharField(_("file name"), max_length=200)
    file_digest = models.CharField(max_length=64, editable=False)
    rows = models.JSONField(_("rows"), default=list)
    row_count = models.PositiveIntegerField(_("number of rows"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_kind_is_known"),
            models.CheckConstraint(
                condition=Q(written_at=None) | Q(discarded_at=None), name="import_is_written_or_discarded"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
