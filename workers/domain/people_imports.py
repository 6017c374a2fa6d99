"""A file of people: kept as it was read, shown, then written all at once or not at all."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.domain.access_records import Action, record_access
from programs.domain.refusals import Refused
from programs.models import Cohort, Program, User
from workers.domain.applications import ApplicationDetails, apply
from workers.domain.attendees import lock_people
from workers.domain.closing import lock_cohort
from workers.domain.duplicates import Key, People, Twin, applicants_of, keys_of, participants_of, rows_alike
from workers.domain.enrollments import enroll_many, refuse_beyond_capacity
from workers.domain.refusals import CohortFull
from workers.models import PeopleImport, Worker
from workers.models.application import Channel
from workers.models.people_import import ImportKind

KEPT_FOR = timedelta(hours=24)
SAME_ROWS_SHOWN = 5  # a whole file may share one phone number, the town hall's
APPLICANTS_AT_ONCE = 1000  # each is filed by itself, and one request writes them all
NEW, SKIP, SAME = "new", "skip", "same:"


class NotReady(Refused):
    """Rows with mistakes, or people nobody has decided about: nothing is written."""


@dataclass(frozen=True)
class DraftRow:
    """A row as it was understood: `values` by field, `errors` as (heading, sentence), and who it may be.

    `same_rows`: the first few other rows of the file that may be the same person; `more_rows`: there are others.
    `choice` is NEW, SKIP, `same:` with a participant's number, or "" while nobody has decided.
    """

    number: int
    values: dict[str, Any]
    errors: Sequence[tuple[str, str]]
    twins: Sequence[Twin]
    same_rows: Sequence[int]
    more_rows: bool
    choice: str
    joins: bool = True  # a participant; an applicant may be known, but is nobody who joins

    @property
    def is_decided(self) -> bool:
        """Also that somebody is the same person, as long as that person is still there."""
        return self.choice in {NEW, SKIP, *self.same_people}

    @property
    def same_people(self) -> dict[str, Twin]:
        """By choice, who the row may be said to be: for participants only, an applicant is new or skipped."""
        return {f"{SAME}{twin.person.pk}": twin for twin in self.twins if self.joins}

    @property
    def is_suspect(self) -> bool:
        return bool(self.twins or self.same_rows or self.choice.startswith(SAME))

    @property
    def is_open(self) -> bool:
        return self.is_suspect and not self.is_decided and not self.errors

    @property
    def name(self) -> str:
        return f"{self.values.get('family_name', '')} {self.values.get('given_name', '')}".strip()

    @property
    def kana(self) -> str:
        return f"{self.values.get('family_name_kana', '')} {self.values.get('given_name_kana', '')}".strip()


def keep_draft(
    *, program: Program, cohort: Cohort, kind: ImportKind, file_name: str, data: bytes, rows: list[dict], by: User
) -> PeopleImport:
    """Keep what was read of a file for a day, so that what is shown is what is written. `rows`: n, values, errors."""
    return PeopleImport.objects.create(
        program=program,
        cohort=cohort,
        kind=kind,
        file_name=file_name[:200],
        file_digest=hashlib.sha256(data).hexdigest(),
        rows=rows,
        row_count=len(rows),
        uploaded_by=by,
    )


def rows_of(draft: PeopleImport) -> list[DraftRow]:
    """All rows with who they may be, as of now."""
    people = _people(draft)
    keys = {row["n"]: _keys(row["values"]) for row in draft.rows}
    same = rows_alike(keys, enough=SAME_ROWS_SHOWN + 1)
    return [
        DraftRow(
            number=row["n"],
            values=row["values"],
            errors=[tuple(error) for error in row["errors"]],
            twins=people.like(keys[row["n"]]),
            same_rows=same[row["n"]][:SAME_ROWS_SHOWN],
            more_rows=len(same[row["n"]]) > SAME_ROWS_SHOWN,
            choice=row.get("choice", ""),
            joins=draft.kind == ImportKind.WORKERS,
        )
        for row in draft.rows
    ]


def no_room(draft: PeopleImport, rows: Sequence[DraftRow]) -> str:
    """Why the cohort cannot take everybody who is not skipped, with the numbers; "" when it can. No row has errors."""
    chosen = [row for row in rows if row.choice != SKIP]
    if draft.kind != ImportKind.WORKERS or not chosen:
        return ""
    first = min(dt.date.fromisoformat(row.values["joined_on"]) for row in chosen)
    try:
        refuse_beyond_capacity(len(chosen), draft.cohort, since=first)
    except CohortFull as refused:
        return str(refused)
    return ""


@transaction.atomic
def choose(*, draft: PeopleImport, choices: dict[int, str]) -> PeopleImport:
    """Keep what was decided about rows (number → NEW, SKIP or same:pk). Raises Refused when it is over."""
    draft = _open_draft(draft)
    known = {row.number: row for row in rows_of(draft)}
    for row in draft.rows:
        choice = choices.get(row["n"])
        if choice is None:
            continue
        if choice in {NEW, SKIP, "", *known[row["n"]].same_people}:
            row["choice"] = choice
    draft.save(update_fields=["rows"])
    return draft


@transaction.atomic
def write_import(*, draft: PeopleImport, by: User) -> int:
    """Write every row that is not skipped, or nothing; how many people joined.

    Raises NotReady (mistakes, undecided rows), and what enrolling raises (CohortFull, MonthClosed, Refused).
    """
    cohort = lock_cohort(draft.cohort)
    draft = _open_draft(draft)
    lock_people(draft.program.municipality_id)  # who was shown as new may have come in by another door since
    rows = rows_of(draft)
    if any(row.errors for row in rows):
        raise NotReady(_("There are mistakes in the file. Mend them there and give the file once more."))
    if undecided := sum(row.is_open for row in rows):
        raise NotReady(
            _("%(count)s rows may be people who are here already. Decide about them first.") % {"count": undecided}
        )
    chosen = [row for row in rows if row.choice != SKIP]
    write = _enroll_rows if draft.kind == ImportKind.WORKERS else _apply_rows
    write(chosen, draft, cohort, by)
    _finish(draft, written_at=timezone.now())
    record_access(
        Action.CHANGED, draft, user=by, municipality=draft.program.municipality, detail=f"written: {len(chosen)} rows"
    )
    return len(chosen)


@transaction.atomic
def discard(*, draft: PeopleImport) -> None:
    """Throw the rows away; harmless when repeated, nothing happens to an import that is written."""
    draft = PeopleImport.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if draft.written_at is None and draft.discarded_at is None:
        _finish(draft, discarded_at=timezone.now())


def forget_drafts() -> int:
    """Throw away drafts nobody came back to within a day; how many."""
    old = PeopleImport.objects.filter(written_at=None, discarded_at=None, uploaded_at__lt=timezone.now() - KEPT_FOR)
    return old.update(rows=[], discarded_at=timezone.now())


def _open_draft(draft: PeopleImport) -> PeopleImport:
    found = PeopleImport.objects.select_for_update(no_key=True, of=("self",)).select_related("program__municipality")
    current = found.get(pk=draft.pk)
    if current.written_at:
        raise Refused(_("This file has already been written."))
    if current.discarded_at:
        raise Refused(_("This file was thrown away. Please give it once more."))
    return current


def _people(draft: PeopleImport) -> People:
    town = participants_of(draft.program.municipality)
    return People(town if draft.kind == ImportKind.WORKERS else [*applicants_of(draft.cohort.call), *town])


def _enroll_rows(rows: list[DraftRow], draft: PeopleImport, cohort: Cohort, by: User) -> None:
    joining = [(_worker(row, draft), dt.date.fromisoformat(row.values["joined_on"])) for row in rows]
    enroll_many(joining, cohort=cohort)


def _worker(row: DraftRow, draft: PeopleImport) -> Worker:
    if row.choice in row.same_people:
        return row.same_people[row.choice].person
    names = ("family_name", "given_name", "family_name_kana", "given_name_kana", "phone", "email")
    return Worker.objects.create(
        municipality=draft.program.municipality, **{name: row.values.get(name, "") for name in names}
    )


def _apply_rows(rows: list[DraftRow], draft: PeopleImport, cohort: Cohort, by: User) -> None:
    for row in rows:
        try:
            apply(
                call=cohort.call,
                details=ApplicationDetails(**row.values),
                consent=None,
                channel=Channel.IMPORT,
                by=by,
            )
        except Refused as refused:
            raise NotReady(_("Row %(number)s: %(sentence)s") % {"number": row.number, "sentence": refused}) from refused


def _finish(draft: PeopleImport, **fields: object) -> None:
    """The rows are people's data: they go as soon as nobody needs them here any more."""
    draft.rows = []
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save(update_fields=["rows", *fields])


def _keys(values: dict[str, Any]) -> set[Key]:
    def joined(*names: str) -> str:
        return " ".join(str(values.get(name, "")) for name in names).strip()

    return keys_of(
        name=joined("family_name", "given_name"),
        kana=joined("family_name_kana", "given_name_kana"),
        phone=str(values.get("phone", "")),
        email=str(values.get("email", "")),
    )
