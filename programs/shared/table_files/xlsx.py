"""Excel workbooks: looked through before anything opens them, then packed anew: what was checked is what is read.

A workbook of one kilobyte can ask for a table of seventeen billion cells, a zip of one megabyte for a thousand. Whoever
writes XML in a way nobody thought of here gets past the look; so it is opened by a process of its own all the same.
Every look reads a part once from its beginning to its end: what is never closed is not searched for again and again.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from programs.shared.table_files.apart import opened_apart
from programs.shared.table_files.values import Limits, NotATable, Table

MEMBERS = 300
_PARTS = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
_CELL, _CELL_END = re.compile(rb"<(?:\w+:)?c\b"), re.compile(rb"</(?:\w+:)?c\s*>")
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^<>/]*>[^<]")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^<>]*>\s*([0-9]{1,9})\s*<")
_ITEM, _ITEM_END = re.compile(rb"<(?:\w+:)?si\b"), re.compile(rb"/>|</(?:\w+:)?si\s*>")
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(data: bytes, limits: Limits) -> Table:
    """The first sheet that holds something. Raises NotATable."""
    parts = _parts(data, limits)
    for name, part in parts.items():
        if _DTD.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NotATable("xml", name)
    sizes = list(_item_sizes(parts.get("xl/sharedstrings.xml", b"")))
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            _check_sheet(part, sizes, limits)
    return opened_apart(_packed(parts), limits)


def _parts(data: bytes, limits: Limits) -> dict[str, bytes]:
    """The parts of the workbook a table needs, unpacked within the limit."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise NotATable("broken") from error
    _check_directory(members, limits)
    parts, left = {}, limits.unpacked
    for member in members:
        if _PARTS.fullmatch(member.filename):
            part = _unpacked(archive, member, left)
            left -= len(part)
            parts[member.filename.lower()] = part
    kinds = parts.get("[content_types].xml", b"").lower()
    if b"macroenabled" in kinds:
        raise NotATable("macros")
    if b"spreadsheetml.sheet.main" not in kinds:
        raise NotATable("other_office")
    return parts


def _check_directory(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    """What the archive says of itself, before a byte of it is unpacked."""
    names = {member.filename.lower() for member in members}
    if len(members) > MEMBERS or sum(member.file_size for member in members) > 4 * limits.unpacked:
        raise NotATable("bomb")
    if len(names) != len(members) or not members or min(member.header_offset for member in members) != 0:
        raise NotATable("broken")
    if any(member.flag_bits & 0x1 for member in members):
        raise NotATable("encrypted")
    if any("vbaproject" in name for name in names):
        raise NotATable("macros")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> bytes:
    if member.file_size > left:
        raise NotATable("bomb")
    try:
        with archive.open(member) as file:
            return file.read(left + 1)[: left + 1]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise NotATable("broken", member.filename) from error


def _check_sheet(part: bytes, sizes: list[int], limits: Limits) -> None:
    """Where its cells say they stand, and how much text they ask for together, before a table that large is made."""
    first = last = None
    wide = text = filled = 0
    for attributes, content in _cells(part):
        if not _HAS_VALUE.search(content):
            continue
        filled += 1
        if place := _PLACE.search(attributes):
            column, row = _column_number(place[1]), int(place[2])
            first = row if first is None else min(first, row)
            last = row if last is None else max(last, row)
            wide = max(wide, column)
        if _SHARED.search(attributes) and (value := _VALUE.search(content)):
            text += sizes[int(value[1])] if int(value[1]) < len(sizes) else 0
    if last is not None and last - first > 2 * limits.rows + 100:
        raise NotATable("too_many_rows")
    if wide > 4 * limits.columns:
        raise NotATable("too_many_columns")
    if text > limits.unpacked or filled > (limits.rows + 1) * limits.columns:
        raise NotATable("bomb")


def _cells(part: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The attributes and the content of each cell."""
    at = 0
    while begin := _CELL.search(part, at):
        close = part.find(b">", begin.end())
        if close < 0:
            return
        if part[close - 1 : close] == b"/":
            at = close + 1
            yield part[begin.end() : close - 1], b""
            continue
        end = _CELL_END.search(part, close)
        if end is None:
            return
        at = end.end()
        yield part[begin.end() : close], part[close + 1 : end.start()]


def _item_sizes(part: bytes) -> Iterator[int]:
    """How long each shared text is."""
    at = 0
    while (begin := _ITEM.search(part, at)) and (end := _ITEM_END.search(part, begin.end())):
        at = end.end()
        yield at - begin.start()


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            right = {"[content_types].xml": "[Content_Types].xml", "xl/sharedstrings.xml": "xl/sharedStrings.xml"}
            archive.writestr(right.get(name, name), part)
    return out.getvalue()
