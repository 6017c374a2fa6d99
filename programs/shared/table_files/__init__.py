"""Reading a table out of whatever file somebody gives us: Excel or text, guarded before it is opened."""

from programs.shared.table_files.pasted import read_pasted
from programs.shared.table_files.text import read_text
from programs.shared.table_files.values import Limits, NotATable, Row, Table
from programs.shared.table_files.xls import read_xls
from programs.shared.table_files.xlsx import read_xlsx

__all__ = ["Limits", "NotATable", "Row", "Table", "read_pasted", "read_table"]

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")


def read_table(data: bytes, limits: Limits | None = None) -> Table:
    """The table in `data`, told by its first bytes and never by its name. Raises NotATable."""
    limits = limits or Limits()
    if len(data) > limits.size:
        raise NotATable("too_large")
    if not data.strip():
        raise NotATable("empty")
    if data.startswith(b"PK\x03\x04"):
        return read_xlsx(data, limits)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return read_xls(data, limits)
    if data.startswith(b"%PDF"):
        raise NotATable("pdf")
    if data.startswith(_PICTURES):
        raise NotATable("picture")
    return read_text(data, limits)
