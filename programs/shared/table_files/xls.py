"""The old .xls: nothing in it can be looked through, so it is opened apart as it is."""

from programs.shared.table_files.apart import opened_apart
from programs.shared.table_files.values import Limits, NotATable, Table


def read_xls(data: bytes, limits: Limits) -> Table:
    """The first sheet that holds something. Raises NotATable."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotATable("encrypted")
    return opened_apart(data, limits)
