"""Tables as text: CSV with commas, tabs or semicolons, in UTF-8, UTF-16 or what Excel in Japan calls ANSI (cp932)."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

from programs.shared.table_files.values import Limits, NotATable, Table, table_of

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<(!doctype|html|table|\?xml|svg|script)", re.IGNORECASE)


def read_text(data: bytes, limits: Limits) -> Table:
    """Raises NotATable: unknown encoding, an unclosed quote, something that is no table."""
    text, encoding = _decoded(data)
    refuse_what_is_no_text(text)
    return table_of(separated(text, _delimiter(text)), limits, origin=encoding)


def refuse_what_is_no_text(text: str) -> None:
    """Raises NotATable for control characters and for pages and pictures written as markup."""
    if _CONTROLS.search(text):
        raise NotATable("binary")
    if _MARKUP.match(text):
        raise NotATable("html")


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise NotATable("encoding", _line_of(data, error.start)) from error
    if b"\0" in data and (found := _without_mark(data)):
        return found
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = _line_of(data, error.start)
    if any(_is_utf8_japanese(line) for line in data.splitlines()):
        raise NotATable("encoding", place)  # some lines in UTF-8, others not: as cp932 it would be read as nonsense
    try:
        return data.decode("cp932"), "cp932"
    except UnicodeDecodeError as error:
        raise NotATable("encoding", place) from error


def _without_mark(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without its mark, told by line ends and separators that only the right order of bytes shows."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search("[\r\n]", text) and re.search("[,\t;]", text) and not _CONTROLS.search(text):
            return text, encoding
    return None


def _is_utf8_japanese(line: bytes) -> bool:
    try:
        return bool(re.search("[\u3040-\u30ff\u4e00-\u9fff]{2}", line.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def separated(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line with the number it begins at. Raises NotATable for an unclosed quote."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begun = 1
    try:
        for line in reader:
            yield begun, line
            begun = reader.line_num + 1
    except csv.Error as error:
        raise NotATable("quotes", str(begun)) from error


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=head.count)


def _line_of(data: bytes, position: int) -> str:
    return str(data.count(b"\n", 0, position) + 1)
