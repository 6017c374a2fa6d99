"""What a person can show for a pay or an expense: pictures drawn anew by us, and PDFs, kept away from the web."""

import secrets
from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models import Program, User
from workers.models.earning import Earning
from workers.models.expense import Expense

EVIDENCE_LIMIT = 5  # files for one entry or expense


class EvidenceKind(models.TextChoices):
    PICTURE = "picture", _("picture")
    PDF = "pdf", _("PDF")


def stored_name(evidence: "Evidence", file_name: str) -> str:
    """A random name: nothing about the person or the file they gave can be read from it."""
    return str(PurePosixPath("evidence") / secrets.token_hex(2) / f"{secrets.token_hex(16)}.bin")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user) -> "EvidenceQuerySet":
        """Evidence of entries, for directors and officials; receipts of expenses are the person's own business."""
        return self.filter(earning__enrollment__cohort__program__in=Program.objects.directed_by(user))

    def of(self, user: User) -> "EvidenceQuerySet":
        return self.filter(Q(earning__enrollment__worker__user=user) | Q(expense__worker__user=user))


class Evidence(models.Model):
    """A picture or PDF that shows a pay (for whoever verifies it) or an expense (for the person alone)."""

    earning = models.ForeignKey(
        Earning, models.CASCADE, null=True, blank=True, related_name="evidences", verbose_name=_("earning")
    )
    expense = models.ForeignKey(
        Expense, models.CASCADE, null=True, blank=True, related_name="receipts", verbose_name=_("expense")
    )
    file = models.FileField(_("file"), upload_to=stored_name, max_length=100)
    file_name = models.CharField(_("file name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=7, choices=EvidenceKind)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("uploaded by"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidences")
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(earning=None, expense__isnull=False) | Q(earning__isnull=False, expense=None),
                name="evidence_shows_one_thing",
            ),
            models.CheckConstraint(condition=Q(kind__in=EvidenceKind.values), name="evidence_kind_is_known"),
            models.UniqueConstraint(
                fields=["earning", "digest"],
                condition=Q(earning__isnull=False),
                name="one_file_once_per_entry",
                violation_error_message=_("This file is there already."),
            ),
            models.UniqueConstraint(
                fields=["expense", "digest"],
                condition=Q(expense__isnull=False),
                name="one_file_once_per_expense",
                violation_error_message=_("This file is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
