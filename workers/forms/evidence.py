"""A picture or PDF given as evidence: read once, at most ten megabytes, told apart by what is in it."""

import hashlib
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from programs.domain.refusals import Refused
from programs.shared.evidence_files import SIZE_LIMIT, EvidenceFile
from workers.domain.evidences import REFUSALS, read_evidence
from workers.forms.cohort_life import TaskForm

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"  # a phone offers its camera and its files for it


class EvidenceForm(TaskForm):
    """`given()` after `is_valid()` is for `add_evidence`; the cleaned value is what tells two sendings apart."""

    data_read: bytes
    checked: EvidenceFile
    file = forms.FileField(
        label=_("Picture or PDF"),
        help_text=_("JPEG, PNG, WebP or PDF, up to 10 MB. Where a picture was taken is not kept."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"required": _("Please choose a file."), "invalid": _("Please choose a file.")},
    )

    def clean_file(self) -> str:
        given: UploadedFile = self.cleaned_data["file"]
        if given.size > SIZE_LIMIT:
            raise forms.ValidationError(REFUSALS["too_large"])
        self.data_read, self.file_name = given.read(), given.name or ""
        try:
            self.checked = read_evidence(self.data_read)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused
        return hashlib.sha256(self.data_read).hexdigest()

    def given(self) -> dict[str, Any]:
        return {"file_name": self.file_name, "data": self.data_read, "checked": self.checked}
