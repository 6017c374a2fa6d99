from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import User
from workers.models.enrollment import Enrollment
from workers.models.worker import Worker


class StatementImportQuerySet(models.QuerySet["StatementImport"]):
    def of(self, user: User) -> "StatementImportQuerySet":
        """A person's own: nobody else is shown what stands in a statement before it is written."""
        return self.filter(enrollment__worker__user=user)


class StatementImport(models.Model):
    """A statement of pays, pasted or given as a file: read once, shown, written all at once or not at all.

    `head` and `rows` hold what was read and are emptied as soon as it is written, thrown away or a day old.
    """

    enrollment = models.ForeignKey(
        Enrollment, models.PROTECT, related_name="statement_imports", verbose_name=_("enrollment")
    )
    source = models.CharField(_("source"), max_length=20)
    file_name = models.CharField(_("file name"), max_length=200, blank=True, help_text=_("Empty: a pasted table."))
    digest = models.CharField(max_length=64, editable=False)
    head = models.JSONField(_("headings"), default=list)
    rows = models.JSONField(_("rows"), default=list)
    mapping = models.JSONField(_("columns"), default=dict)
    row_count = models.PositiveIntegerField(_("number of rows"), default=0)
    written_count = models.PositiveIntegerField(_("rows written"), default=0)
    repeated_count = models.PositiveIntegerField(_("rows that were there already"), default=0)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))
    written_at = models.DateTimeField(_("written at"), null=True, blank=True)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, blank=True)

    objects = StatementImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement import")
        verbose_name_plural = _("statement imports")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(written_at=None) | Q(discarded_at=None), name="statement_is_written_or_discarded"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.source


class StatementMapping(models.Model):
    """Which column of a source's statements means what, as this person said it last time."""

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="statement_mappings", verbose_name=_("participant"))
    source = models.CharField(_("source"), max_length=20)
    columns = models.JSONField(_("columns"), default=dict)
    used_at = models.DateTimeField(_("last used at"), auto_now=True)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        ordering = ["worker", "source"]
        constraints = [models.UniqueConstraint(fields=["worker", "source"], name="one_mapping_per_source")]

    def __str__(self) -> str:
        return self.source
