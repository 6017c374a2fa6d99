"""A copy of everything about one person: a ZIP of one JSON, one CSV per table, their files, and a note to read."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import BinaryIO

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from programs.exports.csv_file import BOM, write_csv
from workers.domain.about_person import Person
from workers.exports.my_data_tables import INCLUDED, LEFT_OUT, NAMED, SAID
from workers.exports.my_data_values import Column, Words, columns_of, file_name_of
from workers.models import Evidence

IN_MEMORY = 1024 * 1024  # bytes; what is larger waits on the disk
AT_ONCE = 500  # rows read from the database at a time
ALL = "all.json"
README = "readme.txt"


def my_data_archive(person: Person) -> BinaryIO:
    """The archive, at its beginning; whoever sends it closes it. Rows are read and written one by one."""
    with ExitStack() as stack:
        out = stack.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
        _write(out, person)
        out.seek(0)
        stack.pop_all()  # from here on the caller closes it
    return out


def _write(out: BinaryIO, person: Person) -> None:
    with translation.override("ja"), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        words = Words(person)
        tables = [(table, columns_of(table)) for table in INCLUDED]
        counts = {table.name: _add_csv(archive, person, table, columns, words) for table, columns in tables}
        with _entry(archive, ALL) as entry:
            for piece in _json_pieces(person, tables, words):
                entry.write(piece.encode())
        missing = [name for evidence in _rows(person, "workers.Evidence") if (name := _add_file(archive, evidence))]
        with _entry(archive, README) as entry:
            entry.write((BOM + "\r\n".join(_readme(tables, counts, missing))).encode())


def _rows(person: Person, label: str) -> QuerySet:
    rows = person.rows(label).order_by("pk")
    if label == "programs.AccessRecord":  # somebody who was staff, too, did things with other people's records
        rows = rows.filter(Q(subject_worker__in=person.workers) | Q(subject_worker=None))
    return rows


def _read(person: Person, label: str, columns: list[Column]) -> Iterator:
    related = [column.name for column in columns if column.is_named]
    rows = _rows(person, label).select_related(*related) if related else _rows(person, label)
    return rows.iterator(chunk_size=AT_ONCE)


def _entry(archive: zipfile.ZipFile, name: str, how: int = zipfile.ZIP_DEFLATED):
    info = zipfile.ZipInfo(name, date_time=timezone.localtime().timetuple()[:6])
    info.compress_type = how
    return archive.open(info, "w", force_zip64=True)


def _add_csv(archive: zipfile.ZipFile, person: Person, table, columns: list[Column], words: Words) -> int:
    with _entry(archive, f"csv/{table.name}.csv") as entry:
        head = [column.label for column in columns]
        rows = ([words.text(column, row) for column in columns] for row in _read(person, table.model, columns))
        return write_csv(entry, head, rows)


def _json_pieces(person: Person, tables: list, words: Words) -> Iterator[str]:
    """One document, a row at a time: {"made_at", "tables": {name: {"label", "fields", "rows"}}}."""
    yield f'{{"made_at": {_dumped(timezone.localtime().isoformat(timespec="seconds"))}, "tables": {{'
    for number, (table, columns) in enumerate(tables):
        fields = {column.name: column.described() for column in columns}
        head = f'"label": {_dumped(str(table.label))},\n"fields": {_dumped(fields)}'
        yield f'{"," if number else ""}\n{_dumped(table.name)}: {{{head},\n"rows": ['
        for count, row in enumerate(_read(person, table.model, columns)):
            yield ("," if count else "") + "\n" + _dumped({one.name: words.value(one, row) for one in columns})
        yield "]}"
    yield "\n}}\n"


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _add_file(archive: zipfile.ZipFile, evidence: Evidence) -> str:
    """The picture or PDF as it is kept; "" when it is there, its name when the store has lost it."""
    name = file_name_of(evidence)
    try:
        source = evidence.file.open("rb")
    except OSError:
        return name
    with source, _entry(archive, name, zipfile.ZIP_STORED) as entry:
        shutil.copyfileobj(source, entry, 64 * 1024)
    return ""


def _readme(tables: list, counts: dict[str, int], missing: list[str]) -> Iterator[str]:
    yield _("A copy of what this system holds about you")
    yield _("Made at %(moment)s") % {"moment": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    yield ""
    yield _("%(name)s: everything in one file, for a program to read.") % {"name": ALL}
    yield _("csv: one table a file, to be opened with Excel. Amounts are whole yen, days are written year-month-day.")
    yield _("files: the pictures and PDFs you gave.")
    yield _("An apostrophe (') before a text keeps a spreadsheet from taking it for a formula.")
    yield _("People who work for the town stand by their role and name only.")
    yield _("Surveys are answered without names: nobody can tell which answers are yours, so they are not in here.")
    yield ""
    yield _("[What is in here]")
    for table, _columns in tables:
        yield f"csv/{table.name}.csv  {table.label}  {_('%(n)s rows') % {'n': counts[table.name]}}"
    yield from [_("Not found in the store: %(names)s") % {"names": ", ".join(missing)}] if missing else []
    yield ""
    yield _("[What is not in here, and why]")
    for label, why in LEFT_OUT.items():
        yield f"{NAMED.get(label, apps.get_model(label)._meta.verbose_name)}: {why}"
    for table, _columns in tables:
        for name, why in ((name, why) for name, why in table.hidden.items() if why in SAID):
            yield f"{table.label}・{table.of._meta.get_field(name).verbose_name}: {why}"
    yield ""
