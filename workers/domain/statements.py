"""A statement of pays: kept as it was read, shown row by row, then written all at once or not at all."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.refusals import Refused
from programs.models import Cohort, User
from programs.shared.my_number import contains_my_number
from programs.shared.table_files import Table
from programs.shared.text import has_forbidden_character
from workers.domain.earnings import record_earnings
from workers.domain.gate import hold_cohorts
from workers.domain.people_imports import NotReady
from workers.domain.statement_columns import guess, headed, is_enough, same_head
from workers.domain.statement_lines import NUMBER_UNKEPT, UNKEPT, job_form_or_usual
from workers.domain.statement_reading import LEAVE, TAKE, read_statement
from workers.models import Enrollment, StatementImport, StatementMapping

KEPT_FOR = timedelta(hours=24)


def keep_statement(
    *, enrollment: Enrollment, source: str, table: Table, data: bytes, file_name: str, by: User
) -> StatementImport:
    """Keep what was read for a day, with the columns as the person said them last time, or guessed.

    Raises Refused when there is nothing below the head.
    """
    rows = [(0, table.head), *((row.number, row.cells) for row in table.rows)]
    first = table.rows[0].number - 1
    found = headed([(first, rows[0][1]), *rows[1:]])
    if not any(any(cells) for _number, cells in found.lines):
        raise Refused(_("The table has headings but no rows below them."))
    remembered = StatementMapping.objects.filter(worker=enrollment.worker_id, source=source).first()
    mapping = {"roles": guess(found.head, found.lines), "job_form": "", "known": False}
    if remembered and same_head(remembered.columns.get("head", []), found.head):
        mapping = {name: remembered.columns.get(name, "") for name in ("roles", "job_form")} | {"known": True}
    return StatementImport.objects.create(
        enrollment=enrollment,
        source=source,
        file_name=file_name[:200],
        digest=hashlib.sha256(source.encode() + b"\0" + data).hexdigest(),
        head=[_kept(cell) for cell in found.head],
        rows=[[number, [_kept(cell) for cell in cells]] for number, cells in found.lines],
        mapping=mapping,
        row_count=len(found.lines),
        uploaded_by=by,
    )


@transaction.atomic
def set_columns(*, draft: StatementImport, roles: Mapping[str, int], job_form: str) -> StatementImport:
    """What the person said the columns mean; remembered for the next statement of this source with this head."""
    draft = _open_draft(draft)
    roles = {role: place for role, place in roles.items() if place < len(draft.head)}
    if not is_enough(roles):
        raise Refused(_("Choose a column for the day and one for the pay or the amount received."))
    said = {"roles": roles, "job_form": job_form_or_usual(job_form)}
    draft.mapping = said | {"known": True}
    draft.save(update_fields=["mapping"])
    StatementMapping.objects.update_or_create(
        worker_id=draft.enrollment.worker_id, source=draft.source, defaults={"columns": said | {"head": draft.head}}
    )
    return draft


@transaction.atomic
def choose_lines(*, draft: StatementImport, choices: Mapping[int, str]) -> StatementImport:
    """Keep what was decided about rows: number → TAKE, LEAVE or "". Raises Refused when it is over."""
    draft = _open_draft(draft)
    known = {str(number) for number, _cells in draft.rows}
    said = {str(number): choice for number, choice in choices.items() if choice in (TAKE, LEAVE, "")}
    kept = draft.mapping.get("choices", {}) | {number: choice for number, choice in said.items() if number in known}
    draft.mapping["choices"] = {number: choice for number, choice in kept.items() if choice}
    draft.save(update_fields=["mapping"])
    return draft


@transaction.atomic
def write_statement(*, draft: StatementImport, by: User) -> StatementImport:
    """Write every new row through the gate, or nothing.

    Raises NotReady (mistakes, undecided rows, nothing new), MonthClosed, OutsideEnrollment, InTheFuture.
    Locks: the cohort, the statement, months. Who joins two people holds the cohort, too, before both of the others.
    """
    hold_cohorts(Cohort.objects.filter(enrollments=draft.enrollment_id), still=True)
    draft = _open_draft(draft)
    reading = read_statement(draft)
    if reading.counts["wrong"]:
        raise NotReady(_("There are rows with mistakes. Mend them or leave them out, then write once more."))
    if reading.counts["open"]:
        raise NotReady(_("Some rows may be recorded already. Decide about them first."))
    new = reading.new
    if not new:
        raise NotReady(_("There is nothing new in this statement."))
    written = record_earnings(
        enrollment=draft.enrollment,
        entries=[line.read.entry for line in new],
        by=by,
        statement=draft,
        line_hashes=[line.hash for line in new],
    )
    repeated = reading.counts["there"] + len(new) - len(written)
    _finish(draft, written_at=timezone.now(), written_count=len(written), repeated_count=repeated)
    return draft


@transaction.atomic
def discard_statement(*, draft: StatementImport) -> None:
    """Throw the rows away; harmless when repeated, nothing happens to a statement that is written."""
    draft = StatementImport.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if draft.written_at is None and draft.discarded_at is None:
        _finish(draft, discarded_at=timezone.now())


def forget_statements() -> int:
    """Throw away drafts nobody came back to within a day; how many."""
    old = StatementImport.objects.filter(written_at=None, discarded_at=None, uploaded_at__lt=timezone.now() - KEPT_FOR)
    return old.update(rows=[], head=[], mapping={}, discarded_at=timezone.now())


def _open_draft(draft: StatementImport) -> StatementImport:
    found = StatementImport.objects.select_for_update(no_key=True, of=("self",))
    current = found.select_related("enrollment__worker", "enrollment__cohort__program").get(pk=draft.pk)
    if current.written_at:
        raise Refused(_("This statement has already been written."))
    if current.discarded_at:
        raise Refused(_("This statement was thrown away. Please give it once more."))
    return current


def _finish(draft: StatementImport, **fields: object) -> None:
    """The rows are a person's income: they go as soon as nobody needs them here any more."""
    draft.rows, draft.head, draft.mapping = [], [], {}
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=["rows", "head", "mapping", *fields])


def _kept(cell: str) -> str:
    """What must not stand anywhere does not stand in a draft either; the row says so when it is read."""
    if len(cell) >= 12 and contains_my_number(cell):
        return NUMBER_UNKEPT
    return UNKEPT if has_forbidden_character(cell) else cell
