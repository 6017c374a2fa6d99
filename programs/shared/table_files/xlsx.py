"""Excel workbooks: looked through before anything opens them, then packed anew: what was checked is what is read.

A workbook of one kilobyte can ask for a table of seventeen billion cells, a zip of one megabyte for a thousand.
"""

import re
import zipfile
import zlib
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from programs.shared.table_files.values import Limits, NotATable, Table, table_of

MEMBERS = 300
_PARTS = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/(workbook|sharedStrings|styles)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/worksheets/[^/]+\.xml)",
    re.IGNORECASE,
)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c\s*>)", re.DOTALL)
_HAS_VALUE = re.compile(rb"<(?:\w+:)?(?:v|t)\b[^>/]*>[^<]")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["']""")
_SHARED = re.compile(rb"""\bt\s*=\s*["']s["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,9})\s*<")
_ITEM = re.compile(rb"<(?:\w+:)?si\b.*?(?:/>|</(?:\w+:)?si\s*>)", re.DOTALL)
_DTD = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(data: bytes, limits: Limits) -> Table:
    """The first sheet that holds something. Raises NotATable."""
    parts = _parts(data, limits)
    for name, part in parts.items():
        if _DTD.search(part) or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise NotATable("xml", name)
    sizes = [len(item) for item in _ITEM.findall(parts.get("xl/sharedstrings.xml", b""))]
    for name, part in parts.items():
        if name.startswith("xl/worksheets/"):
            _check_sheet(part, sizes, limits)
    return _opened(_packed(parts), limits)


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
    for attributes, content in _CELL.findall(part):
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


def _opened(data: bytes, limits: Limits) -> Table:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        names = book.sheet_names
        for name in names:
            lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(cell not in ("", None) for line in lines for cell in line):
                others = tuple(other for other in names if other != name)
                return table_of(enumerate(lines, 1), limits, origin=name, other_sheets=others)
    except (CalamineError, OSError, ValueError, KeyError) as error:
        raise NotATable("broken") from error
    raise NotATable("empty")
