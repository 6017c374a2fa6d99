"""The old .xls, opened by a process of its own with little memory and little time."""

import json
import resource
import subprocess
import sys
from io import BytesIO
from pathlib import Path

from programs.shared.table_files.values import Limits, NotATable, Table, plain, table_of

MEMORY = 512 * 1024 * 1024  # bytes of address space
SECONDS = 5


def read_xls(data: bytes, limits: Limits) -> Table:
    """The first sheet that holds something. Raises NotATable."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise NotATable("encrypted")
    root = Path(__file__).resolve().parents[3]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "programs.shared.table_files.xls", str(limits.rows), str(limits.columns)],
            input=data, capture_output=True, timeout=SECONDS * 2, cwd=root, check=True,
        )  # fmt: skip
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as error:
        raise NotATable("broken") from error
    if found["sheet"] is None:
        raise NotATable("empty")
    if found["more"]:
        raise NotATable("too_many_rows")
    return table_of(enumerate(found["lines"], 1), limits, origin=found["sheet"], other_sheets=tuple(found["others"]))


def main() -> None:
    """In the small process: a workbook on stdin, its first sheet as JSON on stdout."""
    from python_calamine import CalamineWorkbook

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    rows, columns = int(sys.argv[1]), int(sys.argv[2])
    most = 2 * rows + 100  # lines, with the empty ones between
    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    found: dict = {"sheet": None, "lines": [], "others": []}
    for name in book.sheet_names:
        lines = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        if _holds_something(lines):
            short = [[plain(cell) for cell in line[: columns + 1]] for line in lines[:most]]
            others = [other for other in book.sheet_names if other != name]
            found = {"sheet": name, "lines": short, "others": others, "more": _holds_something(lines[most:])}
            break
    sys.stdout.write(json.dumps(found))


def _holds_something(lines: list[list[object]]) -> bool:
    return any(cell not in ("", None) for line in lines for cell in line)


if __name__ == "__main__":
    main()
