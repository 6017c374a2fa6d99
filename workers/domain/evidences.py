"""Evidence of a pay and receipts of an expense: added, removed, and the sentences for what cannot be kept."""

import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.domain.refusals import Refused
from programs.models import User
from programs.shared.evidence_files import EvidenceFile, NotEvidence, check_evidence
from programs.shared.text import fits_one_line, has_forbidden_character
from programs.templatetags.dates import month_year
from workers.domain.earning_changes import note_step
from workers.domain.earnings import lock_earning, refuse_after_leaving, unmark
from workers.domain.evidence_store import delete_after_commit
from workers.domain.gate import settle_months
from workers.domain.refusals import AlreadyGone, MonthClosed
from workers.models import Earning, Evidence, Expense
from workers.models.earning_change import ChangeKind
from workers.models.evidence import EVIDENCE_LIMIT

NAME_LIMIT = 100
REFUSALS = {
    "empty": gettext_lazy("The file is empty. Please choose another."),
    "too_large": gettext_lazy("The file is larger than 10 MB. Please choose a smaller one."),
    "too_many_pixels": gettext_lazy("The picture has too many pixels. Please choose one of at most 40 megapixels."),
    "broken_picture": gettext_lazy("The picture is damaged and cannot be opened. Please take it again."),
    "broken_pdf": gettext_lazy("The PDF is damaged and cannot be kept. Please save it once more, or take a picture."),
    "locked_pdf": gettext_lazy("The PDF is locked with a password. Please save it without one, or take a picture."),
    "active_pdf": gettext_lazy("The PDF holds programs or other files. Please take a picture of the screen instead."),
    "svg": gettext_lazy("An SVG drawing cannot be kept. Please choose a JPEG, PNG or WebP picture or a PDF."),
    "html": gettext_lazy("A web page cannot be kept. Please take a picture of the screen, or save it as a PDF."),
    "heic": gettext_lazy("A HEIC picture cannot be kept. Please choose JPEG in the camera, or take a picture of it."),
    "video": gettext_lazy("A video cannot be kept. Please choose a picture or a PDF."),
    "zip": gettext_lazy("A ZIP or Office file cannot be kept. Please choose a picture or a PDF."),
    "office": gettext_lazy("An Office file cannot be kept. Please save it as a PDF."),
    "gif": gettext_lazy("A GIF picture cannot be kept. Please choose a JPEG, PNG or WebP picture or a PDF."),
    "other_picture": gettext_lazy("Pictures of this kind cannot be kept. Please choose JPEG, PNG or WebP."),
    "unknown": gettext_lazy("This is neither a picture nor a PDF. Please choose a JPEG, PNG or WebP picture or a PDF."),
}


def read_evidence(data: bytes) -> EvidenceFile:
    """What would be kept of a file. Decoding takes its time: call it before any lock. Raises Refused."""
    try:
        return check_evidence(data)
    except NotEvidence as fault:
        raise Refused(REFUSALS[fault.reason], field="file") from None


def add_evidence(
    *,
    earning: Earning | None = None,
    expense: Expense | None = None,
    file_name: str,
    data: bytes,
    by: User,
    checked: EvidenceFile | None = None,
) -> Evidence:
    """Keep a file as evidence of one earning or as the receipt of one expense; `checked`: it was read before.

    An entry that was given back waits to be looked over again. Raises Refused (field «file») for what cannot be kept,
    for a sixth file, the same file again and a closed month; AlreadyGone, OutsideEnrollment.
    """
    if (earning is None) == (expense is None):
        raise ValueError("evidence shows one thing")
    checked = checked or read_evidence(data)
    digest = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        if earning is not None:
            _months, current = _lock_open(earning, by)
            evidence = _keep(current.evidences, checked, file_name=file_name, digest=digest, by=by)
            _look_again(current, by)
            return evidence
        there = Expense.objects.select_for_update(no_key=True).filter(pk=expense.pk).first()
        if there is None:
            raise AlreadyGone(_("This expense has been removed in the meantime."))
        return _keep(there.receipts, checked, file_name=file_name, digest=digest, by=by)


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: User) -> None:
    """Take a file away, for good once this is committed. A verified entry was verified by it and loses its mark.

    Raises Refused for a closed month, AlreadyGone, OutsideEnrollment.
    """
    months, current = (None, None) if evidence.earning_id is None else _lock_open(evidence.earning, by)
    gone = Evidence.objects.select_for_update(of=("self",)).filter(pk=evidence.pk).first()
    if gone is None:
        raise AlreadyGone(_("This file has been removed in the meantime."))
    delete_after_commit([gone.file.name])
    gone.delete()
    if current is not None and current.verified_at is not None:
        unmark(current)
        current.save()
        note_step(ChangeKind.CHANGED, current, by=by, before={"verified": True}, after={"verified": False})
        settle_months(months)


def readable_name(file_name: str) -> str:
    """The name a person gave their file, without folders and characters that lead astray; at most 100 long."""
    name = PurePath(file_name.replace("\\", "/")).name
    name = "".join(letter for letter in name if not has_forbidden_character(letter) and fits_one_line(letter)).strip()
    if len(name) > NAME_LIMIT:
        ending = PurePath(name).suffix[:10]
        name = name[: NAME_LIMIT - len(ending)] + ending
    return name or _("file")


def _lock_open(earning: Earning, by: User):
    try:
        months, current = lock_earning(earning)
    except MonthClosed as closed:
        name = month_year(closed.month)
        raise Refused(
            _("%(month)s is closed: its evidence stays as it is.") % {"month": name}, field="file"
        ) from closed
    refuse_after_leaving(current.enrollment, by)
    return months, current


def _keep(siblings, checked: EvidenceFile, *, file_name: str, digest: str, by: User) -> Evidence:
    """Behind the lock of what it shows: neither the count nor the twin can change meanwhile."""
    there = list(siblings.values_list("digest", flat=True))
    if digest in there:
        raise Refused(_("This file is there already."), field="file")
    if len(there) >= EVIDENCE_LIMIT:
        raise Refused(
            _("There are %(count)s files already. Remove one first.") % {"count": EVIDENCE_LIMIT}, field="file"
        )
    evidence = siblings.model(
        **{siblings.field.name: siblings.instance},
        file_name=readable_name(file_name),
        kind=checked.kind,
        size=len(checked.data),
        digest=digest,
        uploaded_by=by,
    )
    evidence.file.save("evidence", ContentFile(checked.data), save=False)
    evidence.save(force_insert=True)
    return evidence


def _look_again(earning: Earning, by: User) -> None:
    if earning.returned_at is None:
        return
    note_step(ChangeKind.CHANGED, earning, by=by, before={"returned": earning.return_reason}, after={"returned": ""})
    unmark(earning)
    earning.save()
